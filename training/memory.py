"""Remembering: when something learned is asked again, and how likely it is still there.

One memory is of one question or one scene in one person's mind. It is asked at most once
a day, so days are counted, not hours, and no interval is drawn at random.

Source: J. Ye, FSRS-6, the free spaced repetition scheduler, with its published weights,
https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

# Something is asked again on the day its recall is expected to have fallen to this share.
TARGET_RECALL = 0.9
# Whatever is known for good is still asked once a year.
LONGEST_INTERVAL = 365
# What refreshing may take of a day; and what is planned, for measures are not exact.
DAY_SECONDS, PLANNED_SECONDS = 180, 170

# recall = (1 + FORGETTING x days / stability) ** DECAY, as the scheduler reckons it; for
# those who must reckon it in a database.
DECAY = -DEFAULT_PARAMETERS[-1]
FORGETTING = 0.9 ** (1 / DECAY) - 1

AGAIN, HARD, GOOD = Rating.Again.value, Rating.Hard.value, Rating.Good.value

# Reading for a purpose, and finding one's place on the page.
WORDS_A_MINUTE, GLANCE_SECONDS = 200, 4
# Moving something up or down by one place, or typing a few letters.
TOUCH_SECONDS = 1.5
# Of whom nothing is known, better too little is asked than too much. What was measured
# is believed once it makes up about a day's share.
FIRST_PACE, PACE_PRIOR_SECONDS = 1.25, 180
QUICKEST_PACE, SLOWEST_PACE = 0.6, 1.7
# An item is begun when so many times what it is expected to take is left of the plan.
LEEWAY = 1.5
# What takes longer would never be begun by whoever reads slowest, so nobody is asked it.
LONGEST_SECONDS = int(PLANNED_SECONDS / LEEWAY / SLOWEST_PACE)
# How much of an item is reading what was right, and why.
REACTION_SHARE = 1 / 3
# Whoever took longer than so many times what was expected was called away.
CALLED_AWAY = 3

# A choice that loses no more than this share of what was at stake came close.
CLOSE_SHARE = 1 / 3

_SCHEDULER = Scheduler(
    desired_retention=TARGET_RECALL,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_INTERVAL,
    enable_fuzzing=False,
)


class Memory(NamedTuple):
    """What is known of one memory.

    stability: days until its recall falls to .9. difficulty: 1-10. reviewed_on: the day
    it was learned or last asked. due_on: the day to ask it again.
    """

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date


def after_review(memory: Memory | None, rating: int, on: date) -> Memory:
    """Return the memory after it was asked on the day ``on``.

    memory: None for what was learned just now. rating: AGAIN, HARD or GOOD. A day before
    the last review counts as that day: whoever travels west may be a date behind.
    """
    if memory is not None:
        on = max(on, memory.reviewed_on)
    card, _log = _SCHEDULER.review_card(_card(memory), Rating(rating), _noon(on))
    return Memory(card.stability, card.difficulty, on, card.due.date())


def recall(memory: Memory, on: date) -> float:
    """Return how likely it is that the memory is there on the day ``on``, 0-1."""
    return _SCHEDULER.get_card_retrievability(_card(memory), _noon(on))


def rating_of_answer(*, is_right: bool) -> int:
    """Return the rating of an answer to a question.

    A slow right answer is as good as a quick one: between two customers, slowness says
    who was interrupted, not who forgot.
    """
    return GOOD if is_right else AGAIN


def rating_of_choice(lost: int, stake: int) -> int:
    """Return the rating of a choice in a scene.

    lost: points lost against the best choice there, >= 0. stake: points between the best
    and the worst choice there.
    """
    if lost <= 0:
        return GOOD
    return HARD if lost <= stake * CLOSE_SHARE else AGAIN


def seconds_to_answer(words: int, touches: int = 0) -> int:
    """Return how long an item of so many words takes, in whole seconds.

    touches: how often something is moved or typed before it is answered.
    """
    return GLANCE_SECONDS + round(words * 60 / WORDS_A_MINUTE + touches * TOUCH_SECONDS)


def seconds_counted(measured: float | None, expected: int) -> int:
    """Return what one item counts against the day, in whole seconds.

    measured: from seeing it to answering it, None when unknown. expected: what all of it
    was thought to take. Whoever answers slowly also reads slowly what was right; whoever
    answers at once still reads it; and somebody called away did not learn all that time.
    """
    if measured is None:
        return expected
    taken = max(measured / (1 - REACTION_SHARE), expected * REACTION_SHARE)
    return round(min(taken, expected * CALLED_AWAY))


def pace_of(taken: Iterable[tuple[int, int]]) -> float:
    """Return how long a person takes, as a multiple of what was expected.

    taken: pairs (seconds counted, seconds expected) of what they answered last; with few
    of them the answer stays near FIRST_PACE.
    """
    pairs = list(taken)
    counted = PACE_PRIOR_SECONDS * FIRST_PACE + sum(pair[0] for pair in pairs)
    expected = PACE_PRIOR_SECONDS + sum(pair[1] for pair in pairs)
    return min(max(counted / expected, QUICKEST_PACE), SLOWEST_PACE)


class Waiting(NamedTuple):
    """Something that is due. recall: 0-1 today. seconds: what it is expected to take.

    group: what it is about; two of one group are not asked one after the other where
    there is another.
    """

    key: Hashable
    recall: float
    seconds: int
    group: Hashable


def portion(
    waiting: Sequence[Waiting], *, used: int = 0, last_group: Hashable = None
) -> list[Waiting]:
    """Return what is asked today, in order: the most forgotten first, and mixed.

    used: seconds already used today. last_group: that of what was asked last. What no
    longer fits is left for another day; something shorter may take its place.
    """
    left, chosen = sorted(waiting, key=lambda each: (each.recall, str(each.key))), []
    room = PLANNED_SECONDS - used
    while left := [each for each in left if each.seconds * LEEWAY <= room]:
        other = (each for each in left if each.group != last_group)
        following = next(other, left[0])
        left.remove(following)
        chosen.append(following)
        room, last_group = room - following.seconds, following.group
    return chosen


def _card(memory: Memory | None) -> Card:
    if memory is None:
        return Card(card_id=0, due=_noon(date.min))
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due_on),
        last_review=_noon(memory.reviewed_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
