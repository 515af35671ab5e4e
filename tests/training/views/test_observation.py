"""Practice on the job: as the learner, a manager and a named observer see it."""

from uuid import uuid4

import pytest

from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.training.catalogue import a_practice, begun, publish_catalogue
from training.actions.observing import name_observer, record_observation
from training.models import NamedObserver, Observation

ALL = {"item-greet": "observed", "item-name": "observed"}


@pytest.fixture
def kitchen(company):
    return TeamFactory(parent=company, code="kitchen")


@pytest.fixture
def learner(kitchen):
    return EmployeeFactory(team=kitchen, last_name="Haddad")


@pytest.fixture
def manager(kitchen, company):
    return EmployeeFactory(team=company, manages=[kitchen], last_name="Lindqvist")


@pytest.fixture
def module(db):
    return publish_catalogue(a_practice())


@pytest.fixture
def enrolment(learner, module):
    return begun(learner, module)


def named_module():
    return publish_catalogue(a_practice(observer="named"))


def url(enrolment):
    return f"/learn/observe/{enrolment.uuid}/watch/"


def post(client, enrolment, **fields):
    return client.post(url(enrolment), {"uuid": uuid4(), **ALL, **fields})


def test_observation_list_shows_who_is_ready(sign_in, manager, enrolment, company):
    begun(EmployeeFactory(team=company, last_name="Elsewhere"), enrolment.module)

    text = sign_in(manager).get("/learn/observe/").text

    assert "1 person is ready to be observed" in text
    assert "Haddad" in text
    assert "Elsewhere" not in text


def test_observation_list_of_staff_is_empty(sign_in, enrolment, kitchen):
    client = sign_in(EmployeeFactory(team=kitchen))

    assert "Nobody waits to be observed" in client.get("/learn/observe/").text


@pytest.mark.parametrize("people", [1, 3])
def test_observation_list_costs_the_same_for_any_number(
    sign_in, manager, module, kitchen, django_assert_num_queries, people
):
    for _each in range(people):
        begun(EmployeeFactory(team=kitchen), module)
    client = sign_in(manager)
    client.get("/learn/observe/")

    with django_assert_num_queries(13):
        client.get("/learn/observe/")


def test_observation_add_by_the_manager_completes_the_step(sign_in, manager, enrolment):
    response = post(sign_in(manager), enrolment, comment="Well done.")

    assert response.url == "/learn/observe/"
    observation = Observation.objects.get()
    assert (observation.observer, observation.comment) == (manager, "Well done.")
    enrolment.refresh_from_db()
    assert enrolment.status == "completed"


def test_observation_add_marks_what_is_missing(sign_in, manager, enrolment):
    response = post(sign_in(manager), enrolment, **{"item-name": ""})

    assert "Say whether you observed it." in response.text
    assert response.text.count(" checked") == 1
    assert not Observation.objects.exists()


def test_observation_add_by_somebody_else_is_not_there(sign_in, enrolment, kitchen):
    client = sign_in(EmployeeFactory(team=kitchen))

    assert client.get(url(enrolment)).status_code == 404
    assert post(client, enrolment).status_code == 404


def test_observation_add_by_the_learner_is_not_there(sign_in, enrolment, learner):
    assert sign_in(learner).get(url(enrolment)).status_code == 404


def test_observation_add_by_a_named_colleague(sign_in, enrolment, manager, kitchen):
    colleague = EmployeeFactory(team=kitchen)
    name_observer(enrolment=enrolment, employee=colleague, by=manager, at=moment())
    client = sign_in(colleague)
    assert "1 person is ready to be observed" in client.get("/today/").text
    assert "Who else may observe it" not in client.get(url(enrolment)).text

    post(client, enrolment)

    assert Observation.objects.get().observer == colleague


def test_observation_add_for_named_observers_asks_a_manager_to_name_one(
    sign_in, learner, manager
):
    enrolment = begun(learner, named_module())
    client = sign_in(manager)
    assert "Save what I saw" not in client.get(url(enrolment)).text
    post(client, enrolment)
    assert not Observation.objects.exists()

    client.post(f"{url(enrolment)}observers/", {"colleague": manager.pk})
    post(client, enrolment)

    assert Observation.objects.get().observer == manager


def test_observation_add_before_its_turn_says_so(sign_in, manager, enrolment):
    post(sign_in(manager), enrolment)

    text = sign_in(manager).get(url(enrolment)).text

    assert "is not what comes next" in text
    assert "2 of 2 observed by" in text


@pytest.mark.parametrize("how", ["number", "email"])
def test_observer_add_finds_people_within_reach(sign_in, manager, enrolment, how):
    trainer = EmployeeFactory(email="trainer@example.org")
    sent = {
        "number": trainer.employee_number if how == "number" else "trainer@example.org"
    }
    response = sign_in(manager).post(f"{url(enrolment)}observers/", sent)
    assert "Nobody you look after has this number." in response.text

    hr = EmployeeFactory(roles=["hr"])
    sign_in(hr).post(f"{url(enrolment)}observers/", sent)

    assert NamedObserver.objects.get().employee == trainer


def test_observer_add_wants_somebody(sign_in, manager, enrolment):
    response = sign_in(manager).post(f"{url(enrolment)}observers/", {})

    assert "Choose somebody first." in response.text


def test_observer_remove_takes_it_back(sign_in, manager, enrolment, kitchen):
    named = name_observer(
        enrolment=enrolment,
        employee=EmployeeFactory(team=kitchen),
        by=manager,
        at=moment(),
    )

    sign_in(manager).post(f"{url(enrolment)}observers/{named.pk}/remove/")

    assert not NamedObserver.objects.exists()


def test_practice_shows_the_learner_what_was_seen(sign_in, learner, manager, enrolment):
    client, here = sign_in(learner), f"/learn/{enrolment.uuid}/steps/watch/"
    assert "You can be observed by" in client.get(here).text
    record_observation(
        enrolment=enrolment,
        step=enrolment.version.steps.get(),
        uuid=uuid4(),
        observer=manager,
        items={"greet": "observed", "name": "not_yet"},
        comment="Ask for the name.",
        at=moment(),
        today=TODAY,
    )

    text = client.get(here).text

    assert "1 of 2 observed by" in text
    assert "Ask for the name." in text
    assert "Lindqvist" in text


def test_practice_is_not_done_by_the_learner(sign_in, learner, enrolment):
    client, here = sign_in(learner), f"/learn/{enrolment.uuid}/steps/watch/"

    assert client.post(here).url == here

    enrolment.refresh_from_db()
    assert enrolment.status == "in_progress"


def test_person_learning_shows_practice_to_the_manager(sign_in, manager, enrolment):
    client = sign_in(manager)
    here = f"/people/{enrolment.employee_id}/learning/"
    assert url(enrolment) in client.get(here).text

    post(client, enrolment, comment="Well done.")

    text = client.get(here).text
    assert url(enrolment) not in text
    assert "2 of 2 observed by" in text
    assert "Well done." in text
    assert "Apologising" in text


def test_my_team_leads_to_who_is_ready(sign_in, manager, enrolment):
    assert "Observe 1 person at work" in sign_in(manager).get("/my-team/").text
