"""One answer: who served is put right, or it is deleted for good."""

import datetime as dt

import pytest
from django.urls import reverse

from events.models import Event
from feedback.actions.recording import record_services
from feedback.actions.summing import sum_dirty_weeks
from feedback.choices import SourceKind
from feedback.models import Credit, DeletedInteraction, Interaction, WeeklyOutcome
from staff.choices import Role
from tests.factories.feedback import answer, record_all, served, source_of, visit
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(company):
    return TeamFactory(parent=company, name="Harbour Street")


@pytest.fixture
def ann(site):
    return EmployeeFactory(
        team=site, employee_number="a1", first_name="Ann", last_name="Lee"
    )


@pytest.fixture
def kim(site):
    return EmployeeFactory(
        team=site, employee_number="k1", first_name="Kim", last_name="Park"
    )


@pytest.fixture
def browser(sign_in, company):
    return sign_in(EmployeeFactory(team=company, roles=[Role.HR]))


def url(name, interaction):
    return reverse(f"dashboard:answer-{name}", args=[interaction.uuid])


def give(browser, interaction, people="k1", **more):
    sent = {"people": people, "reason": "wrong_person", **more}
    return browser.post(url("credit", interaction), sent, follow=True)


def credited():
    return {
        (credit.employee and credit.employee.first_name, credit.team.name): (
            credit.weight
        )
        for credit in Credit.objects.select_related("employee", "team")
    }


def test_an_answer_says_all_that_is_known_of_it(browser, ann):
    said = answer(ann, comment="She knew my name.", identity="id:q-17")

    page = browser.get(url("detail", said.interaction))

    assert "What a customer said of Mon 23 Nov 2026" in page.text
    assert "She knew my name." in page.text
    assert 'Ann Lee</a><small class="d-block quiet">Harbour Street' in page.text
    assert "q-17" in page.text


def test_a_visit_is_called_one(browser, ann):
    page = browser.get(url("detail", visit(ann)))

    assert "A visit on Mon 23 Nov 2026" in page.text


def test_an_answer_costs_the_same_queries_whoever_shares_it(
    browser, ann, site, django_assert_num_queries
):
    said = answer(ann)
    several = EmployeeFactory.create_batch(4, team=site)
    give(browser, said.interaction, ", ".join(each.employee_number for each in several))

    with django_assert_num_queries(9):
        browser.get(url("detail", said.interaction))


@pytest.mark.parametrize(("role", "leads_there"), [(Role.HR, True), (None, False)])
def test_a_row_leads_there_for_whoever_may_put_it_right(
    sign_in, ann, company, role, leads_there
):
    said = [answer(ann, TODAY, score, comment="Fine") for score in (5, 4, 4, 3, 5)]
    reader = EmployeeFactory(
        team=company, manages=[company], roles=[role] if role else []
    )

    page = sign_in(reader).get(reverse("dashboard:person-heard", args=[ann.pk]))

    assert "Fine" in page.text
    assert (url("detail", said[0].interaction) in page.text) == leads_there


def test_an_answer_is_given_to_whoever_served(browser, ann, kim):
    said = answer(ann, score=2)
    sum_dirty_weeks(at=moment())

    page = give(browser, said.interaction)

    assert credited() == {("Kim", "Harbour Street"): 10_000}
    assert "Who served was put right here" in page.text
    assert Event.objects.get(kind="credit.corrected").fields == ["wrong_person"]
    # The weeks have been summed anew already.
    cells = WeeklyOutcome.objects.filter(metric__key="csat")
    assert list(cells.values_list("employee", "total")) == [(kim.pk, 2.0)]


def test_an_answer_is_given_to_several_in_equal_parts(browser, ann, kim):
    said = answer(ann)

    give(browser, said.interaction, "k1, A1", reason="shared")

    assert credited() == {
        ("Kim", "Harbour Street"): 5_000,
        ("Ann", "Harbour Street"): 5_000,
    }


def test_an_answer_is_given_to_a_team_alone(browser, ann, company):
    bar = TeamFactory(parent=company, name="Bar")
    said = answer(ann)

    give(browser, said.interaction, "", team=bar.pk, reason="wrong_team")

    assert credited() == {(None, "Bar"): 10_000}


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("zz", "Nobody has the number “zz”."),
        ("", "Say who served, or which team it was."),
        ("n1", "Nora New did not work here on that day."),
    ],
)
def test_an_answer_is_not_given_to_nobody(browser, ann, site, people, words):
    EmployeeFactory(
        employee_number="n1",
        first_name="Nora",
        last_name="New",
        team=site,
        hired_on=TODAY + dt.timedelta(days=3),
    )
    said = answer(ann)

    page = give(browser, said.interaction, people)

    assert words in page.text
    assert credited() == {("Ann", "Harbour Street"): 10_000}


def test_an_answer_is_given_with_a_reason(browser, ann, kim):
    said = answer(ann)

    give(browser, said.interaction, reason="because")

    assert not Event.objects.filter(kind="credit.corrected").exists()


def test_a_deleted_answer_stays_deleted_when_its_file_returns(browser, ann):
    service = served(ann, values={"csat": 1})
    [interaction] = record_all([service])

    page = browser.post(url("delete", interaction), {"reason": "twice"}, follow=True)
    again = record_services(
        source=source_of(SourceKind.ANSWERS), services=[service], at=moment()
    )

    assert "It stays so when its file comes again." in page.text
    assert (again.new, again.known) == (0, 1)
    assert not Interaction.objects.exists()
    assert DeletedInteraction.objects.count() == 1
    assert Event.objects.get(kind="interaction.deleted").fields == ["twice"]


def test_nothing_is_deleted_without_a_reason(browser, ann):
    said = answer(ann)

    page = browser.post(url("delete", said.interaction), {})

    assert "Nothing is saved yet." in page.text
    assert Interaction.objects.exists()
