"""The certificates of a person and of one's teams; cover and revocation."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.forms.certificates import CertificatesFilterForm, CoverForm, RevokeForm
from dashboard.queries.team import people_of_team
from staff.access import keeps_people, leads, only
from staff.forms.refusals import add_refusal
from staff.models import Employee
from training.actions.certifying import give_cover, revoke_certification
from training.choices import Standing
from training.models import Module
from training.queries.certifications import (
    periods_of,
    renewing_modules,
    standings_by_urgency,
)

PAGE_ROWS = 50


@require_safe
@login_required
def person_certificates(request, pk):
    person, today = _person(request, pk)
    is_me = person == request.user
    standing = list(standings_by_urgency([person.pk], today))
    paths = renewing_modules(standing)
    leading = {period.pk for period in standing}
    context = {
        "base": "base_staff.html" if is_me else "base.html",
        "person": person,
        "is_me": is_me,
        "today": today,
        "standing": [(period, paths.get(period.module_id)) for period in standing],
        "earlier": [p for p in periods_of(person, today) if p.pk not in leading],
        "may_cover": leads(request.user) and not is_me,
        "may_revoke": keeps_people(request.user) and not is_me,
    }
    return render(request, "dashboard/person_certificates.html", context)


@require_http_methods(["GET", "POST"])
@only(leads)
def cover_add(request, pk):
    person, _today = _person(request, pk)
    _refuse_oneself(request.user, person)
    asked = Module.objects.filter(slug=request.GET.get("module", "")[:80])
    form = CoverForm(
        request.POST or None, employee=person, initial={"module": asked.first()}
    )
    act = partial(give_cover, employee=person, by=request.user)
    if _is_done(form, act):
        said = _("%(person)s is covered. Training is still due.")
        messages.success(request, said % {"person": person})
        return redirect("dashboard:person-certificates", person.pk)
    return render(request, "dashboard/cover_add.html", {"person": person, "form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def certificate_revoke(request, pk, slug):
    person, _today = _person(request, pk)
    _refuse_oneself(request.user, person)
    mine = person.certification_periods.values("module")
    module = get_object_or_404(Module.objects.filter(pk__in=mine), slug=slug)
    form = RevokeForm(request.POST or None)
    act = partial(revoke_certification, employee=person, module=module, by=request.user)
    if _is_done(form, act):
        said = _("The certificate of %(person)s is revoked. What was stays on record.")
        messages.success(request, said % {"person": person})
        return redirect("dashboard:person-certificates", person.pk)
    context = {"person": person, "module": module, "form": form}
    return render(request, "dashboard/certificate_revoke.html", context)


@require_safe
@only(leads)
def my_team_certificates(request):
    today = request.user.today()
    form = CertificatesFilterForm(request.GET, user=request.user, today=today)
    form.is_valid()
    people = people_of_team(request.user, today, form.cleaned_data.get("team"))
    which = form.cleaned_data.get("which")
    rows = standings_by_urgency(people, today, which)
    context = {
        "form": form,
        "today": today,
        "which": Standing(which).label if which else _("Certificates"),
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/my_team_certificates.html{piece}", context)


def _person(request, pk):
    """Return the person ``pk`` in reach, and the date of who asks."""
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    return get_object_or_404(people, pk=pk), today


def _refuse_oneself(user, person):
    if user == person:
        raise PermissionDenied


def _is_done(form, act):
    """Do ``act`` with what ``form`` holds; return whether that was possible."""
    if not form.is_valid():
        return False
    try:
        act(at=now(), **form.cleaned_data)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return False
    return True
