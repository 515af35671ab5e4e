"""What the database counts, beside counting play by play."""

import datetime as dt
import random
from collections import defaultdict

import pytest

from staff.models import Posting
from studio.choices import Plays
from studio.queries.plays import (
    Tally,
    counted_plays,
    endings_by_team_and_month,
    first_day_of,
    moves_of,
    since,
    within_team,
)
from studio.rules.small_groups import Move
from tests.factories.staff import TODAY, EmployeeFactory, TeamFactory, moment
from tests.studio.playing import a_step, played
from tests.training.scenario.documents import late_table
from training.models import Attempt
from training.scenario import play
from training.scenario.document import parse

LOST = ["lost"]


def random_path(chance, scenario):
    state, path = play.start(scenario), []
    while not play.is_finished(scenario, state):
        path.append(chance.choice(play.available_choices(scenario, state)).key)
        state = play.step(scenario, state, path[-1])
    return path


@pytest.fixture
def teams(company):
    north = TeamFactory(parent=company, name="North")
    return [north, TeamFactory(parent=company), TeamFactory(parent=north)]


def played_at_random(seed, teams):
    """Return two steps with versions of one scenario, played often by a few people."""
    chance = random.Random(seed)
    steps = [a_step(), a_step()]
    scenario = parse(late_table())
    people = [EmployeeFactory(team=chance.choice([*teams, None])) for _ in range(12)]
    mover = people[0]
    Posting.objects.filter(employee=mover).delete()
    Posting.objects.create(
        employee=mover, team=teams[0], valid_from="2026-01-01", valid_to="2026-10-15"
    )
    Posting.objects.create(employee=mover, team=teams[1], valid_from="2026-10-15")
    for _ in range(40):
        path = random_path(chance, scenario)
        played(
            chance.choice(steps),
            path,
            employee=chance.choice(people),
            at=moment(day=TODAY - dt.timedelta(days=chance.randrange(100))),
            is_finished=chance.random() < 0.9,
        )
    return steps


def counting(which, attempts):
    """Return the attempts that count, told apart by person."""
    by_person = defaultdict(list)
    for attempt in sorted(attempts, key=lambda each: each.pk):
        if attempt.finished_at:
            by_person[attempt.enrolment.employee_id].append(attempt)
    if which == Plays.FIRST:
        return [plays[0] for plays in by_person.values()]
    return [plays[-1] for plays in by_person.values() if len(plays) > 1]


def team_then(attempt):
    day = attempt.finished_at.date()
    for posting in attempt.enrolment.employee.postings.all():
        if posting.valid_from <= day and (
            posting.valid_to is None or day < posting.valid_to
        ):
            return posting.team.path
    return ""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("which", Plays)
def test_plays_are_counted_as_one_would_count_them_by_hand(teams, seed, which):
    steps = played_at_random(seed, teams)
    everything = Attempt.objects.select_related("enrolment__employee")
    chosen = [a for a in counting(which, everything) if a.step_id == steps[0].pk]
    moves, ends = defaultdict(Tally), defaultdict(Tally)
    for attempt in chosen:
        lost = int(attempt.ending == "lost")
        rows = list(attempt.choices.order_by("position"))
        ahead = [*(row.scene for row in rows[1:]), attempt.ending]
        for row, to in zip(rows, ahead, strict=True):
            moves[Move(row.scene, row.choice, to)] += Tally(1, row.mood_after, lost)
        month = attempt.finished_at.date().replace(day=1)
        ends[team_then(attempt), month] += Tally(1, attempt.mood, lost)

    plays = counted_plays(which).filter(step=steps[0])
    found = endings_by_team_and_month(plays, LOST)

    assert moves_of(plays, LOST) == moves
    assert {
        (path, month): tally
        for path, months in found.items()
        for month, tally in months.items()
        if tally.people
    } == ends


def test_plays_of_a_team_are_those_of_people_who_were_in_it_then(teams):
    north, south, below_north = teams
    step = a_step()
    there = played(step, ["excuse", "hide", "nod"], team=below_north)
    played(step, ["excuse", "hide", "nod"], team=south)
    moved = EmployeeFactory()
    Posting.objects.create(
        employee=moved, team=north, valid_from="2026-01-01", valid_to="2026-11-01"
    )
    Posting.objects.create(employee=moved, team=south, valid_from="2026-11-01")
    played(step, ["excuse", "hide", "nod"], employee=moved)

    plays = within_team(counted_plays(Plays.FIRST), north.path)

    assert list(plays) == [there]


def test_plays_since_a_day_begin_with_that_day(company):
    step = a_step()
    path = ["excuse", "hide", "nod"]
    played(step, path, team=company, at=moment(23, dt.date(2026, 8, 31)))
    later = played(step, path, team=company, at=moment(0, dt.date(2026, 9, 1)))

    plays = counted_plays(Plays.FIRST)

    assert list(since(plays, first_day_of("quarter", TODAY))) == [later]
    assert since(plays, first_day_of("all", TODAY)).count() == 2
    assert first_day_of("year", TODAY) == dt.date(2025, 12, 1)
