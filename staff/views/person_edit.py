"""Changing what is known of a person: hire, correct, move, hire again."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff.access import keeps_people, only
from staff.actions.people import (
    correct_employment,
    correct_person,
    hire,
    move,
    rehire,
)
from staff.forms.employment import (
    EmploymentForm,
    HireForm,
    MoveForm,
    PersonForm,
    RehireForm,
)
from staff.forms.refusals import add_refusal
from staff.models import Employee, Employment


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def person_add(request):
    form = HireForm(
        request.POST or None,
        initial={"hired_on": request.user.today(), "team": request.GET.get("team")},
    )
    if form.is_valid():
        try:
            employee = hire(**form.cleaned_data, by=request.user, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("%(person)s is one of you. A sign-in code opens the door.")
            messages.success(request, said % {"person": employee})
            return redirect(employee)
    return render(request, "staff/person_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def person_edit(request, pk):
    employee = _employee(request, pk)
    present = {
        name: getattr(employee, name)
        for name in ("first_name", "last_name", "email", "language")
    }
    form = PersonForm(request.POST or None, initial=present)
    act = partial(correct_person, employee=employee)
    if _is_done(form, act, request.user):
        messages.success(request, _("Saved."))
        return redirect(employee)
    return _edit_page(request, employee, form)


@require_POST
@only(keeps_people)
def employment_edit(request, pk, employment_pk):
    employee = _employee(request, pk)
    employment = get_object_or_404(employee.employments, pk=employment_pk)
    form = EmploymentForm.of(employment, request.POST)
    act = partial(correct_employment, employee=employee, employment=employment)
    if _is_done(form, act, request.user):
        messages.success(request, _("Saved."))
        return redirect(employee)
    return _edit_page(request, employee, None, refused=(employment, form))


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def person_move(request, pk):
    employee = _employee(request, pk)
    today = employee.today()
    present = employee.postings.valid_on(today).first()
    form = MoveForm(
        request.POST or None,
        initial={
            "team": present and present.team_id,
            "job_role": present and present.job_role_id,
            "valid_from": today,
        },
    )
    act = partial(move, employee=employee)
    if _is_done(form, act, request.user):
        said = _("%(person)s works in %(team)s from then on.")
        words = {"person": employee, "team": form.cleaned_data["team"]}
        messages.success(request, said % words)
        return redirect(employee)
    context = {"employee": employee, "form": form, "present": present}
    return render(request, "staff/person_move.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def person_rehire(request, pk):
    employee = _employee(request, pk)
    latest = employee.postings.order_by("-valid_from").first()
    form = RehireForm(
        request.POST or None,
        initial={
            "team": latest and latest.team_id,
            "job_role": latest and latest.job_role_id,
            "hired_on": employee.today(),
        },
    )
    act = partial(rehire, employee=employee)
    if _is_done(form, act, request.user):
        said = _("%(person)s is back. A new sign-in code opens the door.")
        messages.success(request, said % {"person": employee})
        return redirect(employee)
    context = {"employee": employee, "form": form}
    return render(request, "staff/person_rehire.html", context)


def _employee(request, pk):
    user = request.user
    people = Employee.objects.visible_to(user, user.today()).with_time_zone()
    return get_object_or_404(people, pk=pk)


def _is_done(form, act, by):
    """Do ``act`` with a valid form; return whether it was done and nothing is wrong."""
    if form.is_valid():
        try:
            act(**form.cleaned_data, by=by, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
    return form.is_bound and form.is_valid()


def _edit_page(request, employee, form, refused=(None, None)):
    """Answer with the page; ``refused`` is an Employment with its form as it came."""
    present = {
        name: getattr(employee, name)
        for name in ("first_name", "last_name", "email", "language")
    }
    stays = [
        (stay, refused[1] if stay == refused[0] else EmploymentForm.of(stay))
        for stay in Employment.objects.filter(employee=employee).order_by("-hired_on")
    ]
    context = {
        "employee": employee,
        "form": form or PersonForm(initial=present),
        "stays": stays,
    }
    return render(request, "staff/person_edit.html", context)
