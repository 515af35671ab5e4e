"""How the acts of “People and teams” are asked."""

from api.models import ApiKey
from staff.choices import Role
from staff.models import RoleGrant, TeamManager
from tests.access.questions.asking import TEAMS, Asked, asks, lists
from tests.access.table import WHOM
from tests.factories.staff import (
    HIRED,
    TODAY,
    TeamFactory,
)

lists(
    "List people",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "List who has left",
    rows=("left",),
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "See how one's teams stand",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "See who has a plan",
    shows=lambda asker, whom: f'id="person-{asker.person(whom).pk}"',
)
lists(
    "Open a figure's rows",
    shows=lambda asker, whom: f'id="enrolment-{asker.running(whom).pk}"',
)
lists(
    "See who waits for a sign-in code",
    shows=lambda asker, whom: f'value="{asker.person(whom).pk}"',
)
lists(
    "List teams",
    rows=TEAMS,
    shows=lambda asker, whom: f'id="team-{asker.team(whom).pk}"',
)


@asks(
    "See a person",
    "See what a person learns",
    "See a person's plan, learning and what customers said",
    "Read what customers said of a person",
    "See the page to correct a person",
    "See the page to move a person",
    "See the page for leaving",
    "See the page to hire again",
    rows=WHOM,
)
def person(asker, whom):
    return Asked({"pk": asker.person(whom).pk})


@asks("Ask for a code for one person", rows=WHOM)
def code_page_of(asker, whom):
    return Asked(sent={"employee": asker.person(whom).pk})


@asks("Hand out a code", rows=WHOM, unnamed="refused")
def code_sheet(asker, whom):
    return Asked(sent={"employees": [asker.person(whom).pk]})


@asks("Hand a code to an administrator", rows=("team",))
def code_for_administrator(asker, whom):
    return code_for_holder(asker, Role.ADMINISTRATOR)


@asks("Hand a code to HR", rows=("team",))
def code_for_hr(asker, whom):
    return code_for_holder(asker, Role.HR)


@asks("Hand a code to an author", rows=("team",))
def code_for_author(asker, whom):
    return code_for_holder(asker, Role.AUTHOR)


def code_for_holder(asker, role):
    holder = asker.person("team")
    RoleGrant.objects.create(employee=holder, role=role, granted_on=HIRED)
    return Asked(sent={"employees": [holder.pk]})


@asks("Hand a code to who manages other teams as well", rows=("team",))
def code_for_manager(asker, whom):
    manager = asker.person("team")
    TeamManager.objects.create(
        employee=manager, team=asker.scene.harbour, valid_from=HIRED
    )
    return Asked(sent={"employees": [manager.pk]})


def name_of(person, **other):
    return {"first_name": person.first_name, "last_name": person.last_name, **other}


@asks("Hire a person", unnamed="refused", rows=TEAMS)
def hire(asker, whom):
    post = {"team": asker.team(whom).pk, "hired_on": TODAY.isoformat()}
    named = {"employee_number": "n-78", "first_name": "Nora", "last_name": "New"}
    return Asked(sent=post | named)


@asks("Correct a person", rows=WHOM)
def person_edit(asker, whom):
    person = asker.person(whom)
    return Asked({"pk": person.pk}, name_of(person, email="written@example.org"))


@asks("Correct an employment", rows=WHOM)
def employment_edit(asker, whom):
    person = asker.person(whom)
    stay = person.employments.get()
    sent = {f"employment-{stay.pk}-hired_on": "2024-12-01"}
    if stay.last_day_on:
        sent[f"employment-{stay.pk}-last_day_on"] = stay.last_day_on.isoformat()
    return Asked({"pk": person.pk, "employment_pk": stay.pk}, sent)


@asks("Move a person", rows=WHOM)
def person_move(asker, whom):
    sent = {"team": asker.scene.scullery.pk, "valid_from": TODAY.isoformat()}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Record that a person leaves", rows=WHOM)
def person_leave(asker, whom):
    another_administrator = asker.scene.actors["HR"]
    RoleGrant.objects.create(
        employee=another_administrator, role=Role.ADMINISTRATOR, granted_on=HIRED
    )
    asker.forget()
    keys = {f"key_{key.pk}": "keep" for key in ApiKey.objects.all()}
    sent = {"last_day_on": "2026-12-31", **keys}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Hire a person again", rows=WHOM)
def person_rehire(asker, whom):
    sent = {"team": asker.scene.kitchen.pk, "hired_on": "2026-11-24"}
    return Asked({"pk": asker.person(whom).pk}, sent)


@asks("Give a role", rows=WHOM)
def role_grant(asker, whom):
    return Asked({"pk": asker.person(whom).pk}, {"role": "author"})


@asks("Take a role away", rows=WHOM)
def role_revoke(asker, whom):
    person = asker.person(whom)
    RoleGrant.objects.get_or_create(
        employee=person, role=Role.AUTHOR, defaults={"granted_on": HIRED}
    )
    asker.forget()
    return Asked({"pk": person.pk}, {"role": "author"})


@asks("Add a team below one", rows=TEAMS)
def team_add(asker, whom):
    return Asked(sent={"name": "Cellar", "parent": asker.team(whom).pk})


@asks("See a team's page", rows=TEAMS)
def team_page(asker, whom):
    return Asked({"pk": asker.team(whom).pk})


@asks("Rename a team", rows=TEAMS)
def team_edit(asker, whom):
    named = {"name": "Renamed", "time_zone": "Europe/Berlin"}
    return Asked({"pk": asker.team(whom).pk}, named)


@asks("Move a team", rows=TEAMS)
def team_move(asker, whom):
    annex = TeamFactory(name="Annex", parent=asker.scene.company)
    return Asked({"pk": asker.team(whom).pk}, {"parent": annex.pk})


@asks("Appoint a manager", rows=TEAMS)
def manager_add(asker, whom):
    number = asker.scene.people["team"].employee_number
    sent = {"number": number, "valid_from": TODAY.isoformat()}
    return Asked({"pk": asker.team(whom).pk}, sent)


@asks("End a manager's appointment", rows=TEAMS)
def manager_end(asker, whom):
    team, manager = asker.team(whom), asker.scene.people["team"]
    TeamManager.objects.create(employee=manager, team=team, valid_from=HIRED)
    return Asked({"pk": team.pk, "employee_pk": manager.pk}, {})
