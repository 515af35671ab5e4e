"""Distinct answers of several people, against answers that are known one by one."""

import numpy as np
import pytest

from outcomes.engine.answers import distinct_answers


def counted(credits, cells):
    """What the cells of ``credits``, {(answer, person, week): part}, come to."""
    responses, parts = np.zeros(cells.shape, int), np.zeros(cells.shape, np.float32)
    for (_answer, person, week), part in credits.items():
        responses[person, week] += 1
        parts[person, week] += part
    return distinct_answers(responses, np.minimum(parts, responses), cells)


ALL = np.ones((3, 2), bool)


@pytest.mark.parametrize(
    ("credits", "people", "expected"),
    [
        # Everybody's own.
        ({("a", 0, 0): 1, ("b", 1, 0): 1, ("c", 0, 1): 1}, 3, 3),
        # One that three share.
        ({("a", n, 0): 1 / 3 for n in range(3)}, 3, 1),
        # One that somebody shares with people who are not counted.
        ({("a", n, 0): 1 / 3 for n in range(3)}, 1, 1),
        # Three of one person, each shared with nobody that is known.
        ({(name, 0, 0): 0.5 for name in "abc"}, 3, 3),
        # Shared ones beside one's own.
        ({("a", 0, 0): 0.5, ("a", 1, 0): 0.5, ("b", 2, 0): 1, ("c", 2, 1): 1}, 3, 3),
        ({}, 3, 0),
    ],
)
def test_distinct_answers_are_exact_where_the_cells_can_tell(credits, people, expected):
    cells = ALL & (np.arange(3) < people)[:, None]

    assert counted(credits, cells) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_distinct_answers_are_never_more_than_there_are(seed):
    rng = np.random.default_rng(seed)
    people, weeks = 8, 5
    credits = {}
    for answer in range(120):
        week = int(rng.integers(weeks))
        served = rng.choice(people, rng.integers(1, 5), replace=False)
        parts = rng.dirichlet(np.ones(len(served)))
        for person, part in zip(served.tolist(), parts, strict=True):
            credits[answer, person, week] = part
    is_meant = rng.random(people) < 0.6
    cells = np.repeat(is_meant[:, None], weeks, axis=1)
    truth = {answer for answer, person, _week in credits if is_meant[person]}
    by_parts = sum(part for (_a, who, _w), part in credits.items() if is_meant[who])

    found = counted(credits, cells)

    assert by_parts - 1e-3 <= found <= len(truth) + 1e-3
