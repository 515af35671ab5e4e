"""Scores as survey tools write them."""

import pytest

from feedback.importing.scales import (
    Said,
    header_scale,
    on_metric,
    parse_scale,
    proposed_scale,
    read_score,
    read_yes_no,
)


@pytest.mark.parametrize(
    ("text", "metric", "said"),
    [
        ("4", "csat", Said(4.0)),
        ("4,5", "csat", Said(4.5)),
        ("4.50", "csat", Said(4.5)),
        ("80 %", "csat", Said(80.0, "0-100")),
        ("4/5", "csat", Said(4.0, "1-5")),
        ("8 von 10", "csat", Said(8.0, "0-10")),
        ("4 stars", "stars", Said(4.0, "1-5")),
        ("★★★★☆", "stars", Said(4.0, "1-5")),
        ("5 - Very satisfied", "csat", Said(5.0)),
        ("2 (schlecht)", "csat", Said(2.0)),
        ("Sehr zufrieden", "csat", Said(None, "words", 1.0)),
        ("very difficult", "ces", Said(None, "words", 1.0)),
        ("Promoter", "nps", Said(None, "words", 1.0)),
        ("👍", "csat", None),
        ("four", "csat", None),
        ("nan", "csat", None),
        ("inf", "csat", None),
        ("1e9", "csat", None),
        ("12345", "csat", None),
    ],
)
def test_read_score_takes_what_it_knows_and_nothing_else(text, metric, said):
    assert read_score(text, metric) == said


@pytest.mark.parametrize(
    ("number", "scale", "metric", "bounds", "value"),
    [
        (3, "1-5", "csat", (1, 5), 3.0),
        (4, "1-7", "csat", (1, 5), 3.0),
        (0, "0-10", "csat", (1, 5), 1.0),
        (10, "0-10", "csat", (1, 5), 5.0),
        (75, "0-100", "csat", (1, 5), 4.0),
        (1, "6-1", "csat", (1, 5), 5.0),
        (6, "6-1", "csat", (1, 5), 1.0),
        (7, "7-1", "ces", (1, 7), 1.0),
        (9, "0-10", "nps", (-100, 100), 100),
        (8, "0-10", "nps", (-100, 100), 0),
        (7, "0-10", "nps", (-100, 100), 0),
        (6, "1-10", "nps", (-100, 100), -100),
        (-100, "-100-100", "nps", (-100, 100), -100),
    ],
)
def test_on_metric_draws_a_scale_out_evenly(number, scale, metric, bounds, value):
    assert on_metric(number, parse_scale(scale), metric, *bounds) == value


@pytest.mark.parametrize(
    ("number", "scale", "metric", "bounds"),
    [
        (6, "1-5", "csat", (1, 5)),
        (0, "6-1", "csat", (1, 5)),
        (11, "0-10", "nps", (-100, 100)),
        (50, "-100-100", "nps", (-100, 100)),
        (float("nan"), "1-5", "csat", (1, 5)),
    ],
)
def test_on_metric_refuses_what_lies_beyond(number, scale, metric, bounds):
    with pytest.raises(ValueError, match="off_scale"):
        on_metric(number, parse_scale(scale), metric, *bounds)


@pytest.mark.parametrize(
    ("name", "scale"),
    [
        ("Rating (1-5)", "1-5"),
        ("Score 0 to 10", "0-10"),
        ("Zufriedenheit 1 bis 7", "1-7"),
        ("Rating out of 5", "1-5"),
        ("Rating out of 10", ""),
        ("Satisfaction %", "0-100"),
        ("Q7", ""),
        ("Survey 2026-11", ""),
    ],
)
def test_header_scale_reads_what_the_name_states(name, scale):
    assert header_scale(name) == scale


@pytest.mark.parametrize(
    ("numbers", "metric", "name", "proposal"),
    [
        ([1, 5], "csat", "Rating (1-5)", ("1-5", True)),
        ([1, 7], "csat", "Rating (1-5)", ("1-5", False)),
        ([1, 2], "csat", "Schulnote (1-6)", ("1-6", False)),
        ([1, 3, 5], "csat", "Rating", ("1-5", False)),
        ([1, 6], "csat", "Rating", ("1-7", False)),
        ([1, 10], "csat", "Rating", ("1-10", False)),
        ([0, 10], "csat", "Rating", ("0-10", True)),
        ([12, 90], "csat", "Rating", ("0-100", True)),
        ([2, 15], "csat", "Rating", ("0-20", False)),
        ([1, 5], "stars", "Stars", ("1-5", True)),
        ([1, 7], "ces", "Effort", ("1-7", False)),
        ([1, 7], "ces", "Effort (1-7)", ("1-7", False)),
        ([1, 10], "nps", "NPS", ("0-10", True)),
        ([-100, 100], "nps", "NPS", ("-100-100", True)),
    ],
)
def test_proposed_scale_is_sure_only_where_one_fits(numbers, metric, name, proposal):
    assert proposed_scale(numbers, metric, name) == proposal


@pytest.mark.parametrize(
    ("text", "is_yes"),
    [
        ("Yes", True),
        ("ja", True),
        ("1", True),
        ("X", True),
        ("✓", True),
        ("Better than expected", True),
        ("no", False),
        ("FALSE", False),
        ("Wie erwartet", False),
        ("perhaps", None),
        ("2", None),
    ],
)
def test_read_yes_no_knows_yes_from_no(text, is_yes):
    assert read_yes_no(text) is is_yes
