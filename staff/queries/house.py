"""What is known of people, teams and job roles, for the plan of an import."""

from staff.choices import Role
from staff.importing.columns import Field
from staff.importing.house import House, KnownPerson, KnownRole, KnownTeam
from staff.models import Employee, JobRole, RoleGrant, Team, TeamManager
from staff.queries.careers import careers_of
from staff.rules.person import number_key


def house_for(table, mapping):
    """Return the staff.importing.house.House that a Table is planned over.

    Nine statements for any number of rows.
    """
    people = {
        number_key(number): KnownPerson(pk, number, *details)
        for pk, number, *details in Employee.objects.values_list(
            "pk", "employee_number", "first_name", "last_name", "email", "language"
        )
    }
    places = [mapping.columns.get(Field.NUMBER), mapping.columns.get(Field.MANAGER)]
    named = {
        number_key(cells[place])
        for _line, cells in table.rows
        for place in places
        if place is not None and place < len(cells)
    }
    wanted = {people[key].id for key in named & people.keys()}
    wanted |= set(TeamManager.objects.values_list("employee_id", flat=True))
    return House(
        teams=tuple(_teams()),
        roles=tuple(
            KnownRole(*role)
            for role in JobRole.objects.values_list("pk", "code", "name")
        ),
        people=people,
        careers=careers_of(wanted),
        administrators=frozenset(
            RoleGrant.objects.filter(
                role=Role.ADMINISTRATOR, employee__employments__left_on=None
            ).values_list("employee_id", flat=True)
        ),
    )


def _teams():
    ids = {}
    teams = Team.objects.order_by("path").values_list("pk", "code", "name", "path")
    for pk, code, name, path in teams:
        ids[path] = pk
        yield KnownTeam(pk, code, name, ids.get(path[: -Team.steplen]))
