"""Taking a module back from whoever has it open."""

import pytest
import time_machine

from outcomes.queries.still_to_do import open_counts
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleVersionFactory
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(moment(), tick=False):
        yield


@pytest.fixture
def mona(company):
    return EmployeeFactory(team=company, manages=[company])


@pytest.fixture
def harmful(db):
    return EstimateFactory(verdict="harmful").module


def test_module_open_names_whoever_is_within_reach(company, mona, sign_in, harmful):
    waits = EnrolmentFactory(module=harmful, employee__team=company)
    begun = EnrolmentFactory(
        module=harmful,
        employee__team=company,
        status="in_progress",
        started_at=moment(),
        version=ModuleVersionFactory(module=harmful),
    )
    elsewhere = EnrolmentFactory(module=harmful, employee__team=TeamFactory())

    page = sign_in(mona).get(f"/assign/open/{harmful.slug}/").text

    assert f'value="{waits.pk}" checked' in page
    assert f'<li id="enrolment-{begun.pk}">' in page
    assert f"enrolment-{elsewhere.pk}" not in page
    assert 'data-v="harm"' in page


def test_module_withdraw_takes_back_from_those_ticked_alone(
    company, mona, sign_in, harmful
):
    ticked = EnrolmentFactory.create_batch(2, module=harmful, employee__team=company)
    others = [
        EnrolmentFactory(module=harmful, employee__team=company),
        EnrolmentFactory(module=harmful, employee__team=TeamFactory()),
        EnrolmentFactory(employee__team=company),
        EnrolmentFactory(module=harmful, employee=mona),
    ]
    sent = {"enrolments": [each.pk for each in [*ticked, *others[1:]]]}

    page = (
        sign_in(mona)
        .post(f"/assign/open/{harmful.slug}/withdraw/", sent, follow=True)
        .text
    )

    taken = Enrolment.objects.filter(status="withdrawn")
    assert set(taken) == set(ticked)
    assert "Taken back from 2 people." in page
    assert "and so does what was asked of you" in page


def test_module_open_lists_nobody_who_has_left_and_whom_payoff_counts(
    company, mona, sign_in, harmful
):
    hr = EmployeeFactory(team=company, roles=["hr"])
    waits = EnrolmentFactory(module=harmful, employee__team=company)
    soon = EnrolmentFactory(
        module=harmful, employee__team=company, employee__hired_on="2026-12-01"
    )
    gone = EnrolmentFactory(
        module=harmful, employee__team=company, employee__left_on="2026-11-01"
    )

    browser = sign_in(hr)
    page = browser.get(f"/assign/open/{harmful.slug}/").text
    browser.post(f"/assign/open/{harmful.slug}/withdraw/", {"enrolments": [gone.pk]})

    assert "2 people have not begun" in page
    assert f'value="{waits.pk}"' in page
    assert f'value="{soon.pk}"' in page
    assert open_counts(hr, TODAY, [harmful.pk]) == {harmful.pk: 2}
    gone.refresh_from_db()
    assert gone.status == "assigned"


@pytest.mark.parametrize("people", [1, 30])
def test_module_open_costs_the_same_queries_at_any_length(
    company, mona, sign_in, harmful, django_assert_num_queries, people
):
    EnrolmentFactory.create_batch(people, module=harmful, employee__team=company)
    browser = sign_in(mona)

    with django_assert_num_queries(9):
        browser.get(f"/assign/open/{harmful.slug}/")
