"""Players gathered by what they showed."""

from outcomes.rules.bins import Player, skill_bins


def test_skill_bins_cover_every_score_once():
    bins = skill_bins([], smallest=5)

    assert [(each.first, each.last) for each in bins] == [
        (0, 19),
        (20, 39),
        (40, 59),
        (60, 79),
        (80, 100),
    ]


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
