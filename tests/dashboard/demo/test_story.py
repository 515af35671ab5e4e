"""The story of the demo, before it is written: seeded, skewed, with a known truth."""

from collections import Counter

import numpy as np
import pytest

from dashboard.demo.chain import chain_of
from dashboard.demo.story import SLUGS, tell_story
from dashboard.demo.truth import KINDS, drawn_kinds, gain
from outcomes.engine.panel import NEVER


@pytest.fixture(scope="module")
def story():
    return tell_story(employees=120, weeks=60, seed=3)


def course_of(story, name):
    return next(course for course in story.courses if course.kind.name == name)


def test_chain_has_regions_sites_and_shifts_where_a_site_is_large():
    chain = chain_of(240)
    sizes = Counter(len(site.teams) for site in chain.sites)

    assert (chain.teams, len(chain.regions)) == (24, 3)
    assert sizes == {1: 15, 3: 3}
    assert chain.sites[0].name == "Harbour Street"


@pytest.mark.parametrize("employees", [40, 60, 240, 1000, 3000])
def test_chain_counts_everybody_on_the_payroll(employees):
    chain = chain_of(employees)
    leading = 1 + len(chain.regions) + sum(site.is_large for site in chain.sites)
    names = {site.name for site in chain.sites}

    assert chain.serving + leading == employees
    assert len(names) == len(chain.sites)


def test_story_is_the_same_for_the_same_seed(story):
    again = tell_story(employees=120, weeks=60, seed=3)

    assert np.array_equal(again.answers.score, story.answers.score)
    assert np.array_equal(again.visits.person, story.visits.person)
    assert again.truth == story.truth


def test_story_lets_only_the_seed_say_which_module_does_what():
    orders = {tuple(kind.name for kind in drawn_kinds(seed)) for seed in range(1, 6)}

    assert len(orders) == 5
    assert all(sorted(order) == sorted(k.name for k in KINDS) for order in orders)


def test_story_has_skewed_scores_and_few_complaints(story):
    shares = np.bincount(story.answers.score)[1:] / len(story.answers.score)

    assert shares[4] > 0.5
    assert shares[0] + shares[1] < 0.12
    assert 0.005 < story.answers.complaint.mean() < 0.05


def test_story_has_a_truth_of_nothing_for_the_module_that_does_nothing(story):
    assert set(story.truth[course_of(story, "none").slug].values()) == {0.0}


def test_story_has_a_truth_near_what_each_module_works_towards(story):
    strong = story.truth[course_of(story, "strong").slug]
    harmful = story.truth[course_of(story, "harmful").slug]

    assert 0.2 < strong["csat"] < 0.4
    assert strong["complaint"] < 0 < strong["returned"]
    assert -0.4 < harmful["csat"] < -0.15


def test_story_sends_those_who_had_a_bad_month(story):
    answers, before = story.answers, []
    course = course_of(story, "none")
    for person in np.flatnonzero(course.assigned != NEVER):
        week = course.assigned[person]
        is_month = (answers.person == person) & (answers.week < week)
        before += answers.score[is_month & (answers.week >= week - 4)].tolist()

    assert np.mean(before) < answers.score.mean() - 0.05


def test_story_staggers_completions_and_lets_some_wait_or_be_let_off(story):
    course = course_of(story, "strong")
    is_given = course.assigned != NEVER
    is_done = course.completed != NEVER

    assert len(set(course.completed[is_done])) > 15
    assert (course.completed[is_done] > course.assigned[is_done]).all()
    assert (
        0.02 < (is_given & (course.withdrawn != NEVER)).mean() / is_given.mean() < 0.1
    )
    assert (is_given & ~is_done & (course.withdrawn == NEVER)).any()


def test_story_brings_customers_back_to_who_serves_well(story):
    visits = story.visits
    seen = Counter(visits.customer.tolist())

    assert 0.35 < np.mean([times > 1 for times in seen.values()]) < 0.65
    assert set(SLUGS) == set(story.truth)


def test_gain_of_a_growing_module_grows_for_some_weeks():
    growing = next(kind for kind in KINDS if kind.name == "growing")

    steps = gain(growing, np.array([-1, 0, 3, 6, 9, 20]))

    assert steps[0] == 0
    assert (np.diff(steps[:5]) > 0).all()
    assert steps[4] == steps[5]
