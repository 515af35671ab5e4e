"""A service organisation that never was, with true effects that are known.

People in teams answer for scores of 1 to 5, drawn from a latent quality of service:
a level of their own, a form that comes and goes, their team's good and bad weeks, the
season, the first weeks on the job, and what modules they have completed. Modules are
given in an order that a Design describes: at random, to whoever had a bad month, to
whole teams. The true effect of a module is worked out from the latent quality, as the
mean change in expected score over the answers of the first weeks after completion.
"""

from dataclasses import dataclass

import numpy as np

from outcomes.engine.panel import NEVER, Panel, Training

# Where latent quality turns into a score: half of all answers are a five.
CUTS = np.array([-2.3, -1.75, -1.05, 0.0])
WINDOW = 13  # weeks after completion that the truth is averaged over
LATENT_PER_POINT = 1.55  # latent quality that moves the mean score by about one point


@dataclass(frozen=True)
class Design:
    """How an organisation is made and how its people come to be trained.

    answers_per_week: mean per person. form_spread, form_memory: of the personal form,
    in latent units and as correlation from week to week. selection: how much likelier
    (log odds per point of the mean score) a bad last month, as the answers show it,
    makes an assignment; 0 = random order.
    by_team: whole teams are assigned in the same week. effects: module → change of
    the mean score wanted in weeks 0-12, before scores are cut into 1 to 5.
    growing: the modules whose effect grows over those weeks instead of standing at once.
    """

    name: str
    employees: int = 240
    teams: int = 24
    weeks: int = 90
    answers_per_week: float = 6.0
    form_spread: float = 0.18
    form_memory: float = 0.70
    selection: float = 0.0
    by_team: bool = False
    effects: tuple[tuple[str, float], ...] = (
        ("strong", 0.20),
        ("growing", 0.15),
        ("worthwhile", 0.108),
        ("null", 0.0),
        ("harmful", -0.15),
    )
    growing: tuple[str, ...] = ("growing",)


DESIGNS = (
    Design("random order"),
    Design("selection", selection=2.0),
    Design("strong selection, sticky form", selection=3.0, form_memory=0.88),
    Design("whole teams together", by_team=True),
    Design("low volume", answers_per_week=1.5, selection=2.0),
)
# What the method does not promise: half of a bad spell is still there ten weeks later,
# and nearly everybody with one is sent at once. Printed so that the border is known.
BEYOND = Design(
    "beyond the promise: form that hardly fades",
    answers_per_week=4.0,
    form_spread=0.22,
    form_memory=0.93,
    selection=5.0,
)


@dataclass(frozen=True)
class Organisation:
    """What happened: ``panel`` and ``trainings`` for the engine, ``truth`` for us alone.

    truth: module → the true mean effect on the score over weeks 0-12.
    """

    panel: Panel
    trainings: dict[str, Training]
    truth: dict[str, float]


def simulate(design, seed):
    """Return the Organisation that ``design`` and ``seed`` make, the same every time.

    Week by week: customers answer, managers look at the last four weeks and assign.
    """
    chance = np.random.default_rng(seed)
    team = np.arange(design.employees) % design.teams
    hired = hire_weeks(design, chance)
    left = leaving_weeks(design, hired, chance)
    weeks = np.arange(design.weeks)
    tenure = weeks - hired[:, None]
    is_here = (tenure >= 0) & (weeks < left[:, None])
    quality = untrained_quality(design, team, tenure, chance)
    per_week = design.answers_per_week * chance.gamma(4, 1 / 4, design.employees)
    responses = chance.poisson(np.where(is_here, per_week[:, None], 0.0))
    courses = [
        Course(design, number, effect, name in design.growing, team, is_here, chance)
        for number, (name, effect) in enumerate(design.effects)
    ]
    grids = Grids(responses.shape)
    for week in weeks:
        gain = sum(course.gains(week) for course in courses)
        grids.answer(week, quality[:, week] + gain, responses[:, week], chance)
        standing = grids.recent_standing(week)
        for course in courses:
            course.assign(week, standing, chance)
    trainings = {
        name: course.training()
        for (name, _effect), course in zip(design.effects, courses, strict=True)
    }
    gains = [
        np.stack([course.gains(week) for week in weeks], axis=1) for course in courses
    ]
    whole = quality + sum(gains)
    truth = {
        name: true_effect(whole, gain, trainings[name], responses)
        for name, gain in zip(trainings, gains, strict=True)
    }
    return Organisation(grids.panel(responses, team, hired, left), trainings, truth)


def untrained_quality(design, team, tenure, chance):
    """Return the latent quality of everybody in every week, without any module."""
    size = tenure.shape
    weeks = np.arange(size[1])
    shocks = drifting(chance, (design.teams, size[1]), 0.10, 0.5)
    return (
        chance.normal(0, 0.30, size[0])[:, None]
        + drifting(chance, size, design.form_spread, design.form_memory)
        + shocks[team]
        + 0.12 * np.sin(2 * np.pi * (weeks + chance.integers(52)) / 52)
        - 0.25 * np.exp(-np.maximum(tenure, 0) / 5)
    )


def hire_weeks(design, chance):
    """Return week indices; four in ten were hired after the first week."""
    late = chance.integers(1, design.weeks - 20, design.employees)
    early = -chance.integers(0, 300, design.employees)
    return np.where(chance.random(design.employees) < 0.4, late, early)


def leaving_weeks(design, hired, chance):
    """Return the first week away of each, NEVER for those who stay."""
    stay = np.maximum(hired, 0) + chance.geometric(1 / 150, design.employees) + 12
    return np.where(stay < design.weeks, stay, NEVER)


def drifting(chance, size, spread, memory):
    """Return rows of a stationary first-order autoregression with that spread."""
    steps = chance.normal(0, spread, size)
    steps[:, 1:] *= np.sqrt(1 - memory**2)
    for week in range(1, size[1]):
        steps[:, week] += memory * steps[:, week - 1]
    return steps


class Course:
    """One module on its way through the organisation.

    It is given over forty-five weeks; most get it in the end. Whoever is given it
    finishes within one to twelve weeks, five on average, if they are still here.
    """

    def __init__(self, design, number, effect, is_growing, team, is_here, chance):
        self.design, self.effect, self.is_growing = design, effect, is_growing
        self.is_here = is_here
        self.first = 14 + 5 * number
        self.last = min(self.first + 45, design.weeks - 8)
        self.assigned = np.full(design.employees, NEVER)
        self.delay = np.minimum(chance.geometric(0.2, design.employees), 12)
        starts = chance.integers(self.first, self.last, design.teams)
        takes_part = chance.random(design.teams) < 0.85
        self.team_start = np.where(takes_part, starts, NEVER)[team]

    @property
    def completed(self):
        done = np.where(self.assigned == NEVER, NEVER, self.assigned + self.delay)
        inside = np.minimum(done, self.design.weeks - 1)
        is_done = self.is_here[np.arange(len(done)), inside]
        return np.where((done < self.design.weeks) & is_done, done, NEVER)

    def assign(self, week, standing, chance):
        """Assign some of those without it after ``week``; low ``standing`` goes first."""
        draws = chance.random(len(standing))
        if self.design.by_team:
            picked = self.team_start == week + 1
        elif self.first <= week < self.last:
            odds = np.exp(-3.3 - self.design.selection * standing)
            picked = draws < odds / (1 + odds)
        else:
            return
        next_week = min(week + 1, self.design.weeks - 1)
        picked &= (self.assigned == NEVER) & self.is_here[:, next_week]
        self.assigned[picked] = week + 1

    def gains(self, week):
        """Return what the module adds to everybody's latent quality in ``week``."""
        since = week - self.completed
        shape = np.clip((since + 1) / 7, 0, 1.4) if self.is_growing else 1.0
        return LATENT_PER_POINT * self.effect * shape * (since >= 0)

    def training(self):
        return Training(
            completed=self.completed.astype(np.int32),
            assigned=self.assigned.astype(np.int32),
        )


class Grids:
    """The answers as they come in, summed by employee and week."""

    def __init__(self, shape):
        self.total, self.squares, self.top = (np.zeros(shape) for _ in range(3))
        self.count = np.zeros(shape)

    def answer(self, week, quality, responses, chance):
        """Draw the scores of one week; ``quality`` and ``responses`` by employee."""
        who = np.repeat(np.arange(len(responses)), responses)
        latent = quality[who] + chance.normal(size=len(who))
        score = 1 + (latent[:, None] > CUTS).sum(axis=1)
        size = len(responses)
        self.count[:, week] = responses
        self.total[:, week] = np.bincount(who, score, size)
        self.squares[:, week] = np.bincount(who, score**2, size)
        self.top[:, week] = np.bincount(who, score == len(CUTS) + 1, size)

    def recent_standing(self, week):
        """Return how far everybody's mean of four weeks lies from that of all.

        0 for those with fewer than three answers: nobody can say.
        """
        month = slice(max(week - 3, 0), week + 1)
        count = self.count[:, month].sum(axis=1)
        total = self.total[:, month].sum(axis=1)
        mean = total / np.maximum(count, 1)
        return np.where(count >= 3, mean - total.sum() / max(count.sum(), 1), 0.0)

    def panel(self, responses, team, hired, left):
        weeks = responses.shape[1]
        return Panel(
            weight=responses.astype(np.float32),
            total=self.total.astype(np.float32),
            squares=self.squares.astype(np.float32),
            top=self.top.astype(np.float32),
            responses=responses.astype(np.int32),
            team=np.repeat(team[:, None], weeks, axis=1).astype(np.int32),
            hired=hired.astype(np.int32),
            left=left.astype(np.int32),
        )


def expected_score(quality):
    """Return the mean score of 1 to 5 that a latent quality leads to."""
    return 1 + sum(normal_share(quality - cut) for cut in CUTS)


def normal_share(value):
    """Return the standard normal distribution function, by a logistic close to it."""
    return 1 / (1 + np.exp(-(1.5976 * value + 0.07056 * value**3)))


def true_effect(quality, gain, training, responses):
    """Return the mean change in expected score over the answers of weeks 0-12."""
    since = np.arange(quality.shape[1]) - training.completed[:, None]
    after = responses * ((since >= 0) & (since < WINDOW))
    change = expected_score(quality) - expected_score(quality - gain)
    return float((after * change).sum() / max(after.sum(), 1))
