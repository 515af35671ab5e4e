"""The page of the drawn order, and the door by which a module leaves the list."""

import pytest

from events.models import Event
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import EmployeeFactory
from tests.factories.training import ModuleFactory, ModuleVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(company, sign_in):
    return sign_in(EmployeeFactory(team=company, manages=[company]))


@pytest.mark.parametrize(
    ("asked", "starting"), [("", 3), ("5", 5), ("0", 1), ("99", 8), ("²", 3)]
)
def test_module_order_leads_to_the_desk_with_the_first(company, mona, asked, starting):
    module = ModuleFactory()
    EmployeeFactory.create_batch(7, team=company)

    page = mona.get(f"/payoff/modules/{module.slug}/order/", {"first": asked})

    people = page.context["people"]
    assert len(people) == 8
    assert page.context["assign_url"] == f"/assign/?modules={module.pk}" + "".join(
        f"&people={person.pk}" for person in people[:starting]
    )
    assert page.text.count("starts now") == starting


@pytest.mark.parametrize("people", [1, 30])
def test_module_order_costs_the_same_queries_at_any_length(
    company, mona, django_assert_num_queries, people
):
    module = ModuleFactory()
    EmployeeFactory.create_batch(people, team=company)
    mona.get("/payoff/")

    with django_assert_num_queries(8):
        mona.get(f"/payoff/modules/{module.slug}/order/")


def test_module_offer_takes_it_off_the_list_and_back(company, sign_in):
    module = EstimateFactory(verdict="harmful").module
    ModuleVersionFactory(module=module)
    nadia = sign_in(EmployeeFactory(team=company, roles=["hr"]))
    door = f"/payoff/modules/{module.slug}/offer/"

    off = nadia.post(door, follow=True).text
    gone = nadia.get(module.get_absolute_url()).status_code
    again = nadia.post(door, {"is_offered": "yes"}, follow=True).text

    assert "It is not offered any more: nobody new can start it." in off
    assert gone == 404
    assert "Stop offering it" in again
    kinds = Event.objects.filter(kind__startswith="module.").values_list("kind")
    assert {kind for (kind,) in kinds} == {"module.archived", "module.offered"}


def test_module_detail_tells_the_verdict_to_those_who_lead_and_to_no_learner(
    company, sign_in
):
    module = EstimateFactory(verdict="harmful").module
    ModuleVersionFactory(module=module)
    readers = [{"manages": [company]}, {"roles": ["author"]}, {}]

    leads, writes, learns = (
        sign_in(EmployeeFactory(team=company, **reader))
        .get(module.get_absolute_url())
        .text
        for reader in readers
    )

    assert 'data-v="harm"' in leads
    assert "Stop offering it" not in leads
    assert "Stop offering it" in writes
    assert "What it did" not in writes
    assert 'data-v="harm"' not in learns
