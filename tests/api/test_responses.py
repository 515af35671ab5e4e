"""Answers over the API: pulled whole, followed by the journal, within reach."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.responses import ResponseSerializer
from feedback.actions.correcting import correct_credit, delete_interaction
from feedback.choices import CreditReason
from feedback.models import Interaction, Response
from feedback.rules.served import Share, Value
from staff.actions.teams import move_team
from tests.factories.feedback import (
    SourceFactory,
    answer,
    answers,
    record_all,
    recovered,
    served,
    visit,
)
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment

RESPONSES = "/api/v1/responses"
A_DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


@pytest.fixture
def ann(company):
    return EmployeeFactory(team=company, employee_number="E1")


def ids(rows):
    return [row["id"] for row in rows]


def uuids(*responses):
    return [str(each.uuid) for each in responses]


def told(*responses):
    return [{"id": uuid, "is_removed": True} for uuid in uuids(*responses)]


def credit(response, *people):
    shares = tuple(
        Share(
            person.pk,
            person.postings.get().team_id,
            None,
            TODAY,
            10_000 // len(people),
        )
        for person in people
    )
    correct_credit(
        interaction=response.interaction,
        shares=shares,
        reason=CreditReason.WRONG_PERSON,
        by=None,
        at=moment(),
    )


def test_row_says_the_same_alone_and_in_a_list(company, caller, ann):
    tool = SourceFactory(key="survey")
    said = answer(
        ann,
        score=4,
        source=tool,
        identity="id:r7",
        comment="Kind",
        language="de",
        channel="till",
        values={"nps": 100},
    )
    bare = answer(None, team=company, score=None, comment="Long", identity="fp:ab:0")

    rows, _end = caller.pull(RESPONSES)

    assert rows == [caller.get(f"{RESPONSES}/{e.uuid}").json() for e in (said, bare)]
    assert list(rows[0]) == list(ResponseSerializer().fields)
    assert rows[0] == {
        "id": str(said.uuid),
        "source": "survey",
        "external_id": "r7",
        "occurred_at": "2026-11-23T12:00:00.000000Z",
        "served_on": "2026-11-23",
        "answered_at": "2026-11-23T12:00:00.000000Z",
        "channel": "till",
        "language": "de",
        "comment": "Kind",
        "credits": [{"employee_number": "E1", "team": "company", "weight": 1.0}],
        "values": {"csat": 4.0, "nps": 100.0},
    }
    assert rows[1]["external_id"] is None
    assert rows[1]["credits"] == [
        {"employee_number": None, "team": "company", "weight": 1.0}
    ]
    assert rows[1]["values"] == {}


def test_list_pulls_every_answer_once_whatever_the_page(caller, ann):
    said = answers(ann, [1, 2, 3, 4, 5])
    visit(ann)

    for limit in (1, 2, 5, 500):
        assert ids(caller.pull(RESPONSES, limit=limit)[0]) == uuids(*said)


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_list_follows_every_row_of_a_chunk(caller, ann, limit):
    answers(ann, [5, 5])
    _rows, end = caller.pull(RESPONSES)
    said = answers(ann, [1, 2, 3, 4, 5])

    rows, later = caller.pull(RESPONSES, after=end["sequence"], limit=limit)
    by_moment, _later = caller.pull(RESPONSES, updated_since=end["as_of"])

    assert ids(rows) == ids(by_moment) == uuids(*said)
    assert caller.pull(RESPONSES, after=later["sequence"])[0] == []


def test_list_follows_what_is_said_anew(caller, ann):
    first, second = answers(ann, [5, 5])
    _rows, end = caller.pull(RESPONSES)
    identity = second.interaction.identity
    record_all([served(ann, values={"csat": 1}, identity=identity)])

    [row], later = caller.pull(RESPONSES, after=end["sequence"])

    assert (row["id"], row["values"]) == (str(second.uuid), {"csat": 1})
    record_all([served(ann, values={"csat": 1}, identity=identity)])
    assert caller.pull(RESPONSES, after=later["sequence"])[0] == []
    assert len(caller.pull(RESPONSES, after=0)[0]) == 2


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_list_tells_of_what_was_deleted(caller, ann, limit):
    said = answers(ann, [1, 2, 3, 4, 5])
    _rows, end = caller.pull(RESPONSES)
    for each in said[:3]:
        delete_interaction(
            interaction=each.interaction, reason="twice", by=None, at=moment()
        )
    answers(ann, [5])

    rows, _end = caller.pull(RESPONSES, after=end["sequence"], limit=limit)

    new = Response.objects.last()
    assert {row["id"] for row in rows} == set(uuids(*said[:3], new))
    assert [row for row in rows if "is_removed" not in row] == [
        caller.get(f"{RESPONSES}/{new.uuid}").json()
    ]


def test_list_tells_nothing_new_of_a_complaint_that_was_put_right(caller, ann):
    [said] = answers(ann, [1])
    _rows, end = caller.pull(RESPONSES)
    recovered(said.interaction, ann)

    rows, _end = caller.pull(RESPONSES, after=end["sequence"])

    assert rows == []


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_list_may_be_left_after_any_page_of_deletions(caller, ann, limit):
    said = answers(ann, [1, 2, 3, 4, 5])
    _rows, end = caller.pull(RESPONSES)
    for number, each in enumerate(said):
        at = moment() + dt.timedelta(seconds=number)
        delete_interaction(interaction=each.interaction, reason="twice", by=None, at=at)

    seen, place = [], {"after": end["sequence"]}
    for _page in range(12):
        page = caller.get(RESPONSES, place | {"limit": limit}).json()
        assert len(page["results"]) <= limit
        seen += page["results"]
        if not page["next"]:
            break
        place = {"after": page["sequence"]}

    assert seen == told(*said)


def test_list_tells_of_deletions_page_by_page_when_they_share_a_moment(caller, ann):
    said = answers(ann, [1, 2, 3, 4, 5])
    _rows, end = caller.pull(RESPONSES)
    for each in said:
        delete_interaction(
            interaction=each.interaction, reason="twice", by=None, at=moment()
        )

    page = caller.get(RESPONSES, {"after": end["sequence"], "limit": 5}).json()
    smaller, _end = caller.pull(RESPONSES, after=end["sequence"], limit=2)
    first = caller.get(RESPONSES, {"after": end["sequence"], "limit": 2}).json()

    assert page["results"] == told(*said)
    assert {row["id"] for row in smaller} == set(uuids(*said))
    assert first["results"] == told(*said[:2])


def test_list_follows_corrections_of_who_served(company, caller, caller_for):
    mine, other = (TeamFactory(parent=company) for _n in range(2))
    ann, ben = EmployeeFactory(team=mine), EmployeeFactory(team=other)
    leaves, comes, shared = answer(ann), answer(ben), answer(ann)
    limited = caller_for(team=mine)
    rows, end = limited.pull(RESPONSES)
    assert ids(rows) == uuids(leaves, shared)
    credit(leaves, ben)
    credit(comes, ann)
    credit(shared, ann, ben)

    rows, _end = limited.pull(RESPONSES, after=end["sequence"])

    assert rows[0] == told(leaves)[0]
    assert ids(rows) == uuids(leaves, comes, shared)
    # Whoever else served is not in reach.
    assert [
        (part["employee_number"], part["weight"]) for part in rows[2]["credits"]
    ] == [(ann.employee_number, 0.5)]
    [everybody] = caller.pull(RESPONSES)[0][2:]
    assert len(everybody["credits"]) == 2


def test_list_keeps_to_the_reach_of_the_day(company, caller_for, sign_in):
    mine, other = (TeamFactory(parent=company) for _n in range(2))
    ann, ben = EmployeeFactory(team=mine), EmployeeFactory(team=other)
    manager = EmployeeFactory(team=mine, manages=[mine])
    of_ann, of_ben = answer(ann, comment="Hers"), answer(ben, comment="His")

    assert ids(caller_for(team=mine).pull(RESPONSES)[0]) == uuids(of_ann)
    for person, seen in ((manager, [of_ann]), (ben, [of_ben]), (ann, [of_ann])):
        client = sign_in(person)
        assert ids(client.get(RESPONSES).json()["results"]) == uuids(*seen)
        for each in (of_ann, of_ben):
            status = client.get(f"{RESPONSES}/{each.uuid}").status_code
            assert status == (200 if each in seen else 404)


def test_a_chunk_tells_a_limited_key_of_its_own_rows_only(company, caller_for):
    mine, other = (TeamFactory(parent=company) for _n in range(2))
    ann, ben = EmployeeFactory(team=mine), EmployeeFactory(team=other)
    limited = caller_for(team=mine)
    _rows, end = limited.pull(RESPONSES)
    record_all([served(who, values={"csat": 3}) for who in (ann, ben, ann, ben)])

    rows, _end = limited.pull(RESPONSES, after=end["sequence"])

    assert [row["credits"][0]["employee_number"] for row in rows] == [
        ann.employee_number
    ] * 2


def test_list_follows_teams_that_move(company, caller_for):
    north, south = (TeamFactory(parent=company) for _n in range(2))
    wanders = TeamFactory(parent=north)
    said = answer(EmployeeFactory(team=wanders))
    answer(EmployeeFactory(team=north))
    followers = [caller_for(team=north), caller_for(team=south)]
    ends = [each.pull(RESPONSES)[1]["sequence"] for each in followers]
    move_team(team=wanders, parent=south, by=None, at=moment())

    left, come = (
        each.pull(RESPONSES, after=end)[0]
        for each, end in zip(followers, ends, strict=True)
    )

    assert left == told(said)
    assert ids(come) == uuids(said)


def test_list_filters(company, caller):
    north = TeamFactory(parent=company, code="north")
    ann, ben = EmployeeFactory(team=company), EmployeeFactory(team=north)
    tool = SourceFactory(key="survey")
    early = answer(ann, TODAY - 2 * A_DAY, source=tool)
    middle = answer(ben, TODAY - A_DAY)
    late = answer(ben, TODAY, source=tool)

    def asked(**query):
        return ids(caller.pull(RESPONSES, **query)[0])

    assert asked(team="north") == uuids(middle, late)
    assert asked(team="company") == uuids(early, middle, late)
    assert asked(employee_number=ann.employee_number) == uuids(early)
    assert asked(employee_number="nobody") == []
    assert asked(source="survey") == uuids(early, late)
    assert asked(since=TODAY - A_DAY) == uuids(middle, late)
    assert asked(until=TODAY - A_DAY) == uuids(early, middle)
    assert asked(since=TODAY - A_DAY, until=TODAY - A_DAY) == uuids(middle)


def test_list_tells_of_rows_that_ceased_to_match(company, caller):
    north = TeamFactory(parent=company, code="north")
    ann, ben = EmployeeFactory(team=company), EmployeeFactory(team=north)
    said = answer(ben)
    _rows, end = caller.pull(RESPONSES, team="north")
    credit(said, ann)
    answers(ann, [1, 2, 3])

    rows, _end = caller.pull(RESPONSES, team="north", after=end["sequence"])

    assert rows == told(said)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"source": "nowhere"}, "unknown"),
        ({"team": "nowhere"}, "unknown"),
        ({"since": "soon"}, "invalid"),
        ({"metric": "csat"}, "unknown"),
    ],
)
def test_wrong_filters_are_named(caller, query, code):
    result = caller.get(RESPONSES, query)

    [reason] = result.json()["errors"]
    assert (result.status_code, reason["code"]) == (400, code)


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_six_statements_at_any_length(company, caller_for, count):
    team = TeamFactory(parent=company)
    person = EmployeeFactory(team=team)
    record_all(
        [
            served(person, values=(Value("csat", 4.0), Value("complaint", 0.0)))
            for _n in range(count)
        ]
    )
    caller = caller_for(team=team)
    caller.get(RESPONSES)

    with CaptureQueriesContext(connection) as statements:
        page = caller.get(RESPONSES, {"limit": 500}).json()

    assert len(page["results"]) == count
    assert len(statements) == 6


def test_following_costs_the_same_statements_at_any_length(company, caller_for):
    team = TeamFactory(parent=company)
    person = EmployeeFactory(team=team)
    caller = caller_for(team=team)
    spent = []
    for count in (3, 300):
        _rows, end = caller.pull(RESPONSES)
        record_all([served(person, values={"csat": 4}) for _n in range(count)])
        caller.get("/api/v1/teams")
        with CaptureQueriesContext(connection) as statements:
            rows, _end = caller.pull(RESPONSES, after=end["sequence"])
        spent.append(len(statements))
        assert len(rows) == count

    assert spent[0] == spent[1]


def test_nothing_says_who_the_customer_was(caller, ann):
    answer(ann, customer="card 7")
    key_hash = Interaction.objects.get().customer.key_hash

    text = caller.get(RESPONSES).text

    assert key_hash not in text
    assert "customer" not in text
