"""The whole history of the demo, thought up from a seed, in weeks and arrays."""

from dataclasses import dataclass

import numpy as np

from dashboard.demo.careers import Careers, draw_careers
from dashboard.demo.chain import Chain, chain_of
from dashboard.demo.courses import Course
from dashboard.demo.service import (
    Answers,
    Weeks,
    answers_a_week,
    expected,
    untrained_quality,
)
from dashboard.demo.truth import drawn_kinds, mean_change
from dashboard.demo.visits import Visits, comes_back, draw_visits

# The modules, in the order in which the house began with them: any may do anything.
SLUGS = (
    "a-greeting-for-everybody",
    "not-rushing-a-customer",
    "offering-a-little-more",
    "putting-a-complaint-right",
    "reading-the-table",
    "a-caller-nobody-recognises",
    "a-goodbye-that-stays",
    "promising-only-what-you-can-keep",
)


@dataclass(frozen=True)
class Story:
    """What happened over ``weeks`` weeks, the last one still running.

    truth: {module slug: {metric key: mean change over the answers or visits of weeks
    0-12 after completion}}. It is for whoever checks the product, and for nobody else.
    """

    weeks: int
    chain: Chain
    careers: Careers
    courses: tuple[Course, ...]
    answers: Answers
    visits: Visits
    truth: dict


def tell_story(*, employees, weeks, seed):
    """Return the Story of about ``employees`` people over ``weeks`` weeks.

    The same for the same arguments, on whatever day it is told.
    """
    chain = chain_of(employees)
    careers = draw_careers(chain, weeks, _chance(seed, 2))
    team, is_here = careers.team_in(weeks), careers.is_here_in(weeks)
    tenure = np.arange(weeks) - careers.hired[:, None]
    quality = untrained_quality(team, tenure, _chance(seed, 3))
    responses = answers_a_week(careers, is_here, _chance(seed, 4))
    site = np.array(chain.site_of_team)[team]
    asks_nps = np.array([site.asks_nps for site in chain.sites])[site]
    courses = tuple(
        Course(slug, kind, number, weeks, is_here, _chance(seed, 10 + number))
        for number, (slug, kind) in enumerate(
            zip(SLUGS, drawn_kinds(seed), strict=True)
        )
    )
    heard = Weeks(responses, asks_nps, _chance(seed, 5))
    for week in range(weeks):
        gains = sum(course.gain(week) for course in courses)
        heard.answer(week, quality[:, week] + gains)
        standing = heard.recent_standing(week)
        for course in courses:
            course.assign(week, standing)
    gains = {
        course.slug: np.stack([course.gain(week) for week in range(weeks)], axis=1)
        for course in courses
    }
    whole = quality + sum(gains.values())
    return Story(
        weeks=weeks,
        chain=chain,
        careers=careers,
        courses=courses,
        answers=heard.answers(),
        visits=draw_visits(site, is_here, whole, _chance(seed, 6)),
        truth={
            course.slug: _truth(whole, gains[course.slug], course, responses, asks_nps)
            for course in courses
        },
    )


def _truth(whole, gain, course, responses, asks_nps):
    with_it, without = expected(whole), expected(whole - gain)
    weights = {"nps": responses * asks_nps}
    true = {
        key: mean_change(
            with_it[key], without[key], weights.get(key, responses), course.completed
        )
        for key in with_it
    }
    back = comes_back(whole), comes_back(whole - gain)
    true["returned"] = mean_change(*back, responses > 0, course.completed)
    return true


def _chance(seed, stream):
    return np.random.default_rng([seed, stream])
