"""Targets and rings, on plain values."""

import datetime as dt

import pytest

from plans.rules import RING, Arc, last_day, proposed_target, ring_arcs

CSAT = {"is_higher_better": True, "low": 1, "high": 5, "smallest": 0.1}
SHARE = {"is_higher_better": False, "low": 0, "high": 1, "smallest": 0.02}
NPS = {"is_higher_better": True, "low": -100, "high": 100, "smallest": 3}


@pytest.mark.parametrize(
    ("baseline", "scale", "target"),
    [
        (3.0, CSAT, 3.2),  # a tenth of the way to 5
        (4.6, CSAT, 4.7),  # no less than is worth having
        (4.95, CSAT, 5.0),  # not beyond the end
        (5.0, CSAT, 5.0),
        (0.40, SHARE, 0.36),
        (0.05, SHARE, 0.03),
        (0.01, SHARE, 0.0),
        (20.0, NPS, 28.0),
        (-12.4, NPS, -1.0),  # whole points on a long scale
    ],
)
def test_proposed_target_goes_a_tenth_of_the_way(baseline, scale, target):
    assert proposed_target(baseline, **scale) == target


def test_last_day_of_a_week_is_its_seventh():
    assert last_day(dt.date(2026, 11, 23), 1) == dt.date(2026, 11, 29)


def test_ring_arcs_share_the_circle_and_fill_with_what_is_done():
    assert ring_arcs([(3, 3), (1, 2), (0, 4)]) == (
        Arc(start=0, length=94, done=94),
        Arc(start=100, length=94, done=47),
        Arc(start=200, length=94, done=0),
    )


def test_ring_arcs_of_one_part_have_no_gap():
    assert ring_arcs([(1, 4)]) == (Arc(0, RING, RING // 4),)


def test_ring_arcs_of_nothing_are_none_and_of_no_steps_empty():
    assert ring_arcs([]) == ()
    assert ring_arcs([(0, 0)]) == (Arc(0, RING, 0),)


def test_arc_leaves_the_rest_of_the_circle():
    arc = Arc(start=100, length=94, done=47)

    assert (arc.rest, arc.rest_done) == (206, 253)
