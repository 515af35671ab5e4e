"""Plan templates in the browser, for those who keep the people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from plans.actions.templates import (
    add_template,
    change_template,
    remove_template,
    remove_template_goal,
    set_template_goal,
)
from plans.forms.template import TemplateForm, TemplateGoalForm
from plans.judged import judged_modules
from plans.models import PlanTemplate
from plans.queries.templates import template_goals, templates_in_order
from staff.access import keeps_people, only


@require_safe
@only(keeps_people)
def template_list(request):
    context = {"templates": templates_in_order()}
    return render(request, "plans/template_list.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def template_add(request):
    form = TemplateForm(request.POST or None, initial={"weeks": 13})
    if form.is_valid():
        try:
            template = add_template(
                **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(template)
    return render(request, "plans/template_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def template_edit(request, pk):
    template = get_object_or_404(PlanTemplate, pk=pk)
    facts = {
        "name": template.name,
        "job_role": template.job_role_id,
        "weeks": template.weeks,
    }
    form = TemplateForm(request.POST or None, initial=facts)
    if form.is_valid():
        try:
            change_template(
                template=template,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Saved. Plans that are begun stay as they are.")
            )
            return redirect(template)
    context = {
        "template": template,
        "goals": template_goals(template),
        "judged": judged_modules(),
        "form": form,
    }
    return render(request, "plans/template_edit.html", context)


@require_POST
@only(keeps_people)
def template_remove(request, pk):
    template = get_object_or_404(PlanTemplate, pk=pk)
    remove_template(template=template, by=request.user, at=timezone.now())
    messages.success(request, _("The template is gone. Plans begun with it stay."))
    return redirect("plans:template-list")


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def template_goal_add(request, pk):
    template = get_object_or_404(PlanTemplate, pk=pk)
    initial = {"level_from": 2, "level_to": 3}
    form = TemplateGoalForm(request.POST or None, initial=initial)
    return _asked(request, template, form)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def template_goal_edit(request, pk, goal_pk):
    template = get_object_or_404(PlanTemplate, pk=pk)
    goal = get_object_or_404(template.goals, pk=goal_pk)
    initial = {
        "skill": goal.skill_id,
        "level_from": goal.level_from,
        "level_to": goal.level_to,
        "metric": goal.metric_id,
        "modules": goal.modules.all(),
    }
    form = TemplateGoalForm(request.POST or None, initial=initial)
    return _asked(request, template, form, goal)


def _asked(request, template, form, goal=None):
    """Save what is valid and go back to the template; else show the form."""
    if form.is_valid():
        try:
            set_template_goal(
                template=template,
                goal=goal,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(template)
    context = {"template": template, "goal": goal, "form": form}
    return render(request, "plans/template_goal_edit.html", context)


@require_POST
@only(keeps_people)
def template_goal_remove(request, pk, goal_pk):
    template = get_object_or_404(PlanTemplate, pk=pk)
    goal = get_object_or_404(template.goals, pk=goal_pk)
    remove_template_goal(
        template=template, goal=goal, by=request.user, at=timezone.now()
    )
    return redirect(template)
