"""Plans in the browser: reading one, starting, agreeing to and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from plans.actions.agreeing import (
    agree_to_plan,
    cancel_plan,
    complete_plan,
    propose_plan,
)
from plans.actions.planning import change_period, start_plan
from plans.choices import PlanStatus, Side
from plans.forms.plan import CancelForm, PeriodForm
from plans.judged import judged_modules
from plans.queries.measures import parts_with_courses
from plans.queries.plans import open_plan, plans_visible_to, side_of
from plans.queries.progress import progress_of_plan
from plans.queries.templates import proposed_plan
from plans.rules import last_day
from staff.access import leads, only
from staff.models import Employee

YES, NOT_YET = "circle-check", "circle-dashed"


def visible_plan(request, uuid):
    """Return the plan ``uuid`` if the reader may see it; else raise Http404."""
    plans = plans_visible_to(request.user, request.user.today())
    return get_object_or_404(plans, uuid=uuid)


def managed_plan(request, uuid):
    """Return the plan ``uuid`` for somebody who looks after its person."""
    plan = visible_plan(request, uuid)
    if plan.employee == request.user:
        raise PermissionDenied
    return plan


def now_and_here(request):
    """Return {by, at, today}, who acts and when, as every action takes them."""
    return {
        "by": request.user,
        "at": timezone.now(),
        "today": request.user.today(),
    }


def answered(request, plan, act):
    """Do ``act``, which returns what to say, and go back to ``plan``."""
    try:
        messages.success(request, act())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(plan)


@require_safe
@login_required
def plan_detail(request, uuid):
    plan = visible_plan(request, uuid)
    today = request.user.today()
    progress = progress_of_plan(plan, today)
    is_mine = plan.employee == request.user
    agreed_on = plan.agreed_on if is_mine else plan.manager_agreed_on
    context = {
        "base": "base_staff.html" if is_mine else "base.html",
        "plan": plan,
        "person": plan.employee,
        "is_mine": is_mine,
        "today": today,
        "is_past": plan.is_past(today),
        "progress": progress,
        "parts": parts_with_courses(progress, today),
        "judged": {} if is_mine else judged_modules(),
        "may_edit": not is_mine and not plan.is_ended,
        "may_mark": plan.status == PlanStatus.ACTIVE,
        "may_propose": not is_mine and plan.status == PlanStatus.DRAFT,
        "may_agree": plan.status == PlanStatus.IN_REVIEW and not agreed_on,
        "person_icon": YES if plan.agreed_on else NOT_YET,
        "manager_icon": YES if plan.manager_agreed_on else NOT_YET,
    }
    return render(request, "plans/plan_detail.html", context)


@require_http_methods(["GET", "POST"])
@only(leads)
def plan_add(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    if side_of(request.user, person, today) != Side.MANAGER:
        raise PermissionDenied
    if plan := open_plan(person):
        messages.info(request, _("There is a plan already: this one."))
        return redirect(plan)
    proposed = proposed_plan(person, today)
    days = {"starts_on": today, "ends_on": last_day(today, proposed.weeks)}
    form = PeriodForm(request.POST or None, initial=days)
    if form.is_valid():
        try:
            plan = start_plan(
                employee=person, **form.cleaned_data, **now_and_here(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("The plan is begun. Change what you like, then propose it.")
            )
            return redirect(plan)
    context = {
        "person": person,
        "proposed": proposed,
        "judged": judged_modules(),
        "form": form,
    }
    return render(request, "plans/plan_add.html", context)


@require_http_methods(["GET", "POST"])
@only(leads)
def plan_edit(request, uuid):
    plan = managed_plan(request, uuid)
    days = {"starts_on": plan.starts_on, "ends_on": plan.ends_on}
    form = PeriodForm(request.POST or None, initial=days)
    if form.is_valid():
        try:
            change_period(plan=plan, **form.cleaned_data, **now_and_here(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(plan)
    return render(request, "plans/plan_edit.html", {"plan": plan, "form": form})


@require_POST
@only(leads)
def plan_propose(request, uuid):
    plan = managed_plan(request, uuid)

    def propose():
        propose_plan(plan=plan, **now_and_here(request))
        return _("It is proposed. It counts once both have agreed.")

    return answered(request, plan, propose)


@require_POST
@login_required
def plan_agree(request, uuid):
    plan = visible_plan(request, uuid)
    revision = request.POST.get("revision", "")

    def agree():
        agreed = agree_to_plan(
            plan=plan,
            revision=int(revision) if revision.isdecimal() else 0,
            **now_and_here(request),
        )
        if agreed.status == PlanStatus.ACTIVE:
            return _("Both have agreed. The plan begins.")
        return _("You have agreed. Now the other one has the word.")

    return answered(request, plan, agree)


@require_POST
@only(leads)
def plan_complete(request, uuid):
    plan = managed_plan(request, uuid)

    def complete():
        complete_plan(plan=plan, **now_and_here(request))
        return _("The plan is complete. What was learned stays.")

    return answered(request, plan, complete)


@require_http_methods(["GET", "POST"])
@only(leads)
def plan_cancel(request, uuid):
    plan = managed_plan(request, uuid)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_plan(plan=plan, **form.cleaned_data, **now_and_here(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The plan has ended early."))
            return redirect(plan)
    return render(request, "plans/plan_cancel.html", {"plan": plan, "form": form})
