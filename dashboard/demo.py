"""A small chain that never was, made by the acts real people do, seeded.

Its people, teams and learning are what `make run` shows before one has data of one's
own. Nothing here is written past the actions: what it shows is what the product does.
"""

import datetime as dt
import itertools
import random
import uuid
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from plans.actions.assigning import confirm_assignment
from staff.actions.passwords import change_password
from staff.actions.people import appoint_manager, hire
from staff.actions.set_up import set_up_organisation
from staff.actions.teams import create_team
from staff.models import Employee, JobRole, Organisation
from training.actions.learning import (
    answer_question,
    begin_attempt,
    complete_step,
    start_enrolment,
    take_choice,
)
from training.choices import StepKind
from training.models import Enrolment, Module
from training.scenario import play
from training.scenario.document import parse

PASSWORD = "curtain-call-2026"

TREE = {
    "North": ["Harbour Street", "Mill Lane", "Old Exchange"],
    "South": ["Garden Row", "Station Hall", "Call desk"],
}
FIRST_NAMES = [
    *("Amal", "Ben", "Chiara", "Dara", "Emeka", "Farah", "Goran", "Hana", "Idris"),
    *("Jonas", "Kofi", "Luca", "Mei", "Nour", "Olga", "Petra", "Quinn", "Rosa", "Sana"),
    *("Tomasz", "Uma", "Viktor", "Wen", "Ximena", "Yusuf", "Zofia"),
]
LAST_NAMES = [
    *("Haddad", "Okafor", "Rossi", "Brandt", "Weber", "Marin", "Novak", "Qureshi"),
    *("Kaya", "Lind", "Moreau", "Nakamura", "Osei", "Petrov", "Reyes", "Silva"),
    *("Tanaka", "Varga", "Walsh", "Yilmaz"),
]
JOB_ROLES = {"floor": "Floor", "till": "Till", "phone": "Phone"}


@dataclass(frozen=True)
class SignIn:
    """One account of the demo: who it is, and what one sees with it."""

    number: str
    name: str
    sees: str


SIGN_INS = (
    SignIn("1001", "Nadia Sommer", "HR and administrator: everybody, keys, imports"),
    SignIn("1002", "Mona Lindqvist", "manager of Harbour Street: My team, Assign"),
    SignIn("1003", "Amal Haddad", "waiter at Harbour Street: Today, on a phone"),
)


def is_loaded():
    """Return whether the demo organisation, or any other, is there already."""
    return Organisation.objects.exists()


@transaction.atomic
def load_demo(*, at, seed, people_per_site=9):
    """Fill an empty database with the demo organisation.

    at: the moment it is loaded; its history ends there. seed: of everything drawn.
    The starter catalogue has to be there. Raises ValidationError when the house is set
    up already.
    """
    chance = random.Random(seed)
    nadia = set_up_organisation(
        name="Lantern Kitchens",
        time_zone="Europe/Berlin",
        person={
            "employee_number": "1001",
            "first_name": "Nadia",
            "last_name": "Sommer",
            "email": "nadia@lantern.example",
            "language": "en",
        },
        password=PASSWORD,
        at=at - dt.timedelta(days=400),
    )
    sites = _teams(nadia, at)
    names = _names(chance)
    managers = [
        _staffed(site, number, people_per_site, names, chance, nadia, at)
        for number, site in enumerate(sites)
    ]
    for manager in managers:
        _learning_history(manager, chance, at)
    _something_to_do(managers[0], Employee.objects.get(employee_number="1003"), at)
    # Whoever has learned something has been here: one password for all of them.
    learned = Employee.objects.filter(enrolments__started_at__isnull=False)
    learned.update(password=make_password(PASSWORD), last_login=at)


def _teams(by, at):
    """Return the sites, leaves of the team tree."""
    root = by.postings.get().team
    sites = []
    for region_name, site_names in TREE.items():
        region = create_team(name=region_name, parent=root, by=by, at=at)
        sites += [
            create_team(name=name, parent=region, by=by, at=at) for name in site_names
        ]
    return sites


def _names(chance):
    """Return an endless stream of (first name, last name), no two alike at first."""
    pairs = list(itertools.product(FIRST_NAMES[1:], LAST_NAMES[1:]))
    chance.shuffle(pairs)
    return itertools.cycle(pairs)


def _staffed(site, number, size, names, chance, by, at):
    """Hire a manager and ``size`` people for ``site``; return the manager."""
    today = timezone.localdate(at)
    roles = [
        JobRole.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in JOB_ROLES.items()
    ]
    is_first = number == 0
    first_name, last_name = ("Mona", "Lindqvist") if is_first else next(names)
    manager = hire(
        employee_number="1002" if is_first else f"{2000 + number}",
        first_name=first_name,
        last_name=last_name,
        language="en",
        hired_on=today - dt.timedelta(days=chance.randint(380, 1500)),
        team=site,
        by=by,
        at=at,
    )
    appoint_manager(
        employee=manager,
        team=site,
        valid_from=today - dt.timedelta(days=380),
        by=by,
        at=at,
    )
    for place in range(size):
        is_amal = is_first and place == 0
        first_name, last_name = ("Amal", "Haddad") if is_amal else next(names)
        person = hire(
            employee_number="1003" if is_amal else f"{3000 + 100 * number + place}",
            first_name=first_name,
            last_name=last_name,
            language="en",
            hired_on=today - dt.timedelta(days=chance.randint(20, 1200)),
            team=site,
            job_role=chance.choice(roles),
            by=by,
            at=at,
        )
        if is_amal:
            change_password(employee=person, password=PASSWORD, at=at)
    if is_first:
        change_password(employee=manager, password=PASSWORD, at=at)
    return manager


def _learning_history(manager, chance, at):
    """Let ``manager`` assign modules over the last ten weeks, and people learn them."""
    team = manager.postings.get().team
    people = list(
        Employee.objects.filter(postings__team=team)
        .exclude(pk=manager.pk)
        .order_by("pk")
    )
    for weeks_ago, module in zip((10, 6, 3, 1), _modules(chance), strict=False):
        assigned_at = at - dt.timedelta(weeks=weeks_ago)
        today = timezone.localdate(assigned_at)
        chosen = [
            person
            for person in chance.sample(people, k=max(1, len(people) * 2 // 3))
            if person.employments.get().hired_on <= today
        ]
        if not chosen:
            continue
        batch = confirm_assignment(
            batch_uuid=uuid.UUID(int=chance.getrandbits(128), version=4),
            employees=chosen,
            modules=[module],
            answers={"prerequisite_missing": "add_before"},
            due_on=today + dt.timedelta(days=14),
            reason="",
            reach=manager.reach_on(timezone.localdate(at)),
            by=manager,
            at=assigned_at,
            today=today,
        )
        for enrolment in Enrolment.objects.filter(batch_uuid=batch.uuid).order_by("pk"):
            _learn(enrolment, chance, assigned_at, at)


def _something_to_do(manager, learner, at):
    """Let ``manager`` give ``learner`` what is still missing, due in four days."""
    today = timezone.localdate(at)
    known = learner.enrolments.values("module")
    confirm_assignment(
        batch_uuid=uuid.UUID(int=1, version=4),
        employees=[learner],
        modules=Module.objects.on_offer().exclude(pk__in=known)
        or Module.objects.on_offer(),
        answers={
            "prerequisite_missing": "add_before",
            "finished_before": "assign_again",
        },
        due_on=today + dt.timedelta(days=4),
        reason="Before the Christmas rush",
        reach=manager.reach_on(today),
        by=manager,
        at=at,
        today=today,
    )


def _modules(chance):
    modules = list(Module.objects.on_offer().order_by("slug"))
    chance.shuffle(modules)
    return modules


def _learn(enrolment, chance, assigned_at, now):
    """Let one person begin, stop somewhere, or finish; some never begin."""
    moment = assigned_at + dt.timedelta(hours=chance.randint(4, 24 * 20))
    wish = chance.random()
    if moment > now or wish < 0.15:
        return
    enrolment = start_enrolment(enrolment=enrolment, at=moment)
    steps = list(enrolment.version.steps.order_by("position"))
    last = len(steps) if wish > 0.35 else chance.randrange(len(steps))
    for step in steps[:last]:
        moment = min(moment + dt.timedelta(minutes=chance.randint(2, 9)), now)
        _take(enrolment, step, chance, moment)


def _take(enrolment, step, chance, at):
    today = timezone.localdate(at)
    if step.kind == StepKind.READING:
        complete_step(enrolment=enrolment, step=step, at=at, today=today)
        return
    attempt = begin_attempt(enrolment=enrolment, step=step, at=at)
    if step.kind == StepKind.QUIZ:
        _answer_all(attempt, chance, at, today)
    else:
        _play_through(attempt, chance, at, today)


def _answer_all(attempt, chance, at, today):
    """Answer a quiz, mostly right; once more, and right, when it was not enough."""
    for question in attempt.step.document["questions"]:
        right = [o["key"] for o in question["options"] if o.get("is_right")]
        wrong = [o["key"] for o in question["options"] if not o.get("is_right")]
        is_sure = attempt.number > 1 or chance.random() < 0.8
        options = right if is_sure else [chance.choice(wrong)]
        answer_question(
            attempt=attempt,
            question=question["key"],
            options=options,
            at=at,
            today=today,
        )
    attempt.refresh_from_db()
    if (
        attempt.number == 1
        and attempt.score_percent < attempt.step.document["pass_percent"]
    ):
        again = begin_attempt(enrolment=attempt.enrolment, step=attempt.step, at=at)
        _answer_all(again, chance, at, today)


def _play_through(attempt, chance, at, today):
    """Play a scenario to an end, more often well than badly."""
    scenario = parse(attempt.step.scenario_version.document)
    state, position = play.start(scenario), 0
    while not play.is_finished(scenario, state):
        offers = play.available_choices(scenario, state)
        weights = [2.0 ** max(choice.points, -1) for choice in offers]
        choice = chance.choices(offers, weights)[0].key
        take_choice(
            attempt=attempt, position=position, choice=choice, at=at, today=today
        )
        state, position = play.step(scenario, state, choice), position + 1
