"""Random files over time: the import does what the slow reference does."""

import contextlib
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from events.models import Event
from staff.models import Employee
from tests.factories.people_files import csv_file, plan_of, take_in
from tests.factories.staff import TeamFactory
from tests.staff.importing.reference import DAYS, Reference, Row

TEAMS = ("north", "south", "bar")
HEADER = ["Employee number", "First name", "Hired on", "First day away", "Team", "Job"]
HEADER += ["Since", "Manager"]
# The header names no "first day away"; the mapping says so.
COLUMNS = dict(
    zip(
        ["number", "first_name", "hired_on", "left_on", "team"]
        + ["job_role", "valid_from", "manager"],
        range(8),
        strict=True,
    )
)
SAID = {"columns": COLUMNS, "left_means": "first_away"}

days = st.none() | st.integers(0, 25).map(DAYS.__getitem__)
numbers = [f"n{place}" for place in range(5)]


@st.composite
def rows(draw, number):
    return Row(
        number=number,
        name=draw(st.sampled_from(["Anna", "Anna", "Ben", None])),
        hired=draw(days),
        left=draw(st.none() | st.none() | days),
        team=draw(st.sampled_from([*TEAMS, "north", None, "nowhere"])),
        role=draw(st.sampled_from([None, "cook", "waiter"])),
        since=draw(st.none() | st.none() | days),
        manager=draw(st.sampled_from([None, *numbers, "nobody"])),
    )


@st.composite
def files(draw):
    """Return a file and how many days after the one before it comes."""
    people = draw(st.lists(st.sampled_from(numbers), unique=True, min_size=1))
    return draw(st.integers(0, 6)), [draw(rows(number)) for number in people]


def content_of(file):
    def text(value):
        return "" if value is None else str(value)

    return csv_file(
        HEADER,
        *(
            [
                row.number,
                text(row.name),
                text(row.hired),
                text(row.left),
                text(row.team),
                text(row.role),
                text(row.since),
                text(row.manager),
            ]
            for row in file
        ),
    )


def told():
    """Return what the tables hold, as Reference.told does."""
    people = Employee.objects.prefetch_related(
        "employments", "postings__team", "postings__job_role", "managed_teams__team"
    )
    return {
        person.employee_number: (
            person.first_name,
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


@contextlib.contextmanager
def undone():
    """Undo everything in the end, so that each example meets an empty house."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_against_reference(sequence):
    with undone():
        root = TeamFactory(code="root")
        for code in TEAMS:
            TeamFactory(code=code, parent=root)
        reference, today = Reference(TEAMS), DAYS[5]
        for pause, file in sequence:
            today += timedelta(days=pause)
            at = timezone.make_aware(datetime.combine(today, time(12)))
            content = content_of(file)
            note(f"{today}\n{content.decode()}")

            plan = plan_of(content, at=at, **SAID)
            aside = reference.take_in(file, today)
            done = take_in(content, at=at, leaves_rows_out=True, **SAID)

            assert plan.lines_left_out == [index + 2 for index in aside]
            assert told() == reference.told()
            count = Event.objects.count()
            again = plan_of(content, at=at, **SAID)
            assert again.people == ()
            take_in(content, at=at, leaves_rows_out=True, **SAID)
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
