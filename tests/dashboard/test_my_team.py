"""My team, and the lists behind its figures."""

import datetime as dt
import re

import pytest

from dashboard.queries.team import people_of_team, team_figures
from tests.factories.plans import ItemFactory, PlanFactory
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def harbour(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def manager(harbour):
    return EmployeeFactory(team=harbour, manages=[harbour])


@pytest.fixture
def crew(harbour):
    return EmployeeFactory.create_batch(3, team=harbour)


@pytest.fixture
def today(manager):
    return manager.today()


def completed(employee, day, **fields):
    return EnrolmentFactory(
        employee=employee,
        status="completed",
        completed_on=day,
        progress_percent=100,
        **fields,
    )


def test_team_figures_count_each_enrolment_where_it_belongs(manager, crew, today):
    one, two, three = crew
    EnrolmentFactory(employee=one, due_on=today - DAY)
    EnrolmentFactory(employee=two, due_on=today)
    completed(two, today)
    completed(three, today - 40 * DAY)
    EnrolmentFactory(
        employee=three, status="withdrawn", withdrawn_at="2026-01-01T00:00Z"
    )

    figures = team_figures(people_of_team(manager, today), today)

    assert (figures.people, figures.assigned, figures.in_progress) == (4, 2, 0)
    assert (figures.overdue, figures.due_soon, figures.done) == (1, 1, 1)


def test_team_figures_of_a_manager_leave_other_teams_out(manager, today, company):
    elsewhere = TeamFactory(parent=company)
    EnrolmentFactory(employee=EmployeeFactory(team=elsewhere))

    figures = team_figures(people_of_team(manager, today), today)

    assert (figures.people, figures.assigned) == (1, 0)


def test_people_of_team_leave_out_leavers_and_hold_newcomers(manager, harbour, today):
    EmployeeFactory(team=harbour, left_on=today)
    newcomer = EmployeeFactory(team=harbour, hired_on=today + 10 * DAY)
    EmployeeFactory(team=harbour, hired_on=today + 60 * DAY)

    people = people_of_team(manager, today)

    assert set(people) == {manager, newcomer}


def test_people_of_team_of_hr_are_all_below_the_chosen_team(company, harbour, crew):
    hr = EmployeeFactory(team=company, roles=["hr"])

    people = people_of_team(hr, hr.today(), harbour)

    assert set(people) == set(crew)


@pytest.mark.parametrize("which", ["assigned", "in_progress", "overdue", "done"])
def test_my_team_figures_open_just_the_rows_they_count(
    manager, crew, today, sign_in, which
):
    module = ModuleFactory()
    for person in crew:
        EnrolmentFactory(employee=person, due_on=today - DAY)
        completed(person, today)
        EnrolmentFactory(
            employee=person,
            module=module,
            status="in_progress",
            version=module.versions.get(),
            started_at="2026-11-01T00:00Z",
        )
    browser = sign_in(manager)
    page = browser.get("/my-team/").text

    url, count = re.search(
        rf'href="(/my-team/enrolments/\?which={which})"[^>]*>(\d+)<', page
    ).groups()
    rows = browser.get(url).text.count('<tr id="enrolment-')

    assert (int(count), rows) == (3, 3)


def test_my_team_is_closed_to_those_who_lead_nobody(employee, sign_in):
    assert sign_in(employee).get("/my-team/").status_code == 403
    assert sign_in(employee).get("/my-team/enrolments/").status_code == 403


def test_my_team_takes_a_wrong_filter_as_none(manager, sign_in):
    browser = sign_in(manager)

    for url in ("/my-team/?team=x", "/my-team/enrolments/?which=nothing&page=zero"):
        assert browser.get(url).status_code == 200


def test_person_learning_of_another_team_does_not_exist(manager, company, sign_in):
    elsewhere = EmployeeFactory(team=TeamFactory(parent=company))

    response = sign_in(manager).get(f"/people/{elsewhere.pk}/learning/")

    assert response.status_code == 404


def test_person_learning_is_open_to_the_person_themselves(employee, sign_in):
    enrolment = EnrolmentFactory(employee=employee)

    page = sign_in(employee).get(f"/people/{employee.pk}/learning/").text

    assert f"enrolment-{enrolment.pk}" in page
    assert "Assign training" not in page


@pytest.mark.parametrize("people", [3, 300])
@pytest.mark.parametrize(
    ("url", "queries"),
    [("/my-team/", 22), ("/my-team/enrolments/", 11), ("/my-team/plans/", 13)],
)
def test_my_team_costs_the_same_queries_at_any_length(
    manager, harbour, sign_in, django_assert_num_queries, people, url, queries
):
    module = ModuleFactory()
    for person in EmployeeFactory.create_batch(people, team=harbour):
        EnrolmentFactory(employee=person, module=module, due_on="2026-01-01")
        ItemFactory(plan=PlanFactory(employee=person), module=module)
    browser = sign_in(manager)

    with django_assert_num_queries(queries):
        browser.get(url)


@pytest.fixture
def covered(manager, crew, today):
    """Three people at three places: agreed, waiting for the person, run out."""
    one, two, three = crew
    PlanFactory(employee=one, agreed_by=manager, starts_on=today, ends_on=today)
    PlanFactory(
        employee=two,
        agreed_by=manager,
        agreed_on=None,
        status="in_review",
        starts_on=today,
    )
    PlanFactory(
        employee=three,
        agreed_by=manager,
        starts_on=today - 90 * DAY,
        ends_on=today - DAY,
    )
    return crew


def test_my_team_tells_who_has_a_plan(manager, covered, sign_in):
    page = sign_in(manager).get("/my-team/").text

    box = re.search(r'id="plans".*?</section>', page, re.DOTALL)[0]
    assert re.findall(r'aria-label="([^"]*)"', box) == [
        "Agreed plan: 1",
        "Plan has run out: 1",
        "Waits for the person’s yes: 1",
        "No plan: 1",
    ]


@pytest.mark.parametrize("at", ["active", "past", "waits_for_person", "none"])
def test_my_team_plans_lists_just_whom_the_figure_counts(manager, covered, sign_in, at):
    people = dict(
        zip(
            ["active", "waits_for_person", "past", "none"],
            [*covered, manager],
            strict=True,
        )
    )

    page = sign_in(manager).get(f"/my-team/plans/?at={at}").text

    rows = re.findall(r'<tr id="person-(\d+)"', page)
    assert rows == [str(people[at].pk)]


def test_my_team_plans_leaves_other_teams_out(manager, company, sign_in):
    stranger = EmployeeFactory(team=TeamFactory(parent=company))
    PlanFactory(employee=stranger)

    page = sign_in(manager).get("/my-team/plans/").text

    assert f"person-{manager.pk}" in page
    assert f"person-{stranger.pk}" not in page


def test_my_team_offers_teams_as_deep_as_they_hang(company, harbour, manager, sign_in):
    TeamFactory(parent=harbour, name="Bar")

    page = sign_in(manager).get("/my-team/").text

    assert ">\u2007\u2007Harbour Street</option>" in page
    assert ">\u2007\u2007\u2007\u2007Bar</option>" in page
