"""The gates, one by one, and how much more would pass them."""

from dataclasses import replace

import pytest

from outcomes.engine.gates import Evidence, effective_count, gates
from outcomes.engine.settings import Settings

ENOUGH = Evidence(
    people=20,
    weeks_before=(4,) * 16 + (3,) * 4,
    distinct=320,
    answers=(40,) * 8,
    weeks_after=250,
    weeks_compared=200,
)


def failed(evidence):
    """Key, have and more of the gates that are not passed."""
    return [
        (gate.key, gate.have, gate.more)
        for gate in gates(evidence, Settings())
        if not gate.is_passed
    ]


def test_gates_are_all_passed_at_the_threshold():
    assert failed(ENOUGH) == []
    assert {gate.more for gate in gates(ENOUGH, Settings())} == {0}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"people": 17}, [("people", 17, 3)]),
        ({"answers": (60,) * 7}, [("teams", 7, 1)]),
        ({"answers": (60,) * 7 + (0,)}, [("teams", 7, 1)]),
        ({"distinct": 296}, [("answers", 296, 4)]),
        ({"weeks_before": (4,) * 15 + (3,) * 5}, [("weeks_before", 0.75, 5)]),
        ({"weeks_before": ()}, [("weeks_before", 0.0, 1)]),
        ({"weeks_compared": 198}, [("controls", 198, 2)]),
        ({"weeks_after": 0, "weeks_compared": 0}, [("controls", 0, 1)]),
        (
            {"answers": (300,) + (50,) * 8},
            [("team_share", 300 / 700, 50), ("effective_teams", 4.454545455, 2)],
        ),
        (
            {"answers": (1000,) * 3 + (100,) * 6},
            [("effective_teams", 4.235294118, 2)],
        ),
    ],
)
def test_gates_say_which_fails_and_how_much_more_would_pass(changes, expected):
    assert failed(replace(ENOUGH, **changes)) == expected


def test_gates_of_weeks_before_ask_for_as_many_people_as_would_pass():
    short = replace(ENOUGH, weeks_before=(4,) * 15 + (3,) * 5)
    more = failed(short)[0][2]

    assert failed(replace(short, weeks_before=(4,) * (15 + more) + (3,) * 5)) == []


def test_gates_of_nothing_all_fail():
    evidence = Evidence(0, (), 0, (), 0, 0)

    assert not any(gate.is_passed for gate in gates(evidence, Settings()))


def test_gates_count_distinct_answers_and_round_once():
    assert failed(replace(ENOUGH, distinct=299.99999)) == []
    assert failed(replace(ENOUGH, distinct=299.92)) == [("answers", 299, 1)]


def test_effective_count_of_one_large_and_many_small():
    assert effective_count([90, 10]) == pytest.approx(1 / (0.81 + 0.01))
    assert effective_count([]) == 0
