"""What somebody typed is compared kindly."""

import pytest

from training.quiz.typed import folded, is_accepted, numbers_in


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Café  au lait!", "cafe au lait"),
        ("STRASSE", "Straße"),
        ("follow-up", "Follow up"),
        ("ﬁne", "fine"),
        ("naïve", "nai\u0308ve"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_folded_sees_the_same(text, same):
    assert folded(text) == folded(same)


@pytest.mark.parametrize(
    ("text", "other"), [("कि", "का"), ("greet", "great"), ("ja", "nein")]
)
def test_folded_sees_what_differs(text, other):
    assert folded(text) != folded(other)


@pytest.mark.parametrize(
    ("typed", "accepted", "is_right"),
    [
        ("1,5", ["1.5"], True),
        ("1.50", ["1,5"], True),
        ("15", ["1.5"], False),
        ("80 %", ["80"], True),
        ("0.8", ["80"], False),
        ("\u22123", ["-3"], True),
        ("1.000", ["1000"], True),
        ("1 000 000", ["1000000"], True),
        ("ten", ["10", "ten"], True),
        ("10", ["ten"], False),
        ("!", ["?"], False),
        ("5 stars", ["5"], False),
        ("Milchkaffee", ["Café au lait", "Milchkaffee"], True),
    ],
)
def test_is_accepted(typed, accepted, is_right):
    assert is_accepted(typed, accepted) is is_right


@pytest.mark.parametrize("text", ["", "1.2.3", "--1", "1e9", "٣x", "NaN"])
def test_numbers_in_finds_none(text):
    assert numbers_in(text) == frozenset()
