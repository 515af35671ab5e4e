"""Pages that read several apps: home, My team and the lists behind its figures."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboard.forms import FIGURES, TeamFilterForm
from dashboard.queries import (
    enrolments_of,
    people_of_team,
    progress_of,
    team_figures,
    team_on,
)
from staff.access import leads, only
from staff.models import Employee
from training.queries.learning import (
    lately_learned,
    next_step,
    open_enrolments,
    path_of,
)

PAGE_ROWS = 50
# On Today; the rest stands on Learn.
TODO_ROWS = 6


@dataclass(frozen=True)
class Figure:
    """One number on a page, and the list of rows it was counted from."""

    label: str
    value: int
    url: str
    note: str = ""


@require_safe
@login_required
def home(request):
    is_leader_without_training = leads(request.user) and not (
        request.user.enrolments.open().exists()
    )
    return redirect(
        "dashboard:my-team" if is_leader_without_training else "dashboard:today"
    )


@require_safe
@login_required
def today(request):
    today = request.user.today()
    todo = list(open_enrolments(request.user))
    first = todo[0] if todo else None
    context = {
        "today": today,
        "team": team_on(request.user, today),
        "next": first,
        "step": next_step(path_of(first)) if first and first.steps_done else None,
        "later": todo[1:TODO_ROWS],
        "more": len(todo[TODO_ROWS:]),
        "lately": lately_learned(request.user),
    }
    return render(request, "dashboard/today.html", context)


@require_safe
@only(leads)
def my_team(request):
    today = request.user.today()
    team = _chosen(request, today).get("team")
    people = people_of_team(request.user, today, team)
    figures = team_figures(people, today)
    page = Paginator(people, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": TeamFilterForm(request.GET, user=request.user, today=today),
        "today": today,
        "team": team,
        "figures": figures,
        "figs": _figs(figures, team),
        "page": page,
        "rows": progress_of(page.object_list, today),
        "pressing": enrolments_of(people, today, "overdue")[:5],
        "overdue_url": _list_url("overdue", team),
    }
    return render(request, "dashboard/my_team.html", context)


@require_safe
@only(leads)
def my_team_enrolments(request):
    today = request.user.today()
    chosen = _chosen(request, today)
    people = people_of_team(request.user, today, chosen.get("team"))
    rows = enrolments_of(people, today, chosen.get("which") or None)
    context = {
        "form": TeamFilterForm(request.GET, user=request.user, today=today),
        "today": today,
        "which": FIGURES.get(chosen.get("which"), _("Everything")),
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
    }
    piece = "#rows" if request.htmx else ""
    return render(request, f"dashboard/my_team_enrolments.html{piece}", context)


@require_safe
@login_required
def person_learning(request, pk):
    today = request.user.today()
    people = Employee.objects.visible_to(request.user, today)
    person = get_object_or_404(people, pk=pk)
    context = {
        "person": person,
        "today": today,
        "enrolments": enrolments_of(people.filter(pk=person.pk), today),
        "leads": leads(request.user),
        "may_take_back": leads(request.user) and person != request.user,
    }
    return render(request, "dashboard/person_learning.html", context)


def _chosen(request, today):
    """Return what was validly chosen above the list; a wrong choice is as none."""
    form = TeamFilterForm(request.GET, user=request.user, today=today)
    form.is_valid()
    return form.cleaned_data


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
    asked = {"which": which} | ({"team": team.pk} if team else {})
    return f"{reverse('dashboard:my-team-enrolments')}?{urlencode(asked)}"
