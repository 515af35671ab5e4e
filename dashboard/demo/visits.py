"""Customers who come, and come again: more of them where they were served well."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

# How likely a customer is to come again within DAYS, in log odds: at usual quality, and
# per unit of latent quality more.
USUAL, PER_QUALITY = -0.1, 0.55
SOONEST, DAYS = 7, 90
# Visits of customers with a card per person who serves and week, once it has settled.
VISITS = 0.9


@dataclass(frozen=True)
class Visits:
    """One row a visit: person, day (from 0), and a number for the customer."""

    person: np.ndarray
    day: np.ndarray
    customer: np.ndarray


def comes_back(quality):
    """Return how likely a customer served at that latent quality is to come again."""
    return expit(USUAL + PER_QUALITY * quality)


def draw_visits(site_in, is_here, quality, chance):
    """Return the Visits. site_in, is_here, quality: (people, weeks).

    Week by week: those come who decided to at an earlier visit, and some new ones, each
    to the same site; whoever serves decides by how well whether there is a next time.
    """
    weeks = quality.shape[1]
    again = comes_back(quality)
    waiting = [[] for _ in range(weeks)]
    parts, known = [], 0
    for week in range(weeks):
        here = np.flatnonzero(is_here[:, week])
        site = site_in[here, week]
        new = chance.poisson((1 - expit(USUAL)) * VISITS * len(here))
        customer = np.arange(known, known + new)
        known += new
        where = site[chance.integers(len(here), size=new)]
        day = 7 * week + chance.integers(7, size=new)
        back = [np.concatenate(part) for part in zip(*waiting[week], strict=True)]
        if back:
            customer = np.concatenate([customer, back[0]])
            where = np.concatenate([where, back[1]])
            day = np.concatenate([day, back[2]])
        person = _who_serves(here, site, where, chance)
        parts.append((person, day, customer))
        returns = chance.random(len(person)) < again[person, week]
        next_day = day + chance.integers(SOONEST, DAYS + 1, len(day))
        for later in np.unique(next_day[returns] // 7):
            if later < weeks:
                then = returns & (next_day // 7 == later)
                waiting[later].append((customer[then], where[then], next_day[then]))
    return Visits(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _who_serves(here, site, where, chance):
    """Return somebody of the site ``where`` for each, drawn from those ``here``."""
    order = np.argsort(site, kind="stable")
    sites, first, count = np.unique(site[order], return_index=True, return_counts=True)
    # A site whose last person has just left sends its guests next door.
    place = np.minimum(np.searchsorted(sites, where), len(sites) - 1)
    drawn = (chance.random(len(where)) * count[place]).astype(np.int64)
    return here[order[first[place] + drawn]]
