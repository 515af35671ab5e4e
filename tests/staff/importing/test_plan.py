"""What a file would do, row by row: the tables of docs/import-people.md."""

import datetime as dt

import pytest

from staff.choices import Role
from staff.importing.plan import words_of
from staff.importing.preview import lines_of, people_in, reasons_of
from staff.models import Employee, JobRole, Posting, TeamManager
from tests.factories.people_files import csv_file, plan_of, posts, problems_of, take_in
from tests.factories.staff import (
    HIRED,
    TODAY,
    EmployeeFactory,
    JobRoleFactory,
    TeamFactory,
    moment,
)

DAY = dt.timedelta(days=1)
GONE = TODAY - 30 * DAY


def file_of(**row):
    """Return a file with one row about n1; keys are header names with _ for blanks."""
    return csv_file(
        ["Employee number", *(name.replace("_", " ") for name in row)],
        ["n1", *(str(text) for text in row.values())],
    )


def stays(number="n1"):
    rows = Employee.objects.get(employee_number=number).employments
    return list(rows.order_by("hired_on").values_list("hired_on", "left_on"))


@pytest.fixture
def anna(north):
    """Works in the north since HIRED."""
    return EmployeeFactory(employee_number="n1", first_name="Anna", team=north)


@pytest.fixture
def gone(north):
    """Worked in the north from HIRED until GONE."""
    return EmployeeFactory(
        employee_number="n1", first_name="Anna", team=north, left_on=GONE
    )


# somebody new -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "post"),
    [
        ("", ("north", HIRED, None, True)),
        (HIRED + 9 * DAY, ("north", HIRED + 9 * DAY, None, False)),
    ],
)
def test_somebody_new_is_hired_into_a_team(north, since, post):
    take_in(file_of(First_name="Anna", Hired_on=HIRED, Team="North", Since=since))

    assert stays() == [(HIRED, None)]
    assert posts() == [post]


def test_somebody_new_may_have_left_already(north):
    content = file_of(First_name="A", Hired_on=HIRED, Last_day=GONE, Team="north")

    assert words_of(plan_of(content).people[0]) == ["created", "left"]
    take_in(content)

    assert stays() == [(HIRED, GONE + DAY)]
    assert posts() == [("north", HIRED, GONE + DAY, True)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"First_name": "A", "Team": "north"}, "hire_date_missing"),
        ({"Hired_on": HIRED, "Team": "north"}, "name_missing"),
        ({"First_name": "A", "Hired_on": HIRED, "Team": ""}, "team_missing"),
    ],
)
def test_somebody_new_needs_name_hire_date_and_team(north, row, code):
    row.setdefault("First_name", "")

    assert problems_of(file_of(**row)) == [(2, code)]


def test_without_teams_people_come_into_the_organisation_while_it_is_one(company):
    content = file_of(First_name="Anna", Hired_on=HIRED)

    assert plan_of(content).problems == ()
    TeamFactory(parent=company)

    assert problems_of(content) == [(2, "team_missing")]


# somebody who works here ------------------------------------------------------


@pytest.mark.parametrize("hired", ["", HIRED])
def test_the_same_hire_date_and_no_last_day_change_nothing(anna, hired):
    row = {"First_name": "Anna", "Hired_on": hired, "Last_day": "", "Team": "north"}

    assert plan_of(file_of(**row)).is_empty


def test_another_hire_date_is_a_correction(anna):
    take_in(file_of(First_name="", Hired_on=HIRED - DAY))

    assert stays() == [(HIRED - DAY, None)]
    assert posts() == [("north", HIRED - DAY, None, False)]


@pytest.mark.parametrize(
    ("said", "left_on"), [("last_day", GONE + DAY), ("first_away", GONE)]
)
def test_a_last_day_means_what_was_said(anna, said, left_on):
    take_in(file_of(First_name="", Last_day=GONE), left_means=said)

    assert stays() == [(HIRED, left_on)]
    assert posts() == [("north", HIRED, left_on, False)]


def test_names_and_e_mail_are_corrected_and_empty_cells_are_not(anna):
    Employee.objects.update(email="anna@example.com", last_name="Berg")

    content = file_of(First_name="Anne", Last_name="", Email="")
    plan = plan_of(content)
    take_in(content)

    anna.refresh_from_db()
    assert plan.people[0].details == (("first_name", "Anna", "Anne"),)
    assert (anna.full_name, anna.email) == ("Anne Berg", "anna@example.com")


def test_the_last_administrator_cannot_leave_by_a_file(north):
    for number in ("n1", "n2"):
        EmployeeFactory(employee_number=number, team=north, roles=[Role.ADMINISTRATOR])
    head = ["Employee number", "First name", "Last day"]
    both = csv_file(head, ["n1", "", str(GONE)], ["n2", "", str(GONE)])
    one = csv_file(head, ["n1", "", str(GONE)])

    assert problems_of(both) == [(2, "last_administrator"), (3, "last_administrator")]
    assert problems_of(one) == []


# somebody who has left --------------------------------------------------------


@pytest.mark.parametrize("hired", ["", HIRED])
def test_a_leaving_is_not_taken_back_by_an_empty_cell(gone, hired):
    plan = plan_of(file_of(First_name="Anna", Hired_on=hired, Last_day=""))

    assert plan.is_empty
    assert [remark.code for remark in plan.remarks] == ["left_here"]
    assert "last day 23 Oct 2026" in plan.remarks[0].reason


def test_another_last_day_is_a_correction(gone):
    take_in(file_of(First_name="", Last_day=GONE + 5 * DAY))

    assert stays() == [(HIRED, GONE + 6 * DAY)]
    assert posts() == [("north", HIRED, GONE + 6 * DAY, False)]


@pytest.mark.parametrize("hired", [GONE, GONE + 9 * DAY])
def test_a_hire_date_after_the_leaving_is_a_second_time_here(gone, south, hired):
    content = file_of(First_name="Anna", Hired_on=hired, Team="South")

    assert words_of(plan_of(content).people[0]) == ["rehired"]
    take_in(content)

    assert stays() == [(HIRED, GONE), (hired, None)]
    assert posts()[-1] == ("south", hired, None, True)


def test_the_team_of_somebody_who_has_left_is_not_looked_at(gone):
    row = {"First_name": "Anna", "Team": "long gone", "Manager": "n99"}

    assert plan_of(file_of(**row)).problems == ()


def test_an_earlier_time_here_is_known_by_its_hire_date(gone, north):
    take_in(file_of(First_name="Anna", Hired_on=TODAY, Team="North"))

    take_in(file_of(First_name="", Hired_on=HIRED, Last_day=GONE))

    assert stays() == [(HIRED, GONE + DAY), (TODAY, None)]
    early = {"Hired_on": HIRED - 99 * DAY, "Last_day": HIRED - 50 * DAY}
    assert problems_of(file_of(First_name="", **early)) == [(2, "other_time")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Hired_on": TODAY, "Last_day": HIRED}, "left_before_hired"),
        ({"Hired_on": TODAY, "Since": HIRED}, "since_before_hired"),
        ({"Last_day": GONE, "Since": TODAY}, "since_after_left"),
        ({"Since": HIRED - DAY, "Team": "South"}, "since_before_hired"),
        ({"Last_day": HIRED - 9 * DAY}, "left_before_hired"),
        ({"Last_day": HIRED - DAY}, "left_before_hired"),
        ({"Hired_on": TODAY, "Last_day": TODAY - DAY}, "left_before_hired"),
    ],
)
def test_dates_the_wrong_way_round_are_set_aside(anna, south, row, code):
    assert problems_of(file_of(First_name="", **row)) == [(2, code)]


def test_somebody_new_whose_last_day_is_the_one_before_the_first_is_set_aside(north):
    row = {"Hired_on": TODAY, "Last_day": TODAY - DAY, "Team": "North"}

    assert problems_of(file_of(First_name="A", **row)) == [(2, "left_before_hired")]


def test_somebody_who_never_came_is_away_from_the_first_day_on(anna):
    take_in(file_of(First_name="", Last_day=HIRED), left_means="first_away")

    assert stays() == [(HIRED, HIRED)]


# moves ------------------------------------------------------------------------


def test_another_team_moves_today_and_assumes_the_day(anna, south):
    content = file_of(First_name="", Team="South")

    take_in(content)

    assert posts() == [("north", HIRED, TODAY, False), ("south", TODAY, None, True)]
    assert plan_of(content, at=moment(day=TODAY + DAY)).is_empty


def test_another_team_since_a_day_moves_then(anna, south):
    since = TODAY - 9 * DAY

    take_in(file_of(First_name="", Team="South", Since=since))

    assert posts() == [("north", HIRED, since, False), ("south", since, None, False)]


def test_a_first_day_that_was_assumed_can_be_stated(north):
    take_in(file_of(First_name="Anna", Hired_on=HIRED, Team="North"))

    content = file_of(First_name="Anna", Hired_on=HIRED, Team="North", Since=GONE)
    take_in(content)

    assert posts() == [("north", GONE, None, False)]
    assert plan_of(content).is_empty


def test_a_move_that_is_planned_is_not_made_twice(anna, south):
    later = TODAY + 9 * DAY
    take_in(file_of(First_name="", Team="South", Since=later))

    assert plan_of(file_of(First_name="", Team="South")).is_empty
    assert plan_of(file_of(First_name="", Team="South", Since=later)).is_empty


def test_another_job_role_alone_is_a_move_within_the_team(anna):
    take_in(file_of(First_name="", Job="Head waiter"))

    role = JobRole.objects.get()
    assert (role.code, role.name) == ("head-waiter", "Head waiter")
    assert posts() == [("north", HIRED, TODAY, False), ("north", TODAY, None, True)]


def test_a_known_job_role_is_found_in_any_case_and_kept_where_none_is_said(anna, south):
    cook = JobRoleFactory(code="K1", name="Cook")
    take_in(file_of(First_name="", Job="cook"))

    take_in(file_of(First_name="", Team="South"))

    assert JobRole.objects.count() == 1
    assert Posting.objects.get(valid_to=None).job_role == cook


# numbers and e-mails --------------------------------------------------------------------

PEOPLE = ["Employee number", "First name", "Hired on", "E-mail", "Team"]


def person(number, email="", name="A", team="north"):
    return [number, name, str(HIRED), email, team]


def test_a_number_is_known_in_any_case_and_width(anna):
    content = csv_file(PEOPLE, [" Ｎ１ ", "Anna", "", "", ""])

    assert plan_of(content).is_empty


def test_a_number_twice_sets_both_rows_aside_even_a_bad_one(north):
    content = csv_file(PEOPLE, person("n1"), person("N1", "no e-mail"), person("n2"))

    plan = plan_of(content)

    assert plan.lines_left_out == [2, 3]
    assert "2, 3" in plan.problems[0].reason


def test_a_number_but_for_zeros_is_set_aside(north):
    EmployeeFactory(employee_number="00123", team=north)

    content = csv_file(PEOPLE, person("123"), person("0077"), person("77"))

    assert problems_of(content) == [
        (2, "number_but_for_zeros"),
        (3, "number_but_for_zeros"),
        (4, "number_but_for_zeros"),
    ]
    assert "00123" in plan_of(content).problems[0].way_out


def test_a_shared_e_mail_comes_in_with_nobody_new(north):
    EmployeeFactory(employee_number="n0", email="shop@example.com", team=north)
    shared = person("n1", "SHOP@example.com"), person("n2", "two@example.com")
    content = csv_file(PEOPLE, *shared, person("n3", "two@example.com"))

    plan = plan_of(content)
    take_in(content)

    assert [remark.code for remark in plan.remarks] == ["email_shared"] * 3
    assert list(Employee.objects.exclude(email="").values_list("employee_number")) == [
        ("n0",)
    ]
    assert plan_of(content).is_empty


def test_two_people_may_swap_their_e_mails(north):
    EmployeeFactory(employee_number="n1", first_name="A", email="a@x.de", team=north)
    EmployeeFactory(employee_number="n2", first_name="A", email="b@x.de", team=north)

    take_in(
        csv_file(PEOPLE, ["n1", "", "", "b@x.de", ""], ["n2", "", "", "a@x.de", ""])
    )

    assert Employee.objects.get(employee_number="n1").email == "b@x.de"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", "A", str(HIRED), "", "north"], "number_missing"),
        (person("n1", "no e-mail"), "email_invalid"),
        (person("n1", name="x" * 151), "too_long"),
        (person("n1", name="a\x00b"), "unreadable"),
        (person("=1+1"), "formula"),
        ([*person("n1"), "more"], "too_many_cells"),
        (["ﷺ" * 4 + "n", *person("")[1:]], "too_long"),
    ],
)
def test_a_cell_that_makes_no_sense_sets_its_row_aside(north, row, code):
    assert problems_of(csv_file(PEOPLE, row)) == [(2, code)]


# managers ---------------------------------------------------------------------

MANAGED = ["Employee number", "First name", "Hired on", "Team", "Manager"]


def managed(number, team, manager):
    return [number, "A", str(HIRED), team, manager]


def managers():
    """Return pairs of team and number of who manages what on TODAY."""
    charges = TeamManager.objects.valid_on(TODAY).order_by("team__path", "employee_id")
    return list(charges.values_list("team__code", "employee__employee_number"))


@pytest.fixture
def teams(north, south):
    return north, south


def test_a_team_is_managed_by_whom_its_rows_name(teams):
    content = csv_file(
        MANAGED,
        managed("w1", "north", "m1"),
        managed("w2", "north", "m1"),
        managed("m1", "north", "boss"),
        managed("w3", "south", "boss"),
        managed("boss", "company", ""),
    )

    take_in(content)

    assert managers() == [("north", "m1"), ("south", "boss")]
    assert plan_of(content).is_empty


def test_another_manager_takes_the_team_over(teams):
    take_in(csv_file(MANAGED, managed("w1", "north", "m1"), managed("m1", "south", "")))
    later = csv_file(MANAGED, managed("w1", "north", "m2"), managed("m2", "south", ""))

    plan = plan_of(later)
    take_in(later)

    assert [words_of(p) for p in plan.people] == [
        ["created", "gets_teams"],
        ["loses_teams"],
    ]
    assert managers() == [("north", "m2")]


def test_the_row_of_a_manager_alone_takes_no_team_away(teams):
    take_in(csv_file(MANAGED, managed("w1", "north", "m1"), managed("m1", "north", "")))
    alone = csv_file(
        MANAGED, managed("m1", "north", "boss"), managed("boss", "south", "")
    )

    take_in(alone)

    assert managers() == [("north", "m1")]


def test_a_row_that_stays_out_still_tells_who_is_a_manager(teams):
    content = csv_file(
        MANAGED,
        ["w1", "A", "31.11.2020", "north", "m1"],
        managed("m1", "north", "boss"),
        managed("boss", "south", ""),
    )

    take_in(content, leaves_rows_out=True)

    assert managers() == []


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([managed("w1", "north", "nobody")], [(2, "manager_unknown")]),
        ([managed("w1", "north", "gone")], [(2, "manager_left")]),
        (
            [managed("w1", "north", "m1"), managed("w2", "north", "m2")],
            [(2, "two_managers"), (3, "two_managers")],
        ),
        (
            [managed("w1", "north", "w2"), managed("w2", "north", "w1")],
            [(2, "managers_circle"), (3, "managers_circle")],
        ),
    ],
)
def test_managers_that_cannot_be_told_are_set_aside_without_their_people(
    teams, rows, problems
):
    for number in ("m1", "m2"):
        EmployeeFactory(employee_number=number, team=teams[1])
    EmployeeFactory(employee_number="gone", team=teams[1], left_on=GONE)
    content = csv_file(MANAGED, *rows)

    plan = plan_of(content)
    take_in(content, leaves_rows_out=True)

    assert [(p.line, p.code) for p in plan.problems] == problems
    assert (plan.lines_left_out, plan.lines_without_manager) == (
        [],
        [line for line, _code in problems],
    )
    assert managers() == []
    assert Employee.objects.filter(employee_number="w1").exists()


# what the page says of it -----------------------------------------------------


def test_lines_of_a_person_say_what_was_and_what_will_be(anna, south):
    content = file_of(First_name="Anne", Team="South", Last_day=TODAY + 9 * DAY)
    plan = plan_of(content)

    lines = [(x.label, x.old, x.new) for x in lines_of(plan.people[0], plan)]

    assert lines == [
        ("Last day", "", "2 Dec 2026"),
        ("Team", "North", "South, from 23 Nov 2026"),
        ("First name", "Anna", "Anne"),
    ]
    assert people_in(plan, "moved") == people_in(plan, "")
    assert people_in(plan, "created") == []


def test_reasons_gather_rows_with_the_same_thing_wrong(north):
    bad = [person(f"n{n}", "no e-mail") for n in range(3)]
    plan = plan_of(csv_file(PEOPLE, *bad, person("", "")))

    reasons = reasons_of(plan.problems)

    assert [(r.example.code, r.lines, r.others) for r in reasons] == [
        ("email_invalid", [2, 3, 4], 2),
        ("number_missing", [5], 0),
    ]
