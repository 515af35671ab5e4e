"""Random files over time: the import does what the slow reference does."""

import contextlib
from dataclasses import astuple
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from events.models import Event
from staff.models import Employee, Team
from tests.factories.people_files import csv_file, plan_of, take_in
from tests.factories.staff import TeamFactory
from tests.staff.importing.reference import DAYS, File, Reference, Row

TEAMS = ("north", "south", "bar")
FIELDS = ["number", "first_name", "email", "hired_on", "left_on", "team_code", "team"]
FIELDS += ["parent_team", "team_path", "job_role", "valid_from", "manager"]
# The headers name nothing; the mapping says it all.
HEADER = [f"column {place}" for place in range(len(FIELDS))]
COLUMNS = {name: place for place, name in enumerate(FIELDS)}

days = st.none() | st.integers(0, 25).map(DAYS.__getitem__)
numbers = [["n1", "N1", " ｎ１"], ["n2"], ["n3"], ["n4"], ["7"], ["07", "０７"], ["0"]]
emails = ["a@example.org", "A@example.org", "b@example.org", "c@example.org"]
codes = ["north", "lane", "x", "x", "x-y"]
names = ["north", "south", "kitchen", "lane", "x", "x y", "root", "nowhere"]
aboves = ["north", "root", "lane", "x", "x-y", "north / kitchen", "/"]
paths = ["north / kitchen", "root / south / kitchen", "root / lane", "lane / kitchen"]
paths += ["x / kitchen", "north", "south", "x y", "north / x-y", "/"]


def some(*values, often=None):
    """Return a strategy for one of ``values``, every other time for ``often``."""
    return st.just(often) | st.sampled_from(values)


@st.composite
def rows(draw, number):
    return Row(
        number=number,
        # A row without number and name might be an empty one, which is no row.
        name=draw(some("Ben", None if number else "Anna", often="Anna")),
        email=draw(some(*emails, "nonsense")),
        hired=draw(days),
        left=draw(st.none() | days),
        code=draw(st.none() | some(*codes)),
        team=draw(some(*names, *TEAMS, None, often="south")),
        above=draw(st.none() | some(*aboves)),
        path=draw(st.none() | some(*paths)),
        role=draw(st.sampled_from([None, "cook", "waiter"])),
        since=draw(st.none() | days),
        manager=draw(some(*map(min, numbers), "nobody")),
    )


@st.composite
def placed_rows(draw, number):
    """Return a row that only its team keeps out, named in every way there is."""
    code, team, above, path = draw(
        st.tuples(st.sampled_from(codes), st.none(), st.none(), st.none())
        | st.tuples(some(*codes), st.sampled_from(names), some(*aboves), st.none())
        | st.tuples(some(*codes), st.none(), st.none(), st.sampled_from(paths))
    )
    return Row(
        number=number,
        name="Anna",
        email=None,
        hired=DAYS[0],
        left=None,
        code=code,
        team=team,
        above=above,
        path=path,
        role=None,
        since=None,
        manager=draw(some(*map(min, numbers))),
    )


@st.composite
def files(draw):
    """Return a file and how many days after the one before it comes."""
    people = draw(st.lists(st.sampled_from(numbers), unique_by=min, min_size=1))
    if draw(st.integers(0, 5)) == 0:
        people.append(draw(st.sampled_from([people[0], [""]])))
    kind = draw(st.sampled_from([rows, placed_rows]))
    return draw(st.integers(0, 6)), File(
        rows=[draw(kind(draw(st.sampled_from(spellings)))) for spellings in people],
        is_last_day=draw(st.booleans()),
        hangs_new=draw(st.integers(0, 3)) == 0,
    )


def content_of(file):
    def text(value):
        return "" if value is None else str(value)

    return csv_file(
        HEADER, *([text(cell) for cell in astuple(row)] for row in file.rows)
    )


def said_of(file):
    return {
        "columns": COLUMNS,
        "left_means": "last_day" if file.is_last_day else "first_away",
        "new_teams": "below_root" if file.hangs_new else "refuse",
    }


def told():
    """Return what the tables hold, as Reference.told does."""
    ways = {}
    for team in Team.objects.order_by("path"):
        above = ways.get(team.path[: -Team.steplen], ())
        ways[team.path] = (*above, team.name)
    people = Employee.objects.prefetch_related(
        "employments", "postings__team", "postings__job_role", "managed_teams__team"
    )
    careers = {
        person.employee_number.upper(): (
            person.first_name,
            person.email or None,
            {(stay.hired_on, stay.left_on) for stay in person.employments.all()},
            {
                (
                    post.valid_from,
                    post.valid_to,
                    post.team.code,
                    post.job_role and post.job_role.name,
                    post.is_assumed,
                )
                for post in person.postings.all()
                if post.valid_from != post.valid_to
            },
            {
                (charge.team.code, charge.valid_from, charge.valid_to)
                for charge in person.managed_teams.all()
                if charge.valid_from != charge.valid_to
            },
        )
        for person in people
    }
    return careers, {team.code: ways[team.path] for team in Team.objects.all()}


@contextlib.contextmanager
def undone():
    """Undo everything in the end, so that each example meets an empty house."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_against_reference(sequence):
    with undone():
        root = TeamFactory(code="root", name="root")
        for code in TEAMS:
            TeamFactory(code=code, name=code, parent=root)
        reference, today = Reference(TEAMS), DAYS[5]
        for pause, file in sequence:
            today += timedelta(days=pause)
            at = timezone.make_aware(datetime.combine(today, time(12)))
            content, said = content_of(file), said_of(file)
            note(
                f"{today} {said['left_means']} {said['new_teams']}\n{content.decode()}"
            )

            plan = plan_of(content, at=at, **said)
            aside = reference.take_in(file, today)
            done = take_in(content, at=at, leaves_rows_out=True, **said)

            assert plan.lines_left_out == [index + 2 for index in aside]
            assert told() == reference.told()
            count = Event.objects.count()
            again = plan_of(content, at=at, **said)
            assert again.is_empty
            take_in(content, at=at, leaves_rows_out=True, **said)
            assert (Event.objects.count(), done.table) == (count, [])


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.django_db
@settings(max_examples=30, **QUIET)
@given(st.lists(files(), min_size=1, max_size=4))
def test_import_equals_the_reference(sequence):
    check_against_reference(sequence)


@pytest.mark.soak
@pytest.mark.django_db
@settings(max_examples=1_500, **QUIET)
@given(st.lists(files(), min_size=1, max_size=6))
def test_import_equals_the_reference_over_and_over(sequence):
    check_against_reference(sequence)
