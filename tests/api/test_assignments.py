"""Assigning over the API."""

import datetime as dt
from itertools import groupby

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.choices import Scope
from events.models import Event
from plans.models import AssignmentBatch
from staff.choices import Role
from tests.factories.outcomes import EstimateFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.models import Enrolment

ASSIGNMENTS = "/api/v1/assignments"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def people(company):
    return EmployeeFactory.create_batch(2, team=company)


@pytest.fixture
def module():
    return ModuleFactory(slug="empathy")


def asked(people, *modules, **other):
    return {
        "people": [person.employee_number for person in people],
        "modules": [module.slug for module in modules],
    } | other


def send(client, body, name="monday", path=ASSIGNMENTS):
    return client.post(
        path, body, content_type="application/json", headers={"Idempotency-Key": name}
    )


@pytest.mark.parametrize("count", [3, 300])
def test_create_costs_the_same_for_any_number(caller, company, module, count):
    people = EmployeeFactory.create_batch(count, team=company)
    before = ModuleFactory()
    for person in people[::3]:
        EnrolmentFactory(employee=person, module=before)

    with CaptureQueriesContext(connection) as queries:
        answer = send(caller, asked(people, module, before))

    # SQLite takes few values at once: what is written to one table comes in parts.
    tables = [query["sql"].split("(")[0] for query in queries]
    assert len([sql for sql, _parts in groupby(tables)]) == 27
    assert len(answer.json()["people"]) == count
    assert Enrolment.objects.count() == 2 * count


def test_create_assigns_as_one_batch_and_answers_by_person(caller, people, module):
    due_on = TODAY + dt.timedelta(days=14)

    answer = send(caller, asked(people, module, due_on=due_on, reason="New menu"))

    batch = AssignmentBatch.objects.get()
    enrolments = Enrolment.objects.order_by("employee__employee_number")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(batch.uuid),
        "confirmed_at": answer.json()["confirmed_at"],
        "undone_at": None,
        "due_on": "2026-12-07",
        "reason": "New menu",
        "people": [
            {
                "employee_number": enrolment.employee.employee_number,
                "enrolments": [
                    {
                        "id": str(enrolment.uuid),
                        "module": "empathy",
                        "status": "assigned",
                    }
                ],
                "left_out": [],
            }
            for enrolment in enrolments
        ],
    }
    assert [e.due_on for e in enrolments] == [due_on, due_on]
    assert caller.get(f"{ASSIGNMENTS}/{batch.uuid}").json() == answer.json()
    acts = Event.objects.filter(batch=batch.uuid).values_list("actor_kind", "actor_id")
    assert set(acts) == {("key", caller.key.pk)}


def test_create_sent_again_assigns_nothing_twice(caller, people, module):
    first = send(caller, asked(people, module))

    again = send(caller, asked(people, module))
    other = send(caller, asked(people[:1], module))

    assert again.json() == first.json()
    assert Enrolment.objects.count() == 2
    assert other.status_code == 409
    assert other.json()["type"] == "urn:encore:problem:batch_differs"


def test_create_sent_again_answers_in_full_whatever_has_changed_since(
    caller, people, module
):
    EnrolmentFactory(employee=people[0], module=module)
    first = send(caller, asked(people, module)).json()
    Enrolment.objects.filter(employee=people[0]).update(
        status="withdrawn", withdrawn_at=moment()
    )
    module.is_archived = True
    module.save()

    again = send(caller, asked(people, module)).json()

    left_out = {"module": "empathy", "because": "learning_already"}
    assert first["people"][0]["left_out"] == [left_out]
    assert again == first
    assert caller.get(f"{ASSIGNMENTS}/{first['id']}").json() == first


def test_create_refuses_more_than_one_act_should_write(
    caller, people, module, monkeypatch
):
    monkeypatch.setattr("plans.queries.assigning.MOST_ENROLMENTS", 3)

    answer = send(caller, asked(people, module, ModuleFactory(slug="promising")))

    [reason] = answer.json()["errors"]
    assert (answer.status_code, reason["code"]) == (400, "too_many")
    assert not Enrolment.objects.exists()


def test_undo_is_refused_to_who_reaches_none_of_them_any_more(
    company, module, caller_for
):
    here, there = TeamFactory(parent=company), TeamFactory(parent=company)
    person, client = EmployeeFactory(team=here), caller_for(team=here)
    batch = send(client, asked([person], module)).json()
    person.postings.update(team=there)

    answer = client.post(f"{ASSIGNMENTS}/{batch['id']}/undo")

    [reason] = answer.json()["errors"]
    assert (answer.status_code, reason["code"]) == (400, "out_of_reach")
    assert Enrolment.objects.get().status == "assigned"


def test_create_keeps_the_names_of_two_callers_apart(
    caller, caller_for, people, module
):
    first = send(caller, asked(people[:1], module))

    second = send(caller_for(), asked(people[1:], module))

    assert first.json()["id"] != second.json()["id"]
    assert Enrolment.objects.count() == 2


def test_create_says_who_is_left_out_and_why(caller, people, module):
    before = ModuleFactory(slug="before")
    module.prerequisites.add(before)
    EnrolmentFactory(employee=people[0], module=before)
    EnrolmentFactory(employee=people[0], module=module)

    body = asked(people, module, before)
    first = send(caller, body).json()["people"]

    assert [(p["enrolments"] != [], p["left_out"]) for p in first] == [
        (
            False,
            [
                {"module": "before", "because": "learning_already"},
                {"module": "empathy", "because": "learning_already"},
            ],
        ),
        (True, []),
    ]


def test_create_adds_what_comes_before_when_told_so(caller, people, module):
    module.prerequisites.add(ModuleFactory(slug="before"))

    refused = send(caller, asked(people, module), "a")
    added = send(
        caller, asked(people, module, if_prerequisite_missing="add_before"), "b"
    )

    [reason] = refused.json()["errors"]
    assert (refused.status_code, reason["code"]) == (400, "nothing_to_assign")
    slugs = [e["module"] for e in added.json()["people"][0]["enrolments"]]
    assert slugs == ["before", "empathy"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"people": []}, "people", "empty"),
        ({"people": "E1"}, "people", "not_a_list"),
        ({"people": ["nobody"]}, "people.0", "unknown"),
        ({"people": ["a\0b"]}, "people.0", "null_characters_not_allowed"),
        ({"modules": ["draft"]}, "modules.0", "unknown"),
        ({"modules": [{}]}, "modules.0", "invalid"),
        ({"due_on": "2026-11-22"}, "due_on", "due_in_past"),
        ({"due_on": "soon"}, "due_on", "invalid"),
        ({"reason": "x" * 301}, "reason", "max_length"),
    ],
)
def test_create_names_what_is_wrong(caller, people, module, body, field, code):
    ModuleFactory(slug="draft", version=False)

    answer = send(caller, asked(people, module) | body)

    [reason] = answer.json()["errors"]
    assert (answer.status_code, reason["field"], reason["code"]) == (400, field, code)
    assert not Enrolment.objects.exists()


def test_create_needs_a_name_for_the_request(caller, people, module):
    for name in ("", " ", "x" * 201):
        answer = send(caller, asked(people, module), name)

        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_create_reaches_nobody_outside(company, people, module, caller_for, sign_in):
    team = TeamFactory(parent=company)
    manager = EmployeeFactory(team=team, manages=[team])
    mine = EmployeeFactory(team=team)
    limited = caller_for(team=team)

    for client in (sign_in(manager), limited):
        outside = send(client, asked([people[0]], module))

        assert outside.json()["errors"][0]["field"] == "people.0"
    assert send(sign_in(manager), asked([mine], module)).status_code == 201
    assert Enrolment.objects.get().assigned_by == manager


def test_undo_takes_back_what_nobody_started(caller, people, module):
    batch = send(caller, asked(people, module)).json()
    Enrolment.objects.filter(employee=people[0]).update(
        status="in_progress", version=module.versions.get(), started_at=moment()
    )

    answers = [caller.post(f"{ASSIGNMENTS}/{batch['id']}/undo") for _time in range(2)]

    statuses = [p["enrolments"][0]["status"] for p in answers[0].json()["people"]]
    assert answers[0].status_code == 200
    assert statuses == ["in_progress", "withdrawn"]
    assert answers[0].json()["undone_at"]
    assert answers[1].json() == answers[0].json()
    assert send(caller, asked(people, module)).json()["undone_at"]


def test_undo_comes_too_late_after_half_an_hour(caller, people, module, time_machine):
    batch = send(caller, asked(people, module)).json()
    time_machine.move_to(moment() + dt.timedelta(minutes=31))

    answer = caller.post(f"{ASSIGNMENTS}/{batch['id']}/undo")

    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert answer.json()["type"] == "urn:encore:problem:too_late"


def test_a_batch_is_for_who_made_it_and_for_who_sees_everybody(
    company, people, module, caller, caller_for, sign_in
):
    team = TeamFactory(parent=company)
    mine = EmployeeFactory(team=team)
    maker, other = caller_for(team=team), caller_for(team=team)
    batch = send(maker, asked([mine], module)).json()
    path = f"{ASSIGNMENTS}/{batch['id']}"

    assert maker.get(path).json() == batch
    assert caller.get(path).json() == batch
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/undo").status_code == 404
    hr = sign_in(EmployeeFactory(team=company, roles=[Role.HR]))
    assert hr.get(path).status_code == 200


def test_reading_keys_cannot_assign(caller_for, people, module):
    reader = caller_for(scopes=[Scope.PEOPLE_READ, Scope.TRAINING_READ])

    assert send(reader, asked(people, module)).status_code == 403


def test_create_leaves_out_a_harmful_module_unless_told_otherwise(caller, people):
    EstimateFactory(verdict="harmful", module=ModuleFactory(slug="filling-up"))
    slug = {"modules": ["filling-up"]}

    refused = send(caller, asked(people, ModuleFactory(), **slug), "a")
    given = send(
        caller,
        asked(people, ModuleFactory(), **slug, if_harmful="assign_all_the_same"),
        "b",
    )

    [reason] = refused.json()["errors"]
    assert (refused.status_code, reason["code"]) == (400, "nothing_to_assign")
    assert given.json()["people"][0]["left_out"] == []
