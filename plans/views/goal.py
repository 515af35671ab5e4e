"""The goals of a plan in the browser."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.planning import remove_goal, set_goal
from plans.forms.plan import GoalForm
from plans.views.plan import managed_plan, now_and_here
from staff.access import leads, only


@require_http_methods(["GET", "POST"])
@only(leads)
def goal_add(request, uuid):
    plan = managed_plan(request, uuid)
    form = GoalForm(request.POST or None, initial={"level_from": 2, "level_to": 3})
    return _asked(request, plan, form)


@require_http_methods(["GET", "POST"])
@only(leads)
def goal_edit(request, uuid, pk):
    plan = managed_plan(request, uuid)
    goal = get_object_or_404(plan.goals.select_related("skill", "metric"), pk=pk)
    form = GoalForm(request.POST or None, initial=GoalForm.initial_of(goal))
    return _asked(request, plan, form, goal)


def _asked(request, plan, form, goal=None):
    """Save what is valid and go back to the plan; else show the form."""
    if form.is_valid():
        try:
            set_goal(plan=plan, goal=goal, **form.cleaned_data, **now_and_here(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(plan)
    context = {"plan": plan, "goal": goal, "form": form}
    return render(request, "plans/goal_edit.html", context)


@require_POST
@only(leads)
def goal_remove(request, uuid, pk):
    plan = managed_plan(request, uuid)
    goal = get_object_or_404(plan.goals, pk=pk)
    try:
        remove_goal(plan=plan, goal=goal, **now_and_here(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The goal and its steps are out of the plan."))
    return redirect(plan)
