from feedback.choices import Better, MetricKey, MetricKind
from outcomes.wording.amounts import Amounts
from outcomes.wording.axis import axis_for

CSAT = Amounts(MetricKey.CSAT, MetricKind.MEAN, Better.HIGHER)
COMPLAINT = Amounts(MetricKey.COMPLAINT, MetricKind.RATE, Better.LOWER)


def test_axis_is_the_one_of_the_look_where_all_fits():
    axis = axis_for(CSAT, 0.10, [0.19, -0.15])

    assert (round(axis.low, 2), round(axis.high, 2)) == (-0.30, 0.40)
    assert (axis.zero, axis.worth_place) == ("42.86%", "57.14%")
    assert [tick.label for tick in axis.ticks(CSAT)] == [
        "−.20",
        "−.10",
        "0",
        "+.10",
        "+.20",
        "+.30",
    ]


def test_axis_widens_for_a_headline_and_never_for_an_interval():
    assert round(axis_for(CSAT, 0.10, [0.62]).high, 2) == 0.70
    line = axis_for(CSAT, 0.10, [0.15]).line(gain=0.15, low=-0.29, high=0.59)

    assert (line.is_cut_low, line.is_cut_high, line.high) == (False, True, "100.00%")


def test_line_puts_the_readings_in_order():
    line = axis_for(CSAT, 0.10).line(
        gain=0.05, low=-0.1, high=0.2, strict=0.1, generous=0.0
    )

    assert (line.strict, line.generous) == ("42.86%", "57.14%")


def test_axis_of_shares_runs_per_hundred():
    axis = axis_for(COMPLAINT, 0.01)

    assert [tick.label for tick in axis.ticks(COMPLAINT)] == [
        "−2",
        "−1",
        "0",
        "+1",
        "+2",
        "+3",
    ]


def test_axis_without_a_worth_draws_no_line_for_it():
    assert axis_for(CSAT, None).worth_place == "-9px"
