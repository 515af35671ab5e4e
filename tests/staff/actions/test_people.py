"""Every act upon a person's employment: what it writes, refuses and tells."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from events.models import Event
from staff.actions.calendar import journal_calendar
from staff.actions.people import (
    appoint_manager,
    correct_employment,
    correct_person,
    end_management,
    hire,
    move,
    record_leaving,
    rehire,
)
from staff.choices import Role
from staff.models import Employee, RoleGrant, SignInCode
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

DAY = dt.timedelta(days=1)


def kinds():
    return [
        (event.kind, event.fields)
        for event in Event.objects.order_by("pk")
        if event.kind
    ]


def stays(employee):
    rows = employee.employments.order_by("hired_on")
    return list(rows.values_list("hired_on", "left_on"))


def posts(employee):
    rows = employee.postings.order_by("valid_from", "pk")
    return list(rows.values_list("team__code", "valid_from", "valid_to"))


@pytest.fixture
def north(company):
    return TeamFactory(parent=company, code="north")


@pytest.fixture
def hr(company):
    return EmployeeFactory(team=company, roles=[Role.HR])


@pytest.fixture
def act(hr):
    return {"by": hr, "at": moment()}


def test_hire_writes_person_employment_posting_and_event(north, act):
    waiter = JobRoleFactory(code="waiter")

    anna = hire(
        employee_number=" e-17 ",
        first_name="Anna",
        last_name="Berg ",
        email="Anna@Example.com",
        hired_on=TODAY,
        team=north,
        job_role=waiter,
        is_assumed=True,
        **act,
    )

    anna.refresh_from_db()
    posting = anna.postings.get()
    event = Event.objects.get()
    assert anna.employee_number == "e-17"
    assert (anna.full_name, anna.email) == ("Anna Berg", "anna@example.com")
    assert not anna.has_usable_password()
    assert stays(anna) == [(TODAY, None)]
    assert (posting.team, posting.job_role, posting.is_assumed) == (north, waiter, True)
    assert (event.kind, event.employee_id, event.actor_id) == (
        "employee.hired",
        anna.pk,
        act["by"].pk,
    )


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"employee_number": "E-ANNA"}, "__all__"),
        ({"email": "ANNA@example.com"}, "__all__"),
        ({"email": "no e-mail"}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"employee_number": ""}, "employee_number"),
    ],
)
def test_hire_refuses_what_is_missing_or_taken(north, act, details, field):
    EmployeeFactory(employee_number="e-anna", email="anna@example.com")
    person = {"employee_number": "n1", "first_name": "New", "hired_on": TODAY}

    with pytest.raises(ValidationError) as refused:
        hire(**{**person, **details}, team=north, **act)

    assert list(refused.value.message_dict) == [field]
    assert Event.objects.count() == 0


@pytest.mark.parametrize("number", ["boss@example.com", "17＠x"])
def test_hire_refuses_a_number_that_could_be_an_e_mail(north, act, number):
    """It would keep whoever has that e-mail from signing in."""
    with pytest.raises(ValidationError) as refused:
        hire(
            employee_number=number,
            first_name="Eve",
            hired_on=TODAY,
            team=north,
            **act,
        )

    assert list(refused.value.message_dict) == ["employee_number"]


def test_hire_refuses_a_date_far_away(north, act):
    with pytest.raises(ValidationError, match="slip of the pen"):
        hire(
            employee_number="n1",
            first_name="New",
            hired_on=dt.date(202, 1, 1),
            team=north,
            **act,
        )


def test_correct_person_tells_which_fields_changed(north, act):
    anna = EmployeeFactory(team=north, first_name="Ana", last_name="Berg")

    correct_person(employee=anna, first_name="Anna", last_name="Berg", **act)
    correct_person(employee=anna, first_name="Anna", **act)

    assert Employee.objects.get(pk=anna.pk).first_name == "Anna"
    assert kinds() == [("employee.changed", ["first_name"])]


def test_correct_person_refuses_an_unknown_language(north, act):
    anna = EmployeeFactory(team=north)

    with pytest.raises(ValidationError) as refused:
        correct_person(employee=anna, language="tlh", **act)

    assert refused.value.code == "language_unknown"


def test_move_ends_one_posting_and_begins_the_next(company, north, act):
    anna = EmployeeFactory(team=company)

    move(employee=anna, team=north, job_role=None, valid_from=TODAY, **act)
    move(employee=anna, team=north, job_role=None, valid_from=TODAY, **act)

    assert posts(anna) == [("company", HIRED, TODAY), ("north", TODAY, None)]
    assert kinds() == [("employee.moved", [])]


def test_move_a_second_time_on_one_day_edits_that_posting(company, north, act):
    anna = EmployeeFactory(team=company)
    south = TeamFactory(parent=company, code="south")

    move(employee=anna, team=north, job_role=None, valid_from=TODAY, **act)
    first = anna.postings.get(team=north)
    move(employee=anna, team=south, job_role=None, valid_from=TODAY, **act)

    assert posts(anna) == [("company", HIRED, TODAY), ("south", TODAY, None)]
    assert anna.postings.get(team=south).pk == first.pk


def test_move_keeps_a_move_planned_for_later(company, north, act):
    anna = EmployeeFactory(team=company)
    south = TeamFactory(parent=company, code="south")

    move(employee=anna, team=north, job_role=None, valid_from=TODAY + 9 * DAY, **act)
    move(employee=anna, team=south, job_role=None, valid_from=TODAY, **act)

    assert posts(anna) == [
        ("company", HIRED, TODAY),
        ("south", TODAY, TODAY + 9 * DAY),
        ("north", TODAY + 9 * DAY, None),
    ]


def test_move_in_the_past_replaces_what_was_known_since(company, north, act):
    anna = EmployeeFactory(team=company)
    south = TeamFactory(parent=company, code="south")

    move(employee=anna, team=north, job_role=None, valid_from=TODAY - 9 * DAY, **act)
    move(employee=anna, team=south, job_role=None, valid_from=TODAY - 20 * DAY, **act)

    assert posts(anna) == [
        ("company", HIRED, TODAY - 20 * DAY),
        ("south", TODAY - 20 * DAY, None),
    ]


@pytest.mark.parametrize(
    ("day", "code"),
    [(HIRED - DAY, "moved_before_hired"), (TODAY, "moved_after_left")],
)
def test_move_is_refused_outside_the_employment(company, north, act, day, code):
    anna = EmployeeFactory(team=company, left_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        move(employee=anna, team=north, job_role=None, valid_from=day, **act)

    assert refused.value.code == code


def test_leaving_closes_everything_the_same_day(company, north, act):
    anna = EmployeeFactory(team=company, manages=[north], roles=[Role.AUTHOR])
    code = SignInCode.objects.create(
        employee=anna, digest="d", created_at=moment(), expires_at=moment(14)
    )

    record_leaving(employee=anna, left_on=TODAY, **act)
    record_leaving(employee=anna, left_on=TODAY, **act)

    code.refresh_from_db()
    assert stays(anna) == [(HIRED, TODAY)]
    assert posts(anna) == [("company", HIRED, TODAY)]
    assert anna.managed_teams.get().valid_to == TODAY
    assert not anna.role_grants.exists()
    assert code.withdrawn_at == moment()
    assert kinds() == [
        ("role.revoked", ["role"]),
        ("employee.left", []),
        ("manager.ended", []),
    ]


def test_leaving_to_come_ends_postings_and_leaves_roles_until_then(company, north, act):
    anna = EmployeeFactory(team=company, manages=[north], roles=[Role.AUTHOR])
    move(employee=anna, team=north, job_role=None, valid_from=TODAY + 30 * DAY, **act)
    last = TODAY + 10 * DAY

    record_leaving(employee=anna, left_on=last, **act)

    assert posts(anna) == [("company", HIRED, last)]
    assert anna.managed_teams.get().valid_to == last
    assert anna.role_grants.exists()


def test_leaving_is_refused_to_the_last_administrator(company, act):
    anna = EmployeeFactory(team=company, roles=[Role.ADMINISTRATOR])
    ben = EmployeeFactory(team=company, roles=[Role.ADMINISTRATOR])

    record_leaving(employee=ben, left_on=TODAY + 10 * DAY, **act)
    with pytest.raises(ValidationError) as refused:
        record_leaving(employee=anna, left_on=TODAY + 20 * DAY, **act)

    assert refused.value.code == "last_administrator"
    assert stays(anna) == [(HIRED, None)]


def test_leaving_is_refused_before_the_first_day(company, act):
    anna = EmployeeFactory(team=company)

    with pytest.raises(ValidationError) as refused:
        record_leaving(employee=anna, left_on=HIRED - DAY, **act)

    assert refused.value.code == "left_before_hired"


def test_leaving_of_somebody_who_never_came_leaves_an_empty_time(company, act):
    anna = EmployeeFactory(team=company)

    record_leaving(employee=anna, left_on=HIRED, **act)

    assert stays(anna) == [(HIRED, HIRED)]
    assert posts(anna) == [("company", HIRED, HIRED)]


def test_leaving_taken_back_opens_posting_but_gives_no_power(company, north, act):
    anna = EmployeeFactory(team=company, manages=[north], roles=[Role.AUTHOR])
    record_leaving(employee=anna, left_on=TODAY, **act)

    correct_employment(
        employee=anna,
        employment=anna.employments.get(),
        hired_on=HIRED,
        left_on=None,
        **act,
    )

    assert stays(anna) == [(HIRED, None)]
    assert posts(anna) == [("company", HIRED, None)]
    assert anna.managed_teams.get().valid_to == TODAY
    assert kinds()[-1] == ("employee.changed", ["left_on"])


def armed(employee, password="three blue kettles"):
    """Give ``employee`` a password and an open code; return the code."""
    employee.set_password(password)
    employee.save()
    return SignInCode.objects.create(
        employee=employee, digest="d", created_at=moment(), expires_at=moment(14)
    )


def test_leaving_planned_and_corrected_afterwards_gives_no_power(company, act):
    """Nobody passed the calendar in between: the act itself finds them gone."""
    anna = EmployeeFactory(team=company, roles=[Role.HR])
    code = armed(anna)
    record_leaving(employee=anna, left_on=TODAY + 3 * DAY, **act)

    correct_employment(
        employee=anna,
        employment=anna.employments.get(),
        hired_on=HIRED,
        left_on=None,
        by=None,
        at=moment(day=TODAY + 20 * DAY),
    )

    anna, code = Employee.objects.get(pk=anna.pk), SignInCode.objects.get(pk=code.pk)
    assert (anna.roles, anna.has_usable_password()) == (frozenset(), False)
    assert code.withdrawn_at == moment(day=TODAY + 20 * DAY)
    assert ("role.revoked", ["role"]) in kinds()


def test_leaving_planned_and_taken_back_before_keeps_everything(company, act):
    anna = EmployeeFactory(team=company, roles=[Role.HR])
    code = armed(anna)
    record_leaving(employee=anna, left_on=TODAY + 3 * DAY, **act)

    correct_employment(
        employee=anna,
        employment=anna.employments.get(),
        hired_on=HIRED,
        left_on=None,
        **act,
    )

    anna, code = Employee.objects.get(pk=anna.pk), SignInCode.objects.get(pk=code.pk)
    assert (anna.roles, anna.has_usable_password()) == ({Role.HR}, True)
    assert code.withdrawn_at is None


@pytest.mark.parametrize("days", [0, 3])
def test_rehire_ends_the_password_and_the_sessions_of_before(
    company, act, sign_in, days
):
    with time_machine.travel(moment(), tick=False) as clock:
        anna = EmployeeFactory(team=company)
        armed(anna)
        client = sign_in(Employee.objects.get(pk=anna.pk))
        record_leaving(employee=anna, left_on=TODAY + days * DAY, **act)
        back = TODAY + (days + 5) * DAY
        clock.move_to(moment(day=back))

        rehire(employee=anna, hired_on=back, team=company, by=None, at=moment(day=back))

        assert client.get("/me/").status_code == 302
    anna.refresh_from_db()
    assert not anna.has_usable_password()


def test_rehire_before_the_leaving_day_keeps_the_password_until_then(company, act):
    anna = EmployeeFactory(team=company, roles=[Role.HR])
    armed(anna)
    record_leaving(employee=anna, left_on=TODAY + 3 * DAY, **act)

    rehire(employee=anna, hired_on=TODAY + 9 * DAY, team=company, **act)

    anna = Employee.objects.get(pk=anna.pk)
    assert (anna.roles, anna.has_usable_password()) == (frozenset(), True)
    journal_calendar(at=moment(day=TODAY + 3 * DAY))
    anna.refresh_from_db()
    assert not anna.has_usable_password()


def test_hire_date_corrected_moves_the_first_posting_along(company, north, act):
    anna = EmployeeFactory(team=company)
    move(employee=anna, team=north, job_role=None, valid_from=TODAY, **act)

    correct_employment(
        employee=anna,
        employment=anna.employments.get(),
        hired_on=HIRED - 9 * DAY,
        left_on=None,
        **act,
    )

    assert stays(anna) == [(HIRED - 9 * DAY, None)]
    assert posts(anna) == [("company", HIRED - 9 * DAY, TODAY), ("north", TODAY, None)]
    assert kinds()[-1] == ("employee.changed", ["hired_on"])


def test_hire_date_cannot_pass_a_move(company, north, act):
    anna = EmployeeFactory(team=company)
    move(employee=anna, team=north, job_role=None, valid_from=TODAY, **act)

    with pytest.raises(ValidationError) as refused:
        correct_employment(
            employee=anna,
            employment=anna.employments.get(),
            hired_on=TODAY,
            left_on=None,
            **act,
        )

    assert refused.value.code == "hired_after_move"


def test_rehire_begins_anew_without_roles(company, north, act):
    anna = EmployeeFactory(team=company, manages=[north], left_on=TODAY - DAY)
    RoleGrant.objects.create(employee=anna, role=Role.HR, granted_on=HIRED)

    rehire(employee=anna, hired_on=TODAY, team=north, **act)

    assert stays(anna) == [(HIRED, TODAY - DAY), (TODAY, None)]
    assert posts(anna) == [("company", HIRED, TODAY - DAY), ("north", TODAY, None)]
    assert not anna.role_grants.exists()
    assert not anna.managed_teams.filter(valid_to=None).exists()
    assert kinds() == [("role.revoked", ["role"]), ("employee.rehired", [])]


@pytest.mark.parametrize(
    ("left_on", "code"), [(None, "works_here"), (TODAY + DAY, "hired_before_left")]
)
def test_rehire_is_refused_while_one_works_here(company, act, left_on, code):
    anna = EmployeeFactory(team=company, left_on=left_on)

    with pytest.raises(ValidationError) as refused:
        rehire(employee=anna, hired_on=TODAY, team=company, **act)

    assert refused.value.code == code


def test_appoint_manager_gives_the_subtree_and_is_told_once(company, north, act):
    anna = EmployeeFactory(team=company)

    appoint_manager(employee=anna, team=north, valid_from=TODAY, **act)
    appoint_manager(employee=anna, team=north, valid_from=TODAY, **act)
    end_management(employee=anna, team=north, valid_to=TODAY + DAY, **act)
    end_management(employee=anna, team=north, valid_to=TODAY + DAY, **act)

    charge = anna.managed_teams.get()
    assert (charge.valid_from, charge.valid_to) == (TODAY, TODAY + DAY)
    assert kinds() == [("manager.appointed", []), ("manager.ended", [])]
    assert Event.objects.first().subject_id == north.pk


def test_appoint_manager_is_refused_for_somebody_who_has_left(company, north, act):
    anna = EmployeeFactory(team=company, left_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        appoint_manager(employee=anna, team=north, valid_from=TODAY, **act)

    assert refused.value.code == "not_employed_then"
