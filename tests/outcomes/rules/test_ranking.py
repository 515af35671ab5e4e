"""In which order verdicts are read."""

from outcomes.choices import Verdict
from outcomes.rules.ranking import ORDER, is_good, reading_order


def test_reading_order_names_every_verdict_once():
    assert sorted(ORDER) == sorted(Verdict)


def test_reading_order_is_what_to_stop_then_what_to_spread():
    modules = [
        ("", None),
        ("not_enough_data", 0.5),
        ("no_evidence", 0.0),
        ("pays_off", 0.1),
        ("pays_off", 0.2),
        ("harmful", -0.1),
        ("harmful", -0.3),
    ]

    in_order = sorted(modules, key=lambda module: reading_order(*module))

    assert in_order == list(reversed(modules))


def test_is_good_asks_which_way_is_better():
    assert [is_good(0.1, "higher"), is_good(-0.1, "higher")] == [True, False]
    assert [is_good(0.1, "lower"), is_good(-0.1, "lower")] == [False, True]
    assert [is_good(0, "higher"), is_good(0, "lower")] == [False, False]
