"""My team, and the lists behind its figures."""

import datetime as dt
import html
import re

import pytest

from dashboard.queries.team import people_of_team, team_figures
from tests.factories.plans import ItemFactory, PlanFactory
from tests.factories.staff import EmployeeFactory, TeamFactory
from tests.factories.training import (
    EnrolmentFactory,
    ModuleFactory,
    PeriodFactory,
    RefresherCardFactory,
    SkillFactory,
)

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


FIGURE = re.compile(r'<a class="enc-fig" href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
ROW = re.compile(r'<tr id="(?:person|enrolment)-')


def figures_on(page):
    """Return [(url, number)] of every figure of a page that leads to its rows."""
    found = FIGURE.findall(page)
    return [
        (html.unescape(url), int(re.sub(r"<[^>]*>", "", words))) for url, words in found
    ]


@pytest.fixture
def busy(manager, crew, today):
    """Of three people one is late twice, one has much done, one is due this week."""
    late, done, soon = crew
    for module in ModuleFactory.create_batch(2):
        EnrolmentFactory(employee=late, module=module, due_on=today - DAY)
    for days in (0, 10, 40):
        completed(done, today - days * DAY)
    EnrolmentFactory(employee=soon, due_on=today + DAY)
    EnrolmentFactory(employee=soon)
    return crew


def test_my_team_figures_all_open_just_the_rows_they_count(manager, busy, sign_in):
    browser = sign_in(manager)
    page = browser.get("/my-team/").text

    told = dict(figures_on(page))
    opened = {
        url: len(ROW.findall(page if url == "#people" else browser.get(url).text))
        for url in told
    }

    late, done, soon = (person.pk for person in busy)
    rows = "/my-team/enrolments/?which="
    assert told == opened
    assert told == {
        "#people": 4,
        "/my-team/plans/?": 4,
        "/my-team/plans/?at=active": 0,
        "/my-team/plans/?at=none": 4,
        f"{rows}assigned": 4,
        f"{rows}in_progress": 0,
        f"{rows}overdue": 2,
        f"{rows}done": 2,
        f"{rows}open&person={late}": 2,
        f"{rows}overdue&person={late}": 2,
        f"{rows}ever_done&person={done}": 3,
        f"{rows}open&person={soon}": 2,
    }


def test_my_team_figures_of_one_team_open_the_rows_of_that_team(
    company, harbour, busy, today, sign_in
):
    chief = EmployeeFactory(team=company, manages=[company])
    EnrolmentFactory(employee=chief, due_on=today - DAY)
    browser = sign_in(chief)
    page = browser.get(f"/my-team/?team={harbour.pk}").text

    told = figures_on(page)

    assert f"/my-team/enrolments/?which=overdue&team={harbour.pk}" in dict(told)
    for url, number in told:
        assert number == len(
            ROW.findall(page if url == "#people" else browser.get(url).text)
        )


@pytest.mark.parametrize("days", [-1, 1, 30])
def test_my_team_heading_leads_to_what_presses(manager, crew, today, sign_in, days):
    EnrolmentFactory(employee=crew[0], due_on=today + days * DAY)
    browser = sign_in(manager)

    [heading] = re.findall(r"<h1>(.*?)</h1>", browser.get("/my-team/").text)

    told = figures_on(heading)
    which = {-1: ["overdue"], 1: ["due_soon"], 30: []}[days]
    assert told == [(f"/my-team/enrolments/?which={each}", 1) for each in which]
    for url, number in told:
        assert len(ROW.findall(browser.get(url).text)) == number


def test_my_team_enrolments_of_one_person_say_whose_they_are(manager, busy, sign_in):
    browser = sign_in(manager)

    page = browser.get(f"/my-team/enrolments/?which=open&person={busy[0].pk}").text

    assert f"· {busy[0].full_name} ·" in page
    assert f'type="hidden" name="person" value="{busy[0].pk}"' in page
    assert 'href="/my-team/enrolments/?which=open">Show everybody</a>' in page


def test_my_team_enrolments_of_a_stranger_are_those_of_the_team(
    manager, busy, company, sign_in
):
    """Nobody learns from the filter whether such a person exists."""
    stranger = EmployeeFactory(team=TeamFactory(parent=company))
    EnrolmentFactory(employee=stranger)
    browser = sign_in(manager)

    asked, unasked = (
        browser.get(f"/my-team/enrolments/{query}").text
        for query in (f"?person={stranger.pk}", "")
    )

    assert re.findall(r'<tr id="enrolment-\d+', asked) == re.findall(
        r'<tr id="enrolment-\d+', unasked
    )
    assert stranger.full_name not in asked


def test_my_team_is_closed_to_those_who_lead_nobody(employee, sign_in):
    assert sign_in(employee).get("/my-team/").status_code == 403
    assert sign_in(employee).get("/my-team/enrolments/").status_code == 403


def test_my_team_takes_a_wrong_filter_as_none(manager, sign_in):
    browser = sign_in(manager)

    for url in (
        "/my-team/?team=x",
        "/my-team/enrolments/?which=nothing&page=zero",
        f"/my-team/enrolments/?person={10**30}",
    ):
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
    [
        ("/my-team/", 23),
        ("/my-team/enrolments/", 11),
        ("/my-team/plans/", 13),
        ("/my-team/retention/", 11),
        ("/my-team/certificates/", 11),
    ],
)
def test_my_team_costs_the_same_queries_at_any_length(
    manager, harbour, sign_in, django_assert_num_queries, people, url, queries
):
    module, skill = ModuleFactory(), SkillFactory()
    for person in EmployeeFactory.create_batch(people, team=harbour):
        EnrolmentFactory(employee=person, module=module, due_on="2026-01-01")
        ItemFactory(plan=PlanFactory(employee=person), module=module)
        RefresherCardFactory(employee=person, skills=[skill])
        PeriodFactory(employee=person, module=module)
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


def cells(page):
    return re.findall(
        r"<tr><th[^>]*>(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", page
    )


def test_my_team_retention_is_by_skill_from_five_people_on(
    manager, harbour, today, sign_in
):
    asked = {"reviewed_on": today, "due_on": today + DAY}
    known = SkillFactory(name={"en": "Listening"}, position=1)
    rare = SkillFactory(name={"en": "Promising"}, position=2)
    people = EmployeeFactory.create_batch(5, team=harbour)
    for person in people:
        RefresherCardFactory(employee=person, skills=[known], **asked)
    for person in people[:4]:
        RefresherCardFactory(employee=person, skills=[rare], **asked)

    page = sign_in(manager).get("/my-team/retention/").text

    assert cells(page) == [
        ("Listening", "100 %", "5"),
        ("Promising", "–", "fewer than 5"),
    ]


def test_my_team_retention_leaves_other_teams_out(manager, company, sign_in):
    elsewhere = TeamFactory(parent=company)
    for person in EmployeeFactory.create_batch(5, team=elsewhere):
        RefresherCardFactory(employee=person, skills=[SkillFactory()])

    page = sign_in(manager).get(f"/my-team/retention/?team={elsewhere.pk}").text

    assert "Nothing to say yet" in page


def test_person_learning_shows_what_stays_to_the_person_alone(
    manager, harbour, sign_in
):
    person = EmployeeFactory(team=harbour)
    RefresherCardFactory(employee=person, skills=[SkillFactory()])
    url = f"/people/{person.pk}/learning/"

    assert "What stays with you" in sign_in(person).get(url).text
    assert "What stays with you" not in sign_in(manager).get(url).text


def test_my_team_offers_teams_as_deep_as_they_hang(company, harbour, manager, sign_in):
    TeamFactory(parent=harbour, name="Bar")

    page = sign_in(manager).get("/my-team/").text

    assert ">\u2007\u2007Harbour Street</option>" in page
    assert ">\u2007\u2007\u2007\u2007Bar</option>" in page
