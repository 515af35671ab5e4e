"""Learners who forget in their own way, and a year of refreshers in their company.

How they forget is not how the scheduler thinks: recall falls exponentially, at a pace of
the person's and the item's own; a review strengthens what had begun to fade, and what
was forgotten is learned anew from the answer shown. Some answers are guessed right.
"""

import datetime as dt
from dataclasses import dataclass, field
from math import exp
from random import Random

from training import memory

FIRST_DAY = dt.date(2026, 1, 5)
ITEMS_A_MODULE = 9
# Of three options one is right; of choices in a scene rarely more than one.
GUESSED_RIGHT = 0.3
# A slip of the finger, or a question misread.
SLIPPED = 0.02
# Days until a third is left of what was learned once and never asked again.
FIRST_LIFE_DAYS = 20
MOST_GAIN = 3.5
KEPT_WHEN_FORGOTTEN = 0.4


@dataclass
class Item:
    """One thing learned. life: days until its true recall has fallen to 1/e."""

    key: str
    group: int
    first_life: float
    life: float
    seconds: int
    strong_on: dt.date
    memory: memory.Memory

    def recall(self, day):
        return exp(-(day - self.strong_on).days / self.life)


@dataclass
class Year:
    """What came of it: by day the seconds used, the true recall of all that was learned;
    and of every review what the scheduler thought, what was true, and whether it was
    answered rightly.
    """

    seconds: list = field(default_factory=list)
    recalls: list = field(default_factory=list)
    reviews: list = field(default_factory=list)


class Learner:
    """Somebody who learns a module now and then, and refreshes on most days.

    forgets: how quickly, 1 for the middling; comes: on which share of days. reads: times
    the seconds expected.
    """

    def __init__(self, chance, *, modules, forgets, comes, reads):
        self.chance, self.items, self.year = chance, [], Year()
        self.forgets, self.comes, self.reads = forgets, comes, reads
        self.modules = modules
        self.taken = []

    def live(self, days):
        for number in range(days):
            day = FIRST_DAY + dt.timedelta(days=number)
            used = self._refresh(day) if self.chance.random() < self.comes else 0
            self.year.seconds.append(used)
            if number % (days * 4 // 5 // self.modules) == 0:
                self._learn_module(day)
            known = [item.recall(day) for item in self.items]
            self.year.recalls.append(sum(known) / len(known))
        return self.year

    def _learn_module(self, day):
        module = len(self.items) // ITEMS_A_MODULE
        if module >= self.modules:
            return
        for number in range(ITEMS_A_MODULE):
            life = FIRST_LIFE_DAYS / self.forgets
            life *= self.chance.lognormvariate(0, 0.4)
            is_right = self.chance.random() < 0.8
            rating = memory.rating_of_answer(is_right=is_right)
            self.items.append(
                Item(
                    key=f"{module}-{number}",
                    group=module,
                    first_life=life,
                    life=life if is_right else life / 2,
                    seconds=memory.seconds_to_answer(self.chance.randint(100, 200)),
                    strong_on=day,
                    memory=memory.after_review(None, rating, day),
                )
            )

    def _refresh(self, day):
        """Answer what is asked on ``day``, one after the other; return the seconds."""
        spent, used, group, asked = 0, 0, None, set()
        while True:
            pace = memory.pace_of(self.taken[-20:])
            due = {
                item.key: item
                for item in self.items
                if item.memory.due_on <= day and item.key not in asked
            }
            waiting = [
                memory.Waiting(
                    item.key,
                    memory.recall(item.memory, day),
                    round(item.seconds * pace),
                    item.group,
                )
                for item in due.values()
            ]
            chosen = memory.portion(waiting, used=used, last_group=group)
            if not chosen:
                return spent
            item = due[chosen[0].key]
            asked.add(item.key)
            group = item.group
            took, counted = self._answer(item, day)
            spent, used = spent + took, used + counted

    def _answer(self, item, day):
        true = item.recall(day)
        knows = self.chance.random() < true
        is_right = self.chance.random() < (1 - SLIPPED if knows else GUESSED_RIGHT)
        thought = memory.recall(item.memory, day)
        self.year.reviews.append((day, thought, true, is_right))
        if knows:
            # What has hardly faded gains little.
            item.life *= 1 + MOST_GAIN * (1 - true) / (1 - true + 0.1)
        else:
            item.life = max(item.first_life, item.life * KEPT_WHEN_FORGOTTEN)
        item.strong_on = day
        rating = memory.rating_of_answer(is_right=is_right)
        item.memory = memory.after_review(item.memory, rating, day)
        reacting = item.seconds * memory.REACTION_SHARE
        measured = (item.seconds - reacting) * self._pace()
        took = measured + reacting * self._pace()
        counted = memory.seconds_counted(measured, item.seconds)
        self.taken.append((counted, item.seconds))
        return took, counted

    def _pace(self):
        return self.reads * self.chance.uniform(0.7, 1.3)


def a_learner(seed, *, modules=None):
    """Return a Learner drawn with ``seed``."""
    chance = Random(seed)
    return Learner(
        chance,
        modules=modules or chance.randint(3, 12),
        forgets=chance.lognormvariate(0, 0.3),
        comes=chance.uniform(0.5, 0.95),
        reads=chance.uniform(0.6, 1.2),
    )
