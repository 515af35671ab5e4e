"""Answers sent over the API: read row by row, kept once, within the key's reach."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.choices import Scope
from api.incoming import REASONS, Incoming
from api.recording import record_chunk
from api.responses import MOST_BYTES
from events.models import Event
from feedback.actions.correcting import delete_interaction
from feedback.models import (
    Credit,
    DirtyWeek,
    Interaction,
    Measurement,
    Response,
    Source,
    WeeklyOutcome,
)
from staff.actions.people import move
from staff.choices import Role
from tests.factories.feedback import SourceFactory
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

RESPONSES = "/api/v1/responses"
NOON = "2026-11-20T12:00:00Z"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def ann(company):
    return EmployeeFactory(team=company, employee_number="E1", email="ann@house.test")


def row(number=1, **fields):
    return {
        "external_id": f"r{number}",
        "occurred_at": NOON,
        "employee_number": "E1",
        "values": {"csat": 4},
    } | fields


def send(caller, *rows, source="survey"):
    return caller.post(
        RESPONSES,
        {"source": source, "responses": list(rows)},
        content_type="application/json",
    )


def outcomes(caller, *rows, **words):
    """Return [(status, code or None, field or None)] of ``rows``."""
    answer = send(caller, *rows, **words)
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["index"] for each in results] == list(range(len(rows)))
    return [
        (each["status"], each.get("code"), each.get("field", None)) for each in results
    ]


def test_create_keeps_everything_a_row_says(caller, ann):
    answer = send(
        caller,
        row(
            channel="till",
            customer="card 7",
            spend=12.5,
            language="de",
            comment="  Kind\nand quick ",
            answered_at="2026-11-20T14:30:00+02:00",
            values={
                "csat": 4,
                "nps": {"value": 9, "scale": "0-10"},
                "complaint": False,
                "ces": None,
                "handling_time": 95.5,
            },
        ),
    )

    interaction = Interaction.objects.get()
    response = Response.objects.get()
    body = answer.json()
    assert [(body[n]) for n in ("new", "changed", "known", "refused")] == [1, 0, 0, 0]
    assert body["results"] == [{"index": 0, "status": "new", "id": str(response.uuid)}]
    assert Source.objects.get().key == "survey"
    assert interaction.identity == "id:r1"
    assert (interaction.channel, interaction.spend) == ("till", Decimal("12.50"))
    assert "card" not in interaction.customer.key_hash
    assert interaction.occurred_at == dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    assert (response.comment, response.language) == ("Kind\nand quick", "de")
    assert response.answered_at == dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)
    measured = Measurement.objects.values_list("metric__key", "value", "raw", "scale")
    assert sorted(measured) == [
        ("complaint", 0, "", ""),
        ("csat", 4, "", ""),
        ("handling_time", 95.5, "", ""),
        ("nps", 100, "9", "0-10"),
    ]
    credit = Credit.objects.get()
    assert (credit.employee, credit.team, credit.weight) == (
        ann,
        ann.postings.get().team,
        10_000,
    )


def test_create_sums_the_weeks_afterwards(caller, ann):
    send(caller, row(1), row(2, values={"csat": 2}))

    assert not DirtyWeek.objects.exists()
    cell = WeeklyOutcome.objects.get(metric__key="csat")
    assert (cell.employee, cell.responses, cell.total) == (ann, 2, 6)


def test_create_answers_row_by_row_and_keeps_the_good_ones(caller, ann):
    assert outcomes(caller, row(1), row(2, employee_number="E2"), row(3)) == [
        ("new", None, None),
        ("refused", "employee_unknown", "employee_number"),
        ("new", None, None),
    ]
    assert Interaction.objects.count() == 2


def test_create_a_second_time_changes_nothing(caller, ann):
    first = send(caller, row(1), row(2)).json()
    events = Event.objects.count()

    again = send(caller, row(2), row(1)).json()
    changed = send(caller, row(1, values={"csat": 1})).json()

    assert [each["status"] for each in again["results"]] == ["known", "known"]
    told = {each["id"] for each in first["results"]}
    assert {each["id"] for each in again["results"]} == told
    assert changed["results"] == [first["results"][0] | {"status": "changed"}]
    assert Event.objects.count() == events + 1
    assert Measurement.objects.get(response__uuid=told.pop()).value in (1, 4)


def test_create_takes_one_id_twice_as_known_or_refuses_it(caller, ann):
    answer = send(caller, row(1), row(1), row(1, comment="But"), row(1)).json()

    statuses = [each["status"] for each in answer["results"]]
    assert statuses == ["new", "known", "refused", "known"]
    assert answer["results"][2]["code"] == "id_twice"
    assert answer["results"][1]["id"] == answer["results"][0]["id"]


def test_create_keeps_ids_of_sources_apart(caller, ann):
    assert outcomes(caller, row(1)) == outcomes(caller, row(1), source="other")
    assert Interaction.objects.count() == 2


def test_create_does_not_bring_back_what_was_deleted(caller, ann):
    send(caller, row(1))
    delete_interaction(
        interaction=Interaction.objects.get(), reason="twice", by=None, at=moment()
    )

    [told] = send(caller, row(1, comment="Again")).json()["results"]

    assert (told["status"], told["id"]) == ("known", None)
    assert not Interaction.objects.exists()


def test_create_writes_one_event_a_chunk(caller, ann):
    send(caller, *(row(n) for n in range(30)))

    events = Event.objects.filter(kind__startswith="feedback.")
    assert [(e.kind, e.actor_kind, e.actor_id) for e in events] == [
        ("feedback.recorded", "key", caller.key.pk)
    ]


def test_create_credits_the_team_of_the_day(company, caller, ann):
    new = TeamFactory(parent=company, code="new")
    move(employee=ann, team=new, job_role=None, valid_from=TODAY, by=None, at=moment())

    send(caller, row(1), row(2, occurred_at="2026-11-23T09:00:00Z"))

    credits = Credit.objects.order_by("interaction__identity")
    assert [credit.team.code for credit in credits] == ["company", "new"]


def test_create_takes_a_person_by_mail_and_a_team_alone(company, caller, ann):
    team = TeamFactory(parent=company, code="north", time_zone="Asia/Tokyo")
    by_mail = row(1, email="ANN@house.test") | {"employee_number": None}
    of_team = row(2, team="north", occurred_at="2026-11-20T23:30:00Z")
    stated = row(3, team="north")

    told = outcomes(caller, by_mail, of_team | {"employee_number": None}, stated)

    assert {status for status, *_rest in told} == {"new"}
    credits = Credit.objects.order_by("interaction__identity")
    assert [(c.employee, c.team) for c in credits] == [
        (ann, company),
        (None, team),
        (ann, team),
    ]
    assert credits[1].interaction.served_on == dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("weights", "kept"),
    [
        ((None, None, None), [3334, 3333, 3333]),
        ((0.5, 0.3, 0.2), [5000, 3000, 2000]),
        ((0.333, 0.333, 0.333), [3340, 3330, 3330]),
    ],
)
def test_create_shares_a_service_among_several(company, caller, ann, weights, kept):
    EmployeeFactory(team=company, employee_number="E2")
    TeamFactory(parent=company, code="north")
    names = [
        {"employee_number": "e1"},
        {"employee_number": "E2"},
        {"team": "north"},
    ]
    credits = [
        name if weight is None else name | {"weight": weight}
        for name, weight in zip(names, weights, strict=True)
    ]

    told = outcomes(caller, row(1, credits=credits) | {"employee_number": None})

    assert told == [("new", None, None)]
    assert list(Credit.objects.order_by("pk").values_list("weight", flat=True)) == kept


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"external_id": None}, "id_missing", "external_id"),
        ({"external_id": "  "}, "id_missing", "external_id"),
        ({"external_id": True}, "wrong_type", "external_id"),
        ({"external_id": "x" * 218}, "too_long", "external_id"),
        ({"external_id": "a\0b"}, "bad_text", "external_id"),
        ({"coment": "Kind"}, "unknown_field", "coment"),
        ({"occurred_at": None}, "time_missing", "occurred_at"),
        ({"occurred_at": 5}, "wrong_type", "occurred_at"),
        ({"occurred_at": "yesterday"}, "date_unreadable", "occurred_at"),
        ({"occurred_at": "2026-11-20"}, "naive", "occurred_at"),
        ({"occurred_at": "2026-11-20T12:00:00"}, "naive", "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "date_far_off", "occurred_at"),
        ({"occurred_at": "9999-12-31T23:00:00-14:00"}, "in_future", "occurred_at"),
        ({"occurred_at": "2026-11-25T12:00:00Z"}, "in_future", "occurred_at"),
        ({"answered_at": "2026-11-18T12:00:00Z"}, "answered_before", "answered_at"),
        ({"employee_number": None}, "nobody_named", "employee_number"),
        ({"employee_number": "E9"}, "employee_unknown", "employee_number"),
        ({"employee_number": ["E1"]}, "wrong_type", "employee_number"),
        ({"email": "ann@house.test"}, "named_in_two_ways", "email"),
        ({"occurred_at": "2019-01-01T12:00:00Z"}, "not_here_then", "employee_number"),
        ({"team": "nowhere"}, "team_unknown", "team"),
        ({"values": {}}, "no_answer", "values"),
        ({"values": [4]}, "wrong_type", "values"),
        ({"values": {"joy": 4}}, "metric_unknown", "values.joy"),
        ({"values": {"low_score": 1}}, "metric_unknown", "values.low_score"),
        ({"values": {"returned": 1}}, "metric_unknown", "values.returned"),
        ({"values": {"csat": 6}}, "off_scale", "values.csat"),
        ({"values": {"csat": "4"}}, "score_unreadable", "values.csat"),
        ({"values": {"csat": True}}, "score_unreadable", "values.csat"),
        ({"values": {"nps": 9}}, "off_scale", "values.nps"),
        (
            {"values": {"nps": {"value": 4, "scale": "0-5"}}},
            "scale_unreadable",
            "values.nps.scale",
        ),
        (
            {"values": {"csat": {"value": 4, "scale": "ten"}}},
            "scale_unreadable",
            "values.csat.scale",
        ),
        (
            {"values": {"csat": {"value": 4, "skale": "1-10"}}},
            "unknown_field",
            "values.csat.skale",
        ),
        ({"values": {"complaint": 0.5}}, "yes_no_unreadable", "values.complaint"),
        ({"spend": "much"}, "spend", "spend"),
        ({"spend": "NaN"}, "spend", "spend"),
        ({"spend": "-Infinity"}, "spend", "spend"),
        ({"\ud800": 1}, "unknown_field", "?"),
        ({"values": {"\ud800": 1}}, "metric_unknown", "values.?"),
        ({"spend": 10**12}, "spend", "spend"),
        ({"spend": True}, "wrong_type", "spend"),
        ({"comment": "x" * 10_001}, "too_long", "comment"),
        ({"comment": "\ud83d"}, "bad_text", "comment"),
        ({"comment": 7}, "wrong_type", "comment"),
        ({"channel": "x" * 41}, "too_long", "channel"),
        ({"language": "x" * 21}, "too_long", "language"),
        ({"customer": {}}, "wrong_type", "customer"),
    ],
)
def test_create_names_what_is_wrong_with_a_row(caller, ann, fields, code, field):
    answer = send(caller, row(1) | fields, row(2)).json()

    bad, good = answer["results"]
    assert (bad["status"], bad["code"], bad["field"]) == ("refused", code, field)
    assert bad["message"]
    assert bad["way_out"]
    assert bad["id"] is None
    assert good["status"] == "new"


@pytest.mark.parametrize(
    ("credits", "code", "field"),
    [
        ({"employee_number": "E1"}, "wrong_type", "credits"),
        (["E1"], "wrong_type", "credits.0"),
        ([{"weight": 1}], "nobody_named", "credits.0"),
        ([{"team": "company", "email": "x"}], "named_in_two_ways", "credits.0.team"),
        ([{"employee_number": "E9"}], "employee_unknown", "credits.0.employee_number"),
        ([{"employee_number": "E1", "wait": 1}], "unknown_field", "credits.0.wait"),
        ([{"employee_number": "E1"}, {"email": "ann@house.test"}], "twice", "credits"),
        ([{"employee_number": "E1", "weight": 0.5}], "weights", "credits"),
        ([{"employee_number": "E1", "weight": 0}], "weights", "credits.0.weight"),
        (
            [{"employee_number": "E1", "weight": 0.5}, {"team": "company"}],
            "weights",
            "credits.1.weight",
        ),
        ([{"team": "company"}] * 21, "too_long", "credits"),
    ],
)
def test_create_names_what_is_wrong_with_credits(caller, ann, credits, code, field):
    told = outcomes(caller, row(1, credits=credits) | {"employee_number": None})

    assert told == [("refused", code, field)]


@pytest.mark.parametrize("odd", [None, 5, "r1", [], True])
def test_create_refuses_what_is_no_row(caller, ann, odd):
    told = outcomes(caller, odd, row(1))

    assert told == [("refused", "not_a_row", ""), ("new", None, None)]


def test_every_reason_has_a_sentence_and_a_way_out():
    assert {
        code for code, (told, way) in REASONS.items() if not (told and way)
    } == set()


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ([], "", "invalid"),
        ({"responses": [{}]}, "source", "required"),
        ({"source": "no blanks", "responses": [{}]}, "source", "invalid"),
        ({"source": 7, "responses": [{}]}, "source", "invalid"),
        ({"source": "survey"}, "responses", "required"),
        ({"source": "survey", "responses": []}, "responses", "empty"),
        ({"source": "survey", "responses": {}}, "responses", "not_a_list"),
    ],
)
def test_create_refuses_a_request_that_is_none(caller, body, field, code):
    answer = caller.post(RESPONSES, body, content_type="application/json")

    [reason] = answer.json()["errors"]
    assert (answer.status_code, reason["field"], reason["code"]) == (400, field, code)


def test_create_refuses_a_source_of_visits(caller, ann):
    SourceFactory(key="till", kind="visits")

    answer = send(caller, row(1), source="till")

    [reason] = answer.json()["errors"]
    assert (answer.status_code, reason["field"], reason["code"]) == (
        400,
        "source",
        "other_kind",
    )


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"source": NaN}', b"[" * 100_000])
def test_create_refuses_broken_json(caller, body):
    answer = caller.post(RESPONSES, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:encore:problem:parse_error"


def test_create_takes_ten_thousand_rows_and_no_more(caller, ann):
    # Of ten thousand the same, one is read into the tables.
    same = [row(1)] * 10_000

    taken, too_many = send(caller, *same), send(caller, *same, row(2))

    assert taken.json()["known"] == 9_999
    assert (too_many.status_code, too_many.json()["status"]) == (413, 413)
    assert too_many.json()["type"] == "urn:encore:problem:too_large"


def test_create_carries_more_than_other_requests_but_not_everything(
    caller, ann, settings
):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    long = [row(n, comment="x" * 9_000) for n in range(3)]

    assert send(caller, *long).json()["new"] == 3
    endless = json.dumps({"source": "survey"}).encode() + b" " * MOST_BYTES
    answer = caller.post(RESPONSES, endless, content_type="application/json")
    assert answer.status_code == 413


def test_a_limited_key_records_for_its_people_and_teams_only(company, caller_for):
    mine, other = (TeamFactory(parent=company, code=code) for code in ("mine", "other"))
    EmployeeFactory(team=mine, employee_number="E1")
    stranger = EmployeeFactory(team=other, employee_number="E2", email="two@house.test")
    gone = EmployeeFactory(team=mine, employee_number="E3")
    move(
        employee=gone, team=other, job_role=None, valid_from=TODAY, by=None, at=moment()
    )
    nobody = {"employee_number": None}

    told = outcomes(
        caller_for(team=mine),
        row(1),
        row(2, employee_number="E2"),
        row(3, email=stranger.email) | nobody,
        row(4, team="other") | nobody,
        row(5, team="mine") | nobody,
        row(6, employee_number="E2", team="mine"),
        row(7, credits=[{"employee_number": "E1"}, {"team": "other"}]) | nobody,
        # Who was there on that day is in reach for it, and only for it.
        row(8, employee_number="E3"),
        row(9, employee_number="E3", occurred_at="2026-11-23T09:00:00Z"),
        row(10, employee_number="E2", occurred_at="2019-11-23T09:00:00Z"),
    )

    assert [each[:2] for each in told] == [
        ("new", None),
        ("refused", "employee_unknown"),
        ("refused", "employee_unknown"),
        ("refused", "team_unknown"),
        ("new", None),
        ("refused", "employee_unknown"),
        ("refused", "team_unknown"),
        ("new", None),
        ("refused", "employee_unknown"),
        ("refused", "employee_unknown"),
    ]


def test_a_limited_key_changes_nothing_outside_its_reach(company, caller, caller_for):
    mine, other = (TeamFactory(parent=company, code=code) for code in ("mine", "other"))
    EmployeeFactory(team=mine, employee_number="E1")
    EmployeeFactory(team=other, employee_number="E2")
    shared = [{"employee_number": "E1"}, {"employee_number": "E2"}]
    send(
        caller,
        row(1, employee_number="E2", comment="Theirs"),
        row(2, credits=shared, comment="Both") | {"employee_number": None},
    )

    told = outcomes(caller_for(team=mine), row(1), row(2), row(2), row(3))

    refused = ("refused", "id_out_of_reach", "external_id")
    assert told == [refused, refused, refused, ("new", None, None)]
    assert sorted(Response.objects.values_list("comment", flat=True)) == [
        "",
        "Both",
        "Theirs",
    ]


def test_create_needs_its_scope(company, caller_for, sign_in, ann):
    reader = caller_for(scopes=[Scope.FEEDBACK_READ])
    manager = EmployeeFactory(team=company, manages=[company])

    assert send(reader, row(1)).status_code == 403
    assert send(sign_in(manager), row(1)).status_code == 403
    hr = sign_in(EmployeeFactory(team=company, roles=[Role.HR]))
    assert send(hr, row(1)).json()["new"] == 1


def test_a_chunk_costs_the_same_statements_at_any_length(caller_for, company):
    """Of a key limited to a team, which is asked the most."""
    team = TeamFactory(parent=company)
    people = [
        EmployeeFactory(team=team, employee_number=f"E{n}", email=f"{n}@house.test")
        for n in range(5)
    ]
    key, source = caller_for(team=team).key, SourceFactory()
    spent = {}
    for count in (20, 2_000):
        incoming = Incoming(key.reach, moment())
        rows = [
            incoming.read(
                row(
                    f"{count}-{n}",
                    employee_number=people[n % 5].employee_number,
                    customer=f"{count}-{n % 7}",
                    comment="Kind",
                    values={"csat": 1 + n % 5, "complaint": 0},
                )
            )
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as statements:
            told = record_chunk(source=source, services=rows, by=key, at=moment())
        spent[count] = [query["sql"].split(" ")[0] for query in statements]
        assert len(told) == count

    assert len(spent[20]) == len(spent[2_000])


def test_a_request_costs_the_same_statements_at_any_length(caller, ann):
    send(caller, row(1))
    spent = []
    for count in (3, 300):
        with CaptureQueriesContext(connection) as statements:
            send(caller, *(row(f"{count}-{n}") for n in range(count)))
        spent.append(len(statements))

    assert spent[0] == spent[1]
