"""My team, and the lists behind its figures."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboard.forms.my_team import FIGURES, CoverageFilterForm, TeamFilterForm
from dashboard.queries.team import (
    enrolments_of,
    people_of_team,
    plan_rows,
    progress_of,
    team_figures,
)
from plans.choices import Coverage
from plans.queries.coverage import coverage_of
from staff.access import keeps_people, leads, only
from training.queries.certifications import counts_by_standing
from training.queries.observing import led_enrolments, waiting_for
from training.queries.quizzes import quizzes_used_up
from training.queries.refreshers import retention_of_people

PAGE_ROWS = 50


@dataclass(frozen=True)
class Figure:
    """One number on a page, and the list of rows it was counted from."""

    label: str
    value: int
    url: str
    note: str = ""


@require_safe
@only(leads)
def my_team(request):
    today = request.user.today()
    form = _chosen(request, today)
    team = form.cleaned_data.get("team")
    people = people_of_team(request.user, today, team)
    figures = team_figures(people, today)
    page = Paginator(people, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "today": today,
        "team": team,
        "figures": figures,
        "figs": _figs(figures, team),
        "page": page,
        "rows": progress_of(page.object_list, today),
        "pressing": enrolments_of(people, today, "overdue")[:5],
        "overdue_url": _list_url("overdue", team),
        "due_soon_url": _list_url("due_soon", team),
        "everybody_url": _url("dashboard:my-team-plans", team),
        "used_up": quizzes_used_up(led_enrolments(request.user, today)),
        "to_observe": waiting_for(request.user, today).count(),
        "coverage": _coverage(coverage_of(people, today), team),
        "retention_url": _url("dashboard:my-team-retention", team),
        "certificates": _certificates(counts_by_standing(people, today), team),
        "keeps_people": keeps_people(request.user),
    }
    return render(request, "dashboard/my_team.html", context)


@require_safe
@only(leads)
def my_team_enrolments(request):
    today = request.user.today()
    form = _chosen(request, today)
    chosen = form.cleaned_data
    people = people_of_team(request.user, today, chosen.get("team"))
    person = chosen.get("person")
    if person:
        people = people.filter(pk=person.pk)
    rows = enrolments_of(people, today, chosen.get("which") or None)
    context = {
        "form": form,
        "today": today,
        "which": FIGURES.get(chosen.get("which"), _("Everything")),
        "person": person,
        "of_all_url": _list_url(chosen.get("which", ""), chosen.get("team")),
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/my_team_enrolments.html{piece}", context)


@require_safe
@only(leads)
def my_team_plans(request):
    today = request.user.today()
    form = CoverageFilterForm(request.GET, user=request.user, today=today)
    page = Paginator(form.people(), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "today": today,
        "at": form.shown,
        "page": page,
        "rows": plan_rows(page.object_list, today),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/my_team_plans.html{piece}", context)


@require_safe
@only(leads)
def my_team_retention(request):
    today = request.user.today()
    form = _chosen(request, today)
    people = people_of_team(request.user, today, form.cleaned_data.get("team"))
    context = {
        "form": form,
        "today": today,
        "retention": retention_of_people(people, today),
    }
    return render(request, "dashboard/my_team_retention.html", context)


def _chosen(request, today):
    """Return the form above the list, read; in it a wrong choice is as none."""
    form = TeamFilterForm(request.GET, user=request.user, today=today)
    form.is_valid()
    return form


def _coverage(figures, team):
    """Return the Figures of who has a plan: those agreed first, and no noughts else."""
    return [
        Figure(
            label=at.label,
            value=count,
            url=_url("dashboard:my-team-plans", team, at=at.value),
        )
        for at, count in figures.counts.items()
        if count or at == Coverage.ACTIVE
    ]


def _certificates(counts, team):
    """Return the Figures of how people stand with their certificates, no noughts."""
    return [
        Figure(
            label=standing.label,
            value=count,
            url=_url("dashboard:my-team-certificates", team, which=standing.value),
        )
        for standing, count in counts.items()
    ]


def _figs(figures, team):
    return [
        Figure(
            label=FIGURES[which],
            value=getattr(figures, which),
            url=_list_url(which, team),
        )
        for which in ("assigned", "in_progress", "overdue", "done")
    ]


def _list_url(which, team):
    return _url("dashboard:my-team-enrolments", team, which=which)


def _url(name, team, **asked):
    return f"{reverse(name)}?{urlencode(asked | ({'team': team.pk} if team else {}))}"
