"""The tree of teams: looking at it and, for HR, drawing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from staff.access import keeps_people, leads, only
from staff.actions.people import appoint_manager, end_management
from staff.actions.teams import correct_team, create_team, move_team
from staff.forms.refusals import add_refusal
from staff.forms.team import NewTeamForm, TeamForm, TeamManagerForm, TeamMoveForm
from staff.models import Employee, Team
from staff.queries.teams import charges_of, team_rows


@require_safe
@only(leads)
def team_list(request):
    rows = team_rows(request.user.reach, request.user.today())
    context = {"rows": rows, "keeps_people": keeps_people(request.user)}
    return render(request, "staff/team_list.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def team_add(request):
    form = NewTeamForm(
        request.POST or None, initial={"parent": request.GET.get("below")}
    )
    if form.is_valid():
        try:
            team = create_team(**form.cleaned_data, by=request.user, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("%(team)s is there now.") % {"team": team})
            return redirect("staff:team-list")
    return render(request, "staff/team_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_people)
def team_edit(request, pk):
    team = get_object_or_404(Team, pk=pk)
    present = {"name": team.name, "time_zone": team.time_zone}
    form = TeamForm(request.POST or None, initial=present)
    if form.is_valid():
        try:
            correct_team(team=team, **form.cleaned_data, by=request.user, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:team-edit", pk)
    return team_page(request, team, form=form)


@require_POST
@only(keeps_people)
def team_move(request, pk):
    team = get_object_or_404(Team, pk=pk)
    form = TeamMoveForm(request.POST, team=team)
    if form.is_valid():
        try:
            move_team(team=team, **form.cleaned_data, by=request.user, at=now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("%(team)s now hangs below %(parent)s.")
            words = {"team": team, "parent": form.cleaned_data["parent"]}
            messages.success(request, said % words)
            return redirect("staff:team-edit", pk)
    return team_page(request, team, move_form=form)


@require_POST
@only(keeps_people)
def team_manager_add(request, pk):
    team = get_object_or_404(Team, pk=pk)
    form = TeamManagerForm(request.POST)
    if form.is_valid():
        employee = form.cleaned_data["number"]
        try:
            appoint_manager(
                employee=employee,
                team=team,
                valid_from=form.cleaned_data["valid_from"],
                by=request.user,
                at=now(),
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("%(person)s manages %(team)s.")
            messages.success(request, said % {"person": employee, "team": team})
            return redirect("staff:team-edit", pk)
    return team_page(request, team, manager_form=form)


@require_POST
@only(keeps_people)
def team_manager_end(request, pk, employee_pk):
    team = get_object_or_404(Team, pk=pk)
    employee = get_object_or_404(Employee, pk=employee_pk)
    end_management(
        employee=employee,
        team=team,
        valid_to=employee.today(),
        by=request.user,
        at=now(),
    )
    said = _("%(person)s no longer manages %(team)s.")
    messages.success(request, said % {"person": employee, "team": team})
    return redirect("staff:team-edit", pk)


def team_page(request, team, *, form=None, move_form=None, manager_form=None):
    """Answer with the page of one team; a form that was refused comes as it is."""
    today = request.user.today()
    present = {"name": team.name, "time_zone": team.time_zone}
    parent = Team.objects.get_parent(team)
    context = {
        "team": team,
        "parent": parent,
        "form": form or TeamForm(initial=present),
        "move_form": move_form or TeamMoveForm(team=team, initial={"parent": parent}),
        "manager_form": manager_form or TeamManagerForm(),
        "charges": charges_of(team, today),
        "today": today,
    }
    return render(request, "staff/team_edit.html", context)
