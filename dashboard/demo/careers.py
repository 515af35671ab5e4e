"""Who works in which team, from which week to which: hires, leavers, moves."""

from dataclasses import dataclass

import numpy as np

from outcomes.engine.panel import NEVER

# Weeks somebody new stays on average, beyond the first ten; and until a place is filled.
STAYS, AT_LEAST, LONGEST_GAP = 160, 10, 5
# How many of all move to another team of the region once.
MOVING = 0.06
# Weeks before the end in which Amal Haddad was hired.
AMAL_WEEKS = 64


@dataclass(frozen=True)
class Careers:
    """Of everybody who ever served, in weeks of the history; it begins with week 0.

    hired: negative before the history. left: first week away, NEVER for who is here.
    first_team, second_team: indices; moved: week of the move, NEVER without one.
    is_leader: whether the person leads the first team, from before the beginning on.
    The leader of team 0 comes first, Amal Haddad second.
    """

    hired: np.ndarray
    left: np.ndarray
    first_team: np.ndarray
    second_team: np.ndarray
    moved: np.ndarray
    is_leader: np.ndarray

    @property
    def people(self):
        return len(self.hired)

    def team_in(self, weeks):
        """Return (people, weeks) the team index, also for weeks away."""
        after = np.arange(weeks) >= self.moved[:, None]
        return np.where(after, self.second_team[:, None], self.first_team[:, None])

    def is_here_in(self, weeks):
        """Return (people, weeks) whether the person works here."""
        week = np.arange(weeks)
        return (week >= self.hired[:, None]) & (week < self.left[:, None])


def draw_careers(chain, weeks, chance):
    """Return the Careers of the people of ``chain`` over ``weeks`` weeks.

    Each place in a team is held by one person after the other.
    """
    hired, left, team, is_leader = [], [], [], []
    for place in range(chain.serving):
        in_team, number = divmod(place, chain.teams)
        first, is_settled = _first_week(in_team, number, weeks, chance)
        while first < weeks:
            stay = chance.geometric(1 / STAYS) + AT_LEAST
            last = NEVER if is_settled else max(first, 0) + stay
            is_gone = last < weeks
            hired.append(first)
            left.append(last if is_gone else NEVER)
            team.append(number)
            is_leader.append(in_team == 0)
            if not is_gone:
                break
            first = last + chance.integers(1, LONGEST_GAP + 1)
    hired, left, team = (np.array(each, np.int64) for each in (hired, left, team))
    is_leader = np.array(is_leader)
    order = _with_amal_second(is_leader, hired, left, team, weeks)
    hired, left, team, is_leader = (
        each[order] for each in (hired, left, team, is_leader)
    )
    second, moved = _moves(chain, weeks, hired, left, team, is_leader, chance)
    return Careers(hired, left, team, second, moved, is_leader)


def _first_week(in_team, number, weeks, chance):
    """Return (week of the hire, whether the person stays to the end)."""
    long_ago = -int(chance.integers(1, 300))
    if in_team == 0:
        return long_ago - 60, True
    if in_team == 1 and number == 0:
        return max(weeks - AMAL_WEEKS, 0), True
    return long_ago, False


def _with_amal_second(is_leader, hired, left, team, weeks):
    """Return the order of people in which the leader of team 0 and Amal come first."""
    amal = np.flatnonzero(
        ~is_leader
        & (team == 0)
        & (left == NEVER)
        & (hired == max(weeks - AMAL_WEEKS, 0))
    )[0]
    leader = np.flatnonzero(is_leader & (team == 0))[0]
    rest = np.setdiff1d(np.arange(len(hired)), [leader, amal])
    return np.concatenate([[leader, amal], rest])


def _moves(chain, weeks, hired, left, team, is_leader, chance):
    """Return (second team, week of the move) of everybody."""
    region = np.array([chain.sites[s].region for s in chain.site_of_team])
    moves = (chance.random(len(team)) < MOVING) & ~is_leader
    moves[:2] = False
    second, moved = team.copy(), np.full(len(team), NEVER, np.int64)
    for person in np.flatnonzero(moves):
        near = np.flatnonzero(region == region[team[person]])
        first, last = max(hired[person], 0) + 6, min(left[person], weeks) - 6
        if len(near) > 1 and first < last:
            second[person] = chance.choice(near[near != team[person]])
            moved[person] = chance.integers(first, last)
    return second, moved
