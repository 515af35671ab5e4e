"""Learning paths: modules in order, and what comes next."""

import pytest

from tests.factories.staff import TODAY, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from tests.training.catalogue import a_path_document
from training.actions.publishing import publish_path
from training.queries.paths import modules_along, paths_for


@pytest.fixture
def modules(db):
    return [ModuleFactory(slug=slug) for slug in ("one", "two", "three")]


@pytest.fixture
def path(modules):
    document = a_path_document("two", "one", "three")
    return publish_path(document=document, at=moment())


def done(employee, module):
    return EnrolmentFactory(
        employee=employee,
        module=module,
        status="completed",
        completed_on=TODAY,
        progress_percent=100,
    )


def test_paths_for_tells_what_is_next(employee, modules, path):
    one, two, three = modules
    done(employee, two)

    [on_offer] = paths_for(employee)

    assert on_offer.modules == (two, one, three)
    assert (on_offer.done, on_offer.next, on_offer.has_begun) == (1, one, True)


def test_paths_for_ends_when_all_is_done(employee, modules, path):
    for module in modules:
        done(employee, module)

    [on_offer] = paths_for(employee)

    assert (on_offer.done, on_offer.next) == (3, None)


def test_paths_for_leaves_out_what_is_not_on_offer(employee, modules, path):
    modules[1].is_archived = True
    modules[1].save()
    publish_path(document=a_path_document("two", slug="only-archived"), at=moment())

    [on_offer] = paths_for(employee)

    assert on_offer.modules == (modules[0], modules[2])


def test_modules_along_names_each_once(modules, path):
    second = publish_path(document=a_path_document("one", slug="z"), at=moment())

    assert [m.slug for m in modules_along([path, second])] == ["two", "one", "three"]


def test_path_detail_leads_to_what_is_next(sign_in, employee, modules, path):
    done(employee, modules[1])

    page = sign_in(employee).get("/learn/paths/first-week/").text

    assert "1 of 3 modules done" in page
    assert "Go on with the next module" in page
    assert page.count('aria-current="step"') == 1


def test_path_detail_of_an_unknown_path_is_not_there(sign_in, employee):
    assert sign_in(employee).get("/learn/paths/nowhere/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_module_list_shows_paths_at_the_same_cost(
    sign_in, employee, modules, django_assert_num_queries, count
):
    for number in range(count):
        document = a_path_document("two", "one", slug=f"path-{number}")
        publish_path(document=document, at=moment())
    client = sign_in(employee)
    client.get("/learn/")

    with django_assert_num_queries(17):
        page = client.get("/learn/").text

    assert page.count("0 of 2 modules done") == count
