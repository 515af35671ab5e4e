"""Writing the demo's training: the catalogue, what was learned before, what is learned now.

Up to the last eighth of its weeks the chain kept its records elsewhere, and brought them
as history; since then managers assign here, and people learn here step by step.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dashboard.demo.courses import AMAL, BY_PLAN
from dashboard.demo.learning import learn
from outcomes.engine.panel import NEVER
from plans.actions.assigning import confirm_assignment
from training.actions.enrolments import enrol, withdraw
from training.actions.history import record_past_trainings
from training.actions.publishing import publish_module
from training.choices import EnrolmentSource
from training.content.reading import read_content
from training.importing.history import PastTraining
from training.models import Enrolment, Module

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
# Which part of its weeks the chain has been here.
GO_LIVE = 8
# Most finish in the first days of a week, so that nearly all of it comes after.
WEEKDAYS_DONE = (0, 0, 0, 1, 1, 2)
# Of those who wait here, how many have begun.
BEGUN = 0.35
DUE_AFTER = dt.timedelta(days=14)
REASONS = (
    *(
        "",
        "",
        "After last month’s comments",
        "For the new season",
        "Agreed in our talk",
    ),
    *("Because of the answers at the tables", "Before the busy weeks"),
)


@dataclass(frozen=True)
class Spell:
    """One person and one module: weeks, NEVER where it did not come to that."""

    person: int
    module: Module
    assigned: int
    completed: int
    withdrawn: int
    lacks_day: bool


def publish_catalogue(house):
    """Publish the modules that only the demo has, beside the starter catalogue."""
    at = house.calendar.moment(house.calendar.day(-2))
    for path in sorted(CATALOGUE.glob("*.yaml")):
        publish_module(document=read_content(path), at=at)


def write_training(house, story, chance):
    """Write who was given what, and who finished it, but for what plans give.

    chance: a random.Random.
    """
    go_live = story.weeks - story.weeks // GO_LIVE
    spells = list(_spells(story))
    past = [spell for spell in spells if spell.completed < go_live]
    _write_history(house, past, go_live, chance)
    here = [spell for spell in spells if spell.completed >= go_live]
    _write_waiting(house, [s for s in here if s.assigned < go_live])
    _assign(house, story, [s for s in here if s.assigned >= go_live], chance)
    enrolments = {
        (enrolment.employee_id, enrolment.module_id): enrolment
        for enrolment in Enrolment.objects.open()
    }
    for spell in sorted(here, key=lambda spell: spell.completed):
        employee = house.people[spell.person]
        enrolment = enrolments[employee.pk, spell.module.pk]
        _go_on(house, spell, enrolment, go_live, chance)


def _spells(story):
    modules = {module.slug: module for module in Module.objects.all()}
    for course in story.courses:
        completed, withdrawn = course.completed, course.withdrawn
        for person in np.flatnonzero(course.assigned != NEVER):
            if person == AMAL and course.slug in BY_PLAN:
                continue
            yield Spell(
                person=int(person),
                module=modules[course.slug],
                assigned=int(course.assigned[person]),
                completed=int(completed[person]),
                withdrawn=int(withdrawn[person]),
                lacks_day=bool(course.lacks_day[person]),
            )


def _write_history(house, spells, go_live, chance):
    """Bring the records of the time before, as a file of them would be brought."""
    day = house.calendar.day
    record_past_trainings(
        trainings=[
            PastTraining(
                employee_id=house.people[spell.person].pk,
                module_id=spell.module.pk,
                completed_on=day(spell.completed, chance.choice(WEEKDAYS_DONE)),
                assigned_on=None
                if spell.lacks_day
                else day(spell.assigned, chance.randrange(5)),
                score_percent=chance.choice((None, 70, 75, 80, 85, 90, 95, 100)),
            )
            for spell in spells
        ],
        at=house.calendar.moment(day(go_live), 8),
        by=house.nadia,
        batch=_uuid(chance),
    )


def _write_waiting(house, spells):
    """Give modules before GO_LIVE to those who had not finished them by then."""
    by_week = defaultdict(list)
    for spell in spells:
        by_week[spell.assigned].append((house.people[spell.person], spell.module))
    for week, pairs in sorted(by_week.items()):
        enrol(
            pairs,
            source=EnrolmentSource.PERSON,
            at=house.calendar.moment(house.calendar.day(week, 2)),
            by=house.nadia,
        )


def _assign(house, story, spells, chance):
    """Let the managers assign since GO_LIVE, team by team."""
    team_in = story.careers.team_in(story.weeks)
    batches = defaultdict(list)
    for spell in spells:
        team = int(team_in[spell.person, spell.assigned])
        batches[spell.assigned, team, spell.module].append(spell.person)
    in_order = sorted(batches.items(), key=lambda item: (*item[0][:2], item[0][2].pk))
    for (week, team, module), people in in_order:
        manager = house.managers[team]
        at = house.calendar.past(house.calendar.day(week, team % 5), 9 + team % 8)
        confirm_assignment(
            batch_uuid=_uuid(chance),
            employees=[house.people[person] for person in people],
            modules=[module],
            answers={},
            due_on=at.date() + DUE_AFTER,
            reason=chance.choice(REASONS),
            reach=manager.reach_on(at.date()),
            by=manager,
            at=at,
            today=at.date(),
        )


def _go_on(house, spell, enrolment, go_live, chance):
    """Let somebody finish, or begin, or be let off, what they were given."""
    calendar = house.calendar
    if spell.completed != NEVER:
        day = calendar.day(spell.completed, chance.choice(WEEKDAYS_DONE))
        learn(enrolment, chance, at=calendar.past(day, chance.randint(8, 21)))
    elif spell.withdrawn != NEVER:
        day = calendar.day(max(spell.withdrawn, go_live), 1)
        withdraw(
            Enrolment.objects.filter(pk=enrolment.pk),
            at=calendar.past(day, 10),
            by=enrolment.assigned_by,
        )
    elif spell.assigned >= go_live and chance.random() < BEGUN:
        day = calendar.day(spell.assigned, 6)
        learn(enrolment, chance, at=calendar.past(day, 20), last=1)


def _uuid(chance):
    return uuid.UUID(int=chance.getrandbits(128), version=4)
