"""How well everybody serves, week by week, and what customers answer.

Every answer comes from a latent quality of service: a level of the person's own, a form
that comes and goes, good and bad weeks of the team, the season, the first weeks on the
job, and the modules completed. Scores are skewed: half of them are a five.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

# Where latent quality turns into a score, and into a passive or a promoter (NPS).
CUTS = np.array([-2.3, -1.75, -1.05, 0.0])
NPS_CUTS = np.array([-1.1, 0.1])
NPS_VALUES = np.array([-100.0, 0.0, 100.0])
# How likely a complaint is beside a score of 1, 2, 3, 4, 5.
COMPLAINTS = np.array([0.45, 0.22, 0.05, 0.006, 0.002])
# How much of an NPS answer is the same impression as the score.
SHARED = 0.75
# A share of answers that tell the team alone, and answers per person and week.
TEAM_ALONE, ANSWERS = 0.04, 2.4


@dataclass(frozen=True)
class Answers:
    """One row an answer: indices of the person and week, and what was said.

    nps: -100, 0, 100, or not a number where it was not asked.
    """

    person: np.ndarray
    week: np.ndarray
    score: np.ndarray
    complaint: np.ndarray
    nps: np.ndarray
    is_team_alone: np.ndarray


def untrained_quality(team, tenure, chance):
    """Return (people, weeks) the latent quality of everybody without any module."""
    people, weeks = tenure.shape
    shocks = drifting(chance, (team.max() + 1, weeks), 0.10, 0.5)
    season = 0.12 * np.sin(2 * np.pi * (np.arange(weeks) + chance.integers(52)) / 52)
    return (
        chance.normal(0, 0.30, people)[:, None]
        + drifting(chance, (people, weeks), 0.22, 0.70)
        + np.take_along_axis(shocks, team, axis=0)
        + season
        - 0.25 * np.exp(-np.maximum(tenure, 0) / 5)
    )


def drifting(chance, size, spread, memory):
    """Return rows of a stationary first-order autoregression with that spread."""
    steps = chance.normal(0, spread, size)
    steps[:, 1:] *= np.sqrt(1 - memory**2)
    for week in range(1, size[1]):
        steps[:, week] += memory * steps[:, week - 1]
    return steps


def answers_a_week(careers, is_here, chance):
    """Return (people, weeks) how many customers answer; leaders serve half as many."""
    usual = ANSWERS * chance.gamma(4, 1 / 4, careers.people)
    usual = np.where(careers.is_leader, usual / 2, usual)
    # Amal Haddad has enough to look at, whatever the seed.
    usual[1] = max(usual[1], ANSWERS)
    return chance.poisson(np.where(is_here, usual[:, None], 0.0))


class Weeks:
    """The answers as they come in, week by week."""

    def __init__(self, responses, asks_nps, chance):
        self._responses, self._asks_nps, self._chance = responses, asks_nps, chance
        self._sums, self._counts = (np.zeros(responses.shape) for _ in range(2))
        self._parts = []

    def answer(self, week, quality):
        """Draw the answers of ``week`` from the latent ``quality`` of everybody."""
        chance, people = self._chance, len(quality)
        who = np.repeat(np.arange(people), self._responses[:, week])
        mood = chance.normal(size=len(who))
        score = 1 + (quality[who] + mood > CUTS[:, None]).sum(axis=0)
        other = chance.normal(size=len(who))
        liking = quality[who] + SHARED * mood + np.sqrt(1 - SHARED**2) * other
        nps = NPS_VALUES[(liking > NPS_CUTS[:, None]).sum(axis=0)]
        complaint = chance.random(len(who)) < COMPLAINTS[score - 1]
        is_alone = chance.random(len(who)) < TEAM_ALONE
        self._parts.append(
            (
                who,
                np.full(len(who), week),
                score,
                complaint,
                np.where(self._asks_nps[who, week], nps, np.nan),
                is_alone,
            )
        )
        self._counts[:, week] = np.bincount(who[~is_alone], minlength=people)
        own = score[~is_alone]
        self._sums[:, week] = np.bincount(who[~is_alone], own, minlength=people)

    def recent_standing(self, week):
        """Return how far everybody's mean of four weeks lies from that of all.

        0 for those with fewer than three answers: no manager can say.
        """
        month = slice(max(week - 3, 0), week + 1)
        count = self._counts[:, month].sum(axis=1)
        total = self._sums[:, month].sum(axis=1)
        mean = total / np.maximum(count, 1)
        return np.where(count >= 3, mean - total.sum() / max(count.sum(), 1), 0.0)

    def answers(self):
        return Answers(
            *(np.concatenate(part) for part in zip(*self._parts, strict=True))
        )


def score_shares(quality):
    """Return five arrays: how likely each score from 1 to 5 is at that quality."""
    above = [ndtr(quality - cut) for cut in CUTS]
    edges = [1.0, *above, 0.0]
    return [edges[n] - edges[n + 1] for n in range(len(COMPLAINTS))]


def expected(quality):
    """Return {metric: what is to be expected at that latent quality}, arrays."""
    shares = score_shares(quality)
    promoters, passive = (ndtr(quality - NPS_CUTS[n]) for n in (1, 0))
    return {
        "csat": sum((n + 1) * share for n, share in enumerate(shares)),
        "low_score": shares[0] + shares[1],
        "complaint": sum(c * s for c, s in zip(COMPLAINTS, shares, strict=True)),
        "nps": 100 * (promoters + passive - 1),
    }
