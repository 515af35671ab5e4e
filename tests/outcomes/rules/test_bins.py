"""Players gathered by what they showed."""

import pytest

from outcomes.rules.bins import FIFTHS, THIRDS, Player, skill_bins


@pytest.mark.parametrize("bands", [FIFTHS, THIRDS])
def test_skill_bins_cover_every_score_once(bands):
    bins = skill_bins([], smallest=5, bands=bands)

    scores = [score for each in bins for score in range(each.first, each.last + 1)]
    assert scores == list(range(101))


def test_skill_bins_hide_what_too_few_people_are_behind():
    four = [Player(score=30, answers=10, low=5)] * 4
    five = [Player(score=100, answers=10, low=1)] * 5

    bins = skill_bins([*four, *five], smallest=5)

    assert [(each.people, each.low_share) for each in bins] == [
        (0, None),
        (4, None),
        (0, None),
        (0, None),
        (5, 0.1),
    ]
