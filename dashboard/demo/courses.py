"""A module on its way through the house: who is given it when, and who finishes when."""

import numpy as np

from dashboard.demo import truth
from outcomes.engine.panel import NEVER

# The usual log odds, a week, of being given a module, and how much a bad month adds to
# them per point of the score: managers send those who had one.
USUAL, SELECTION = -3.3, 2.5
# Weeks from one module's beginning to the next one's, and for how long one is given, as
# shares of the history.
STEP, SPAN = 0.055, 0.5
# A late module began so many weeks before the end.
LATE_WEEKS = 6
# Of those who were given a module: how many take long, never finish, are let off it.
SLOW, NEVER_DONE, WITHDRAWN = 0.12, 0.08, 0.05

# Amal Haddad, the second person, is given these by her plan, so many weeks before the
# last one, and finishes the first of them so many weeks later.
AMAL, BY_PLAN = 1, ("not-rushing-a-customer", "putting-a-complaint-right")
PLAN_WEEKS, PLAN_DELAY = 6, 3


class Course:
    """One module: ``assigned``, ``completed``, ``withdrawn`` hold a week for everybody.

    lacks_day: of whom nobody kept when they were given it. The draws are made at once,
    so that what one module does changes nothing about the chances of another.
    """

    def __init__(self, slug, kind, number, weeks, is_here, chance):
        self.slug, self.kind = slug, kind
        self._is_here, self._weeks = is_here, weeks
        people = len(is_here)
        self.first = weeks - LATE_WEEKS if kind.is_late else _begins(number, weeks)
        self.last = min(self.first + int(SPAN * weeks), weeks - 2)
        self.assigned = np.full(people, NEVER, np.int64)
        self._draws = chance.random((weeks, people))
        self._delay = np.minimum(chance.geometric(0.35, people), 8)
        self._delay += np.where(chance.random(people) < SLOW, 8, 0)
        fate = chance.random(people)
        self._is_done = fate >= NEVER_DONE + WITHDRAWN
        self._is_withdrawn = fate < WITHDRAWN
        self._withdrawn_after = chance.integers(2, 7, people)
        self.lacks_day = chance.random(people) < kind.lacks_days
        if slug in BY_PLAN:
            self.assigned[AMAL] = weeks - 1 - PLAN_WEEKS
            self._delay[AMAL] = PLAN_DELAY
            self._is_done[AMAL] = slug == BY_PLAN[0]
            self._is_withdrawn[AMAL] = False

    @property
    def completed(self):
        """Week of completion, NEVER for those who were away by then or never finish."""
        done = np.where(self._is_done, self._after(self._delay), NEVER)
        inside = np.minimum(done, self._weeks - 1)
        is_in_time = (done < self._weeks) & self._is_here[np.arange(len(done)), inside]
        return np.where(is_in_time, done, NEVER)

    @property
    def withdrawn(self):
        """Week in which it was taken back from somebody who had not begun, or NEVER."""
        week = self._after(self._withdrawn_after)
        return np.where(self._is_withdrawn & (week < self._weeks), week, NEVER)

    def assign(self, week, standing):
        """Give it to some in the week after ``week``; low ``standing`` goes first."""
        if not self.first <= week < self.last:
            return
        odds = np.exp(USUAL - SELECTION * standing)
        picked = self._draws[week] < odds / (1 + odds)
        picked &= (self.assigned == NEVER) & self._is_here[:, week]
        picked &= self._is_here[:, week + 1]
        self.assigned[picked] = week + 1

    def gain(self, week):
        """Return what it adds to everybody's latent quality in ``week``."""
        return truth.gain(self.kind, week - self.completed)

    def _after(self, weeks):
        return np.where(self.assigned == NEVER, NEVER, self.assigned + weeks)


def _begins(number, weeks):
    return int(weeks * (0.15 + STEP * number))
