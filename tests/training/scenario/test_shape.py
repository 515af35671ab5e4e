import math

import pytest

from training.scenario.shape import SCENARIO_SIZE, shape_fault


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def endless():
    value = {}
    value["again"] = [value]
    return value


def doubling(times):
    """Return what YAML aliases can make of a few lines: 2 ** times values."""
    value = "ha"
    for _ in range(times):
        value = [value, value]
    return value


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "å", [], {}, {"a": [1]}])
def test_shape_fault_of_plain_json_is_none(value):
    assert shape_fault(value) is None


@pytest.mark.parametrize(
    ("value", "code", "where"),
    [
        ({"a": {1, 2}}, "not_json", "a"),
        (b"bytes", "not_json", "document"),
        ((1, 2), "not_json", "document"),
        ([math.nan], "not_json", "[0]"),
        ([math.inf], "not_json", "[0]"),
        ([10**5000], "not_json", "[0]"),
        ({"title": {False: "Tittel"}}, "unquoted_name", "title"),
        ({10**5000: 1}, "unquoted_name", "document"),
        ({("a", "b"): 1}, "unquoted_name", "document"),
        ("\0", "bad_character", "document"),
        ({"a": "\ud800"}, "bad_character", "a"),
        ({"\udfff": 1}, "bad_character", "document"),
        ("a" * 2_000_001, "too_large", "document"),
        ({"a" * 2_000_001: 1}, "too_large", "document"),
        (list(range(301)), "too_large", "document"),
        (dict.fromkeys(map(str, range(1_000_000))), "too_large", "document"),
    ],
)
def test_shape_fault_names_what_cannot_be_looked_at(value, code, where):
    fault = shape_fault(value)

    assert (fault.code, fault.where) == (code, where)
    assert str(fault).startswith(f"{where}: ")


@pytest.mark.parametrize("value", [nested(100_000), endless(), doubling(30)])
def test_shape_fault_stops_at_what_has_no_bottom(value):
    assert shape_fault(value).code == "too_deep"


def test_shape_fault_counts_values_that_are_spread_out():
    most = [[0] * 249 for _ in range(199)] + [[0] * 248]

    assert 1 + len(most) + sum(map(len, most)) == SCENARIO_SIZE.values
    assert shape_fault(most) is None
    assert shape_fault([*most, 0]).code == "too_large"


def test_shape_fault_shows_the_name_that_yaml_read_as_false():
    assert str(shape_fault({"title": {False: "Tittel"}})) == (
        "title: false cannot name a field; in YAML, put it in quotation marks."
    )
