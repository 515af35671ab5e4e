"""Remembering: when something is asked again, and a year of it."""

import datetime as dt
from statistics import mean

import pytest
from fsrs import Card, Rating, Scheduler

from tests.training.forgetting import FIRST_DAY, a_learner
from training import memory
from training.memory import AGAIN, GOOD, HARD, Waiting

DAY = dt.date(2026, 11, 23)
YEAR = 365
# Whoever has just begun has little to remember yet.
FIRST_MONTH = 30


def after(*ratings):
    """Return the memory of something asked each time on the day it was due."""
    known, on = None, DAY
    for rating in ratings:
        known = memory.after_review(known, rating, on)
        on = known.due_on
    return known


def days_to_wait(known):
    return (known.due_on - known.reviewed_on).days


@pytest.mark.parametrize(
    ("ratings", "days"),
    [
        ([GOOD], [2]),
        ([HARD], [1]),
        ([AGAIN], [1]),
        ([GOOD, GOOD, GOOD, GOOD], [2, 11, 46, 163]),
        ([GOOD, GOOD, GOOD, AGAIN, GOOD], [2, 11, 46, 3, 8]),
    ],
)
def test_what_is_known_waits_longer_and_what_is_forgotten_returns_sooner(ratings, days):
    waits = [days_to_wait(after(*ratings[: n + 1])) for n in range(len(ratings))]

    assert waits == days


def test_what_is_known_for_good_is_asked_once_a_year():
    assert days_to_wait(after(*[GOOD] * 12)) == memory.LONGEST_INTERVAL


def test_it_is_due_when_recall_has_fallen_to_the_target():
    known = after(GOOD, GOOD, GOOD)

    assert memory.recall(known, known.reviewed_on) == 1
    assert memory.recall(known, known.due_on) == pytest.approx(0.9, abs=0.005)


def test_it_reckons_as_the_published_scheduler_does():
    """Source: the scheduler itself, asked with its own cards and times."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = Card(card_id=1), dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    ratings = [GOOD, HARD, GOOD, AGAIN, GOOD]
    for rating in ratings:
        card, _log = scheduler.review_card(card, Rating(rating), at)
        at = card.due

    known = after(*ratings)

    assert (known.stability, known.difficulty) == (card.stability, card.difficulty)
    assert known.due_on == card.due.date()


def test_the_curve_in_the_open_is_that_of_the_scheduler():
    known = after(GOOD, GOOD)
    for days in (0, 1, 30, 400):
        share = (1 + memory.FORGETTING * days / known.stability) ** memory.DECAY

        on = known.reviewed_on + dt.timedelta(days=days)
        assert share == pytest.approx(memory.recall(known, on))


def test_a_review_a_date_before_the_last_counts_as_that_day():
    known = after(GOOD, GOOD)

    west = memory.after_review(known, GOOD, known.reviewed_on - dt.timedelta(days=1))

    assert west == memory.after_review(known, GOOD, known.reviewed_on)


@pytest.mark.parametrize(
    ("lost", "stake", "rating"),
    [(0, 6, GOOD), (0, 0, GOOD), (1, 6, HARD), (2, 6, HARD), (3, 6, AGAIN)],
)
def test_a_choice_is_as_good_as_little_was_lost_by_it(lost, stake, rating):
    assert memory.rating_of_choice(lost, stake) == rating


def test_an_answer_is_right_or_asked_again():
    assert memory.rating_of_answer(is_right=True) == GOOD
    assert memory.rating_of_answer(is_right=False) == AGAIN


@pytest.mark.parametrize(("words", "seconds"), [(0, 4), (100, 34), (180, 58)])
def test_seconds_follow_the_words(words, seconds):
    assert memory.seconds_to_answer(words) == seconds


@pytest.mark.parametrize(
    ("measured", "counted"), [(None, 39), (26, 39), (0, 13), (-9, 13), (9999, 117)]
)
def test_seconds_of_somebody_called_away_do_not_count(measured, counted):
    assert memory.seconds_counted(measured, 39) == counted


def test_a_pace_is_believed_little_by_little():
    assert memory.pace_of([]) == memory.FIRST_PACE
    assert 1.25 < memory.pace_of([(60, 40)]) < memory.pace_of([(60, 40)] * 9) < 1.5
    assert memory.pace_of([(120, 40)] * 99) == memory.SLOWEST_PACE
    assert memory.pace_of([(1, 40)] * 99) == memory.QUICKEST_PACE


def keys(waiting, **fields):
    return [each.key for each in memory.portion(waiting, **fields)]


def test_a_portion_begins_with_the_most_forgotten():
    waiting = [Waiting("b", 0.8, 30, 1), Waiting("c", 0.9, 30, 2)]

    assert keys([*waiting, Waiting("a", 0.2, 30, 3)]) == ["a", "b", "c"]


def test_a_portion_mixes_what_it_is_about():
    waiting = [Waiting(f"a{n}", n / 100, 20, "a") for n in range(3)]
    waiting += [Waiting(f"b{n}", n / 10, 20, "b") for n in range(5, 7)]

    assert keys(waiting) == ["a0", "b5", "a1", "b6", "a2"]
    assert keys(waiting, last_group="a") == ["b5", "a0", "b6", "a1", "a2"]


def test_a_portion_leaves_room_for_the_last_to_take_longer():
    waiting = [Waiting(f"{n}", n / 10, 40, n) for n in range(9)]

    assert keys(waiting) == ["0", "1", "2"]
    assert keys(waiting, used=111) == []
    assert keys([*waiting, Waiting("short", 0.9, 20, 9)], used=111) == ["short"]
    assert keys(waiting, used=memory.DAY_SECONDS) == []


def test_the_slowest_reader_is_asked_the_longest_item():
    seconds = round(memory.LONGEST_SECONDS * memory.SLOWEST_PACE)

    assert keys([Waiting("long", 0.5, seconds, 1)]) == ["long"]


def test_a_portion_of_nothing_is_nothing():
    assert keys([]) == []


def years(seeds, **kind):
    return [a_learner(seed, **kind).live(YEAR) for seed in seeds]


def settled(year):
    """Return the mean true recall of a year after its first month."""
    return mean(year.recalls[FIRST_MONTH:])


def test_a_year_holds_recall_near_the_target_in_three_minutes_a_day():
    """Twenty learners who forget otherwise than the scheduler thinks, and guess."""
    lived = years(range(20))

    assert mean(map(settled, lived)) == pytest.approx(memory.TARGET_RECALL, abs=0.03)
    assert min(map(settled, lived)) > 0.75
    assert max(max(year.seconds) for year in lived) <= memory.DAY_SECONDS


def test_a_year_without_refreshers_is_mostly_forgotten():
    """So that the year above shows what refreshing does, not what need not be done."""
    learners = [a_learner(seed) for seed in range(20)]
    for learner in learners:
        learner.comes = 0

    lived = [learner.live(YEAR) for learner in learners]

    assert mean(map(settled, lived)) < 0.2


@pytest.mark.soak
def test_a_year_of_hundreds_of_learners():
    lived = years(range(300))
    asked = [
        review
        for year in lived
        for review in year.reviews
        if (review[0] - FIRST_DAY).days > FIRST_MONTH
    ]

    assert mean(map(settled, lived)) == pytest.approx(memory.TARGET_RECALL, abs=0.03)
    assert sum(settled(year) > 0.85 for year in lived) > 0.9 * len(lived)
    assert max(max(year.seconds) for year in lived) <= memory.DAY_SECONDS
    # What the pages foretell is what is answered.
    thought, right = (mean(review[n] for review in asked) for n in (1, 3))
    assert thought == pytest.approx(right, abs=0.03)
