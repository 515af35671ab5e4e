"""The colours of encore.css keep the contrast that the look promises."""

import re
from itertools import product

import pytest
from django.conf import settings

STYLE = (settings.BASE_DIR / "static" / "encore.css").read_text()
PAIR = re.compile(r"--enc-([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: (day, night) for name, day, night in PAIR.findall(STYLE)}
DAY, NIGHT = 0, 1

TEXT = [
    *product(["ink", "ink-2", "plum", "plum-deep"], ["paper", "surface", "sunk"]),
    *product(["ink", "plum-deep"], ["plum-soft"]),
    *product(
        ["pays", "works", "none", "more", "fragile", "harm"], ["surface", "paper"]
    ),
    *((name, f"{name}-soft") for name in ["pays", "works", "none", "more"]),
    *((name, f"{name}-soft") for name in ["fragile", "harm"]),
    *product(["ink"], ["spot", "spot-soft", "l1", "l2"]),
    ("ink-2", "spot-soft"),
    *product(["ink"], ["pays-soft", "fragile-soft", "harm-soft"]),
    ("on-plum", "plum"),
    ("on-stage", "stage"),
]
# Borders of controls, marks and the ring of focus.
EDGES = [("edge", "surface"), ("edge", "paper"), ("edge", "sunk"), ("plum", "surface")]


def brightness(colour):
    """Return the relative luminance of "#rrggbb", 0-1 (WCAG 2.2, section 3)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast ratio of two colours, 1-21."""
    dark, bright = sorted([brightness(one), brightness(other)])
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_agrees_with_published_ratios():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge, ground, theme):
    assert contrast(COLOURS[edge][theme], COLOURS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("level", ["l3", "l4", "l5"])
def test_digit_of_a_level_can_be_read(level, theme):
    rule = re.search(rf"\.{level} {{[^}}]*--fg: light-dark\((#\w+), (#\w+)\)", STYLE)
    digit = rule[1 + theme].replace("#fff", "#ffffff")

    assert contrast(digit, COLOURS[level][theme]) >= 4.5
