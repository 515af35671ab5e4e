"""The catalogue, as a learner sees it."""

import re

import pytest

from tests.factories.staff import TODAY, EmployeeFactory
from tests.factories.training import EnrolmentFactory, ModuleFactory, SkillFactory
from training.models import Enrolment


@pytest.fixture
def learner(sign_in, employee):
    return sign_in(employee)


def completed(employee, module, **fields):
    return EnrolmentFactory(
        employee=employee,
        module=module,
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
        **fields,
    )


def rows(response):
    """Return {module's address: its row} of the catalogue on the page."""
    found = re.findall(r'<li id="module-\d+">.*?</li>', response.text, re.DOTALL)
    return {re.search(r'modules/([^/"]+)/', row)[1]: row for row in found}


def test_module_list_shows_what_is_on_offer_and_how_it_stands(learner, employee):
    new, begun, done, again = (ModuleFactory(slug=s) for s in ("a", "b", "c", "d"))
    ModuleFactory(slug="archived", is_archived=True)
    ModuleFactory(slug="unpublished", version=False)
    EnrolmentFactory(employee=employee, module=begun)
    completed(employee, done)
    completed(employee, again)
    EnrolmentFactory(employee=employee, module=again, cycle=2)
    completed(EmployeeFactory(), new)

    response = learner.get("/learn/")

    tags = {
        slug: re.findall(r"enc-tag.*?>\s*([A-Z][a-z ]+)\s*</span>", row, re.DOTALL)
        for slug, row in rows(response).items()
    }
    assert tags == {"a": [], "b": ["To do"], "c": ["Done"], "d": ["To do"]}


def test_module_list_begins_with_what_one_has_to_do(learner, employee):
    enrolment = EnrolmentFactory(employee=employee)
    other = EnrolmentFactory()

    response = learner.get("/learn/")

    assert enrolment.get_absolute_url() in response.text
    assert other.get_absolute_url() not in response.text


def test_module_list_without_a_catalogue_says_so(learner):
    assert "The catalogue is still empty." in learner.get("/learn/").text


def test_module_list_is_cut_into_pages(learner):
    ModuleFactory.create_batch(51)

    first, second = learner.get("/learn/"), learner.get("/learn/?page=2")

    assert (len(rows(first)), len(rows(second))) == (50, 1)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_module_list_costs_the_same_for_any_number(
    learner, employee, django_assert_num_queries, count
):
    skills = [SkillFactory()]
    for module in ModuleFactory.create_batch(count):
        module.skills.set(skills)
        EnrolmentFactory(employee=employee, module=module)

    with django_assert_num_queries(14):
        learner.get("/learn/")


def test_module_detail_says_what_it_is_for_and_how_long_it_takes(learner, module):
    response = learner.get(module.get_absolute_url())

    words = " ".join(response.text.split())
    assert "What to say while they wait." in words
    assert "10 minutes · Apologising" in words
    assert re.findall(r"<small>(.*?) ?</small>", words) == [
        "Reading · 2 minutes",
        "Scenario · 5 minutes",
        "Quiz · 3 minutes",
    ]


def test_module_detail_names_what_comes_first(learner, employee, module):
    missing, known, waived = ModuleFactory.create_batch(3)
    module.prerequisites.set([missing, known, waived])
    completed(employee, known)
    EnrolmentFactory(employee=employee, module=waived, status="waived")

    response = learner.get(module.get_absolute_url())

    named = [
        m for m in (missing, known, waived) if m.get_absolute_url() in response.text
    ]
    assert named == [missing]


def test_module_detail_started_leads_to_the_first_step(learner, employee, module):
    response = learner.post(module.get_absolute_url())

    enrolment = Enrolment.objects.get()
    assert (enrolment.employee, enrolment.source) == (employee, "self")
    assert enrolment.status == "in_progress"
    assert response.url == f"/learn/{enrolment.uuid}/steps/read/"


def test_module_detail_started_twice_is_one_enrolment(learner, module):
    for _tap in range(2):
        learner.post(module.get_absolute_url())

    assert Enrolment.objects.count() == 1


def test_module_detail_started_takes_up_what_was_assigned(learner, employee, module):
    assigned = EnrolmentFactory(employee=employee, module=module)

    learner.post(module.get_absolute_url())

    assigned.refresh_from_db()
    assert (assigned.status, assigned.source) == ("in_progress", "person")


def test_module_detail_of_a_completed_one_can_be_learned_again(
    learner, employee, module
):
    before = completed(employee, module)

    page = learner.get(module.get_absolute_url())
    learner.post(module.get_absolute_url())

    assert "Learn it again" in page.text
    assert before.get_absolute_url() in page.text
    assert Enrolment.objects.get(cycle=2).status == "in_progress"


@pytest.mark.parametrize("fields", [{"is_archived": True}, {"version": False}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_module_detail_of_what_is_not_on_offer_is_not_there(learner, method, fields):
    module = ModuleFactory(**fields)

    assert getattr(learner, method)(module.get_absolute_url()).status_code == 404


def test_module_pages_lead_visitors_to_sign_in(client, module):
    for url in ("/learn/", module.get_absolute_url()):
        assert client.get(url).url.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("roles", "is_shown"), [([], False), (["author"], True), (["hr"], True)]
)
def test_module_detail_says_what_it_costs_to_who_answers_for_it(
    sign_in, db, roles, is_shown
):
    module = ModuleFactory(cost_per_seat=1250, cost_currency="CHF")

    page = sign_in(EmployeeFactory(roles=roles)).get(module.get_absolute_url()).text

    assert ("1,250 CHF" in page) is is_shown
    assert "Cost to build" not in page
