"""Enrolments over the API: pulled whole, followed by the journal, within reach."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from api.enrolments import EnrolmentSerializer
from events.record import record
from staff.actions.calendar import journal_calendar
from staff.actions.people import move, record_leaving
from staff.actions.teams import move_team
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.factories.training import EnrolmentFactory, ModuleFactory
from training.choices import EnrolmentStatus
from training.models import Enrolment

ENROLMENTS = "/api/v1/enrolments"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(moment(), tick=True)


def tell(kind, subject, employee=None, **facts):
    with transaction.atomic():
        record(kind, at=moment(), subject=subject, employee=employee, **facts)


def ids(rows):
    return [row["id"] for row in rows]


def uuids(*enrolments):
    return [str(each.uuid) for each in enrolments]


def told(*enrolments):
    return [{"id": uuid, "is_removed": True} for uuid in uuids(*enrolments)]


def complete(enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(
        status=EnrolmentStatus.COMPLETED,
        progress_percent=100,
        completed_on=TODAY,
        completed_at=moment(),
    )
    tell("enrolment.completed", enrolment, enrolment.employee)


def test_list_pulls_every_row_once_whatever_the_page(caller):
    enrolments = EnrolmentFactory.create_batch(5)

    for limit in (1, 2, 5, 500):
        rows, _last = caller.pull(ENROLMENTS, limit=limit)

        assert ids(rows) == uuids(*enrolments)


def test_list_follows_changes_by_number_and_by_moment(caller):
    first, second = EnrolmentFactory.create_batch(2)
    tell("enrolment.assigned", first)
    _rows, end = caller.pull(ENROLMENTS)
    tell("enrolment.progressed", second)

    by_number, later = caller.pull(ENROLMENTS, after=end["sequence"])
    by_moment, _later = caller.pull(ENROLMENTS, updated_since=end["as_of"])

    assert ids(by_number) == ids(by_moment) == uuids(second)
    assert caller.pull(ENROLMENTS, after=later["sequence"])[0] == []
    assert caller.pull(ENROLMENTS, updated_since=later["as_of"])[0] == []


def test_list_sends_what_changed_while_it_was_pulled(caller):
    enrolments = EnrolmentFactory.create_batch(3)
    first_page = caller.get(ENROLMENTS, {"limit": 1}).json()
    complete(enrolments[0])

    rest, end = caller.pull(first_page["next"])
    changes, _end = caller.pull(ENROLMENTS, after=end["sequence"])

    assert ids(rest) == uuids(*enrolments[1:])
    assert [(row["id"], row["status"]) for row in changes] == [
        (str(enrolments[0].uuid), "completed")
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_list_may_be_left_after_any_page_of_changes(caller, limit):
    """Each page's own sequence and as_of lead on to everything not sent yet."""
    enrolments = EnrolmentFactory.create_batch(5)
    for enrolment in enrolments:
        tell("enrolment.assigned", enrolment)
    for path in ("after", "updated_since"):
        seen, start = (
            set(),
            {"after": 0}
            if path == "after"
            else {"updated_since": "2020-01-01T00:00:00Z"},
        )
        for _page in range(12):
            answer = caller.get(ENROLMENTS, {"limit": limit} | start).json()
            seen |= set(ids(answer["results"]))
            if not answer["next"]:
                break
            if path == "after":
                start = {"after": answer["sequence"]}
            elif answer["as_of"] > moment().isoformat():
                # All were numbered at one moment: only `next` leads on from there.
                seen |= set(ids(caller.pull(answer["next"])[0]))
                break

        assert seen == set(uuids(*enrolments))


def test_list_sends_a_row_once_a_page_however_often_it_changed(caller):
    [enrolment] = EnrolmentFactory.create_batch(1)
    for _time in range(3):
        tell("enrolment.progressed", enrolment)

    rows, _end = caller.pull(ENROLMENTS, after=0)

    assert ids(rows) == uuids(enrolment)


def test_list_goes_on_behind_events_that_concern_nobody_here(company, caller_for):
    team = TeamFactory(parent=company)
    elsewhere = EnrolmentFactory(employee=EmployeeFactory(team=company))
    mine = EnrolmentFactory(employee=EmployeeFactory(team=team))
    for _time in range(5):
        tell("enrolment.progressed", elsewhere)
    tell("enrolment.progressed", mine)

    rows, end = caller_for(team=team).pull(ENROLMENTS, after=0, limit=2)

    assert ids(rows) == uuids(mine)
    assert end["sequence"] == 7


def test_list_holds_only_the_teams_a_key_is_for(company, caller_for):
    region = TeamFactory(parent=company)
    site = TeamFactory(parent=region)
    inside = EnrolmentFactory(employee=EmployeeFactory(team=site))
    outside = EnrolmentFactory(employee=EmployeeFactory(team=company))
    caller = caller_for(team=region)

    rows, _end = caller.pull(ENROLMENTS)

    assert ids(rows) == uuids(inside)
    assert caller.get(f"{ENROLMENTS}/{inside.uuid}").json() == rows[0]
    assert caller.get(f"{ENROLMENTS}/{outside.uuid}").status_code == 404


def test_list_tells_both_teams_of_a_move(company, caller_for):
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    person = EmployeeFactory(team=old)
    mine = EnrolmentFactory.create_batch(2, employee=person)
    leaver, joiner = caller_for(team=old), caller_for(team=new)
    _rows, end = leaver.pull(ENROLMENTS)
    move(
        employee=person, team=new, job_role=None, valid_from=TODAY, by=None, at=moment()
    )

    for limit in (1, 500):
        changes = {"after": end["sequence"], "limit": limit}

        assert leaver.pull(ENROLMENTS, **changes)[0] == told(*mine)
        assert ids(joiner.pull(ENROLMENTS, **changes)[0]) == uuids(*mine)


def test_list_tells_of_a_move_that_was_written_over_the_past(company, caller_for):
    """A correction leaves no posting behind to show that the person was ever there."""
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    person = EmployeeFactory(team=old)
    mine = EnrolmentFactory(employee=person)
    caller = caller_for(team=old)
    _rows, end = caller.pull(ENROLMENTS)
    hired_on = person.employments.get().hired_on
    move(
        employee=person,
        team=new,
        job_role=None,
        valid_from=hired_on,
        by=None,
        at=moment(),
    )

    assert caller.pull(ENROLMENTS, after=end["sequence"])[0] == told(mine)


def test_list_tells_of_a_team_that_was_hung_elsewhere(company, caller_for):
    north, south = TeamFactory(parent=company), TeamFactory(parent=company)
    site = TeamFactory(parent=north)
    mine = EnrolmentFactory(employee=EmployeeFactory(team=site))
    callers = caller_for(team=north), caller_for(team=south)
    _rows, end = callers[0].pull(ENROLMENTS)
    move_team(team=site, parent=south, by=None, at=moment())

    gone, come = (c.pull(ENROLMENTS, after=end["sequence"])[0] for c in callers)

    assert gone == told(mine)
    assert ids(come) == uuids(mine)


def test_list_tells_of_somebody_who_left(company, caller, caller_for):
    person = EmployeeFactory(team=company)
    mine = EnrolmentFactory(employee=person)
    limited = caller_for(team=company)
    _rows, end = limited.pull(ENROLMENTS)
    record_leaving(employee=person, left_on=TODAY, by=None, at=moment())

    assert limited.pull(ENROLMENTS, after=end["sequence"])[0] == told(mine)
    # Who reaches everybody keeps the record of leavers.
    assert ids(caller.pull(ENROLMENTS)[0]) == uuids(mine)
    assert caller.pull(ENROLMENTS, after=end["sequence"])[0] == []


def test_list_tells_of_rows_that_ceased_to_match(caller):
    done, open_one = EnrolmentFactory.create_batch(2)
    asked = {"status": "assigned"}
    _rows, end = caller.pull(ENROLMENTS, **asked)
    complete(done)
    tell("enrolment.progressed", open_one)

    rows, _end = caller.pull(ENROLMENTS, after=end["sequence"], **asked)

    assert rows[0] == told(done)[0]
    assert ids(rows) == uuids(done, open_one)


def test_list_follows_one_team_asked_for(company, caller):
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    person = EmployeeFactory(team=old)
    mine = EnrolmentFactory(employee=person)
    _rows, end = caller.pull(ENROLMENTS, team=old.code)
    move(
        employee=person, team=new, job_role=None, valid_from=TODAY, by=None, at=moment()
    )

    rows, _end = caller.pull(ENROLMENTS, team=old.code, after=end["sequence"])

    assert rows == told(mine)


def test_list_filters(company, caller):
    site = TeamFactory(parent=company)
    days = [TODAY + dt.timedelta(days=n) for n in range(3)]
    people = [EmployeeFactory(team=team) for team in (company, site, site)]
    module = ModuleFactory()
    early, middle, late = (
        EnrolmentFactory(employee=person, due_on=day, module=module)
        for person, day in zip(people, days, strict=True)
    )
    other = EnrolmentFactory(employee=people[0])
    complete(late)

    def asked(**query):
        return ids(caller.pull(ENROLMENTS, **query)[0])

    assert asked(module=module.slug) == uuids(early, middle, late)
    assert asked(team=site.code) == uuids(middle, late)
    assert asked(employee_number=people[0].employee_number) == uuids(early, other)
    assert asked(employee_number="nobody") == []
    assert asked(due_before=days[1]) == uuids(early)
    assert asked(due_after=days[1]) == uuids(late)
    assert asked(status="completed") == uuids(late)
    assert asked(status=["completed", "assigned"], team=company.code) == uuids(
        early, middle, late, other
    )
    assert asked(completed_since=TODAY) == uuids(late)
    assert asked(completed_since=days[1]) == []


@pytest.mark.parametrize("count", [3, 300])
def test_list_costs_five_statements_at_any_length(company, caller_for, count):
    team = TeamFactory(parent=company)
    modules = [ModuleFactory() for _n in range(3)]
    for person in [EmployeeFactory(team=team) for _n in range(count // 3)]:
        for module in modules:
            EnrolmentFactory(employee=person, module=module)
    caller = caller_for(team=team)
    caller.get(ENROLMENTS)

    with CaptureQueriesContext(connection) as statements:
        answer = caller.get(ENROLMENTS, {"limit": 500})

    assert len(answer.json()["results"]) == count
    assert len(statements) == 5


def test_row_says_the_same_alone_and_in_a_list(caller):
    manager = EmployeeFactory()
    bare = EnrolmentFactory(assigned_on=None, source="import")
    full = EnrolmentFactory(
        assigned_by=manager,
        due_on=TODAY,
        batch_uuid="0f3e3a3e-46a5-4a30-9d3f-0c1a2b3c4d5e",
        score_percent=70,
    )
    version = full.module.versions.get()
    Enrolment.objects.filter(pk=full.pk).update(
        version=version,
        started_at=moment() + dt.timedelta(microseconds=1200),
    )
    complete(full)

    rows, _end = caller.pull(ENROLMENTS)

    assert rows == [caller.get(f"{ENROLMENTS}/{e.uuid}").json() for e in (bare, full)]
    assert list(rows[0]) == list(EnrolmentSerializer().fields)
    assert rows[1] | {"id": None} == {
        "id": None,
        "employee_number": full.employee.employee_number,
        "module": full.module.slug,
        "version": version.number,
        "cycle": 1,
        "status": "completed",
        "source": "person",
        "assigned_on": "2026-11-23",
        "assigned_by": manager.employee_number,
        "due_on": "2026-11-23",
        "progress_percent": 100,
        "score_percent": 70,
        "started_at": "2026-11-23T12:00:00.001200Z",
        "completed_at": "2026-11-23T12:00:00.000000Z",
        "completed_on": "2026-11-23",
        "withdrawn_at": None,
        "batch": "0f3e3a3e-46a5-4a30-9d3f-0c1a2b3c4d5e",
    }


def test_a_manager_whose_reach_changed_pulls_again(company, sign_in):
    team = TeamFactory(parent=company)
    manager = EmployeeFactory(team=team, manages=[team])
    EnrolmentFactory(employee=EmployeeFactory(team=team))
    client = sign_in(manager)
    end = client.get(ENROLMENTS).json()
    tell("manager.appointed", company, employee=manager)

    answer = client.get(ENROLMENTS, {"after": end["sequence"]})

    assert answer.status_code == 410
    assert answer.json()["type"] == "urn:encore:problem:pull_again"


@pytest.mark.parametrize("team_size", [3, 305])
def test_reach_is_the_same_for_small_and_large_teams(company, caller_for, team_size):
    team = TeamFactory(parent=company)
    EmployeeFactory.create_batch(team_size, team=team)
    inside = EnrolmentFactory(employee=EmployeeFactory(team=team))
    EnrolmentFactory(employee=EmployeeFactory(team=company))
    tell("enrolment.assigned", inside)
    caller = caller_for(team=team)

    assert ids(caller.pull(ENROLMENTS)[0]) == uuids(inside)
    assert ids(caller.pull(ENROLMENTS, after=0)[0]) == uuids(inside)


def test_list_tells_of_a_move_taken_back_on_its_day(company, caller_for):
    old, new = TeamFactory(parent=company), TeamFactory(parent=company)
    person = EmployeeFactory(team=old)
    mine = EnrolmentFactory(employee=person)
    caller = caller_for(team=new)
    facts = {"employee": person, "job_role": None, "valid_from": TODAY}
    move(team=new, by=None, at=moment(), **facts)
    rows, end = caller.pull(ENROLMENTS)
    move(team=old, by=None, at=moment(), **facts)

    assert ids(rows) == uuids(mine)
    assert caller.pull(ENROLMENTS, after=end["sequence"])[0] == told(mine)


def test_a_move_written_ahead_is_followed_on_its_day(caller_for, company, time_machine):
    before, after = TeamFactory(parent=company), TeamFactory(parent=company)
    enrolment = EnrolmentFactory(employee=EmployeeFactory(team=before))
    followers = [caller_for(team=before), caller_for(team=after)]
    ends = [follower.pull(ENROLMENTS)[1]["sequence"] for follower in followers]
    day = TODAY + dt.timedelta(days=60)
    move(
        employee=enrolment.employee,
        team=after,
        job_role=None,
        valid_from=day,
        by=None,
        at=moment(),
    )
    journal_calendar(at=moment())
    ends = [
        follower.pull(ENROLMENTS, after=end)[1]["sequence"]
        for follower, end in zip(followers, ends, strict=True)
    ]

    time_machine.move_to(moment(day=day))
    journal_calendar(at=moment(day=day))
    left, come = (
        follower.pull(ENROLMENTS, after=end)[0]
        for follower, end in zip(followers, ends, strict=True)
    )

    assert left == told(enrolment)
    assert ids(come) == uuids(enrolment)
