"""A library's colour is one that can be read, by day and in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.web import brand
from community.web.brand import Accent, AccentRefused, check_accent, contrast

THEME = Path(__file__).resolve().parents[2] / "frontend" / "css" / "theme" / "tokens.css"
PAPERS = (brand.PAPER, brand.SHEET, brand.SHADE)
DARK_PAPERS = (brand.DARK_PAPER, brand.DARK_SHEET, brand.DARK_SHADE)


def assert_readable(accent: Accent) -> None:
    for ground in (*PAPERS, brand.wash(accent.light, brand.PAPER)):
        assert contrast(accent.light, ground) >= 4.5
    for ground in (*DARK_PAPERS, brand.wash(accent.dark, brand.DARK_PAPER)):
        assert contrast(accent.dark, ground) >= 4.5
    assert contrast(accent.light, brand.INK) >= 1.5
    assert contrast(accent.dark, brand.DARK_INK) >= 1.5


@pytest.mark.parametrize(("light", "dark"), brand.CHECKED.items())
def test_the_colours_we_offer_pass_as_they_are(light: str, dark: str):
    accent = check_accent(light)
    assert accent == Accent(light, dark)
    assert_readable(accent)


@pytest.mark.parametrize("light", brand.CHECKED)
def test_the_counterpart_keeps_the_hue_and_is_read_well(light: str):
    dark = brand._counterpart(light)
    assert dark is not None
    assert contrast(dark, brand.DARK_PAPER) >= 9
    turned = abs((brand.oklch(dark)[2] - brand.oklch(light)[2] + 180) % 360 - 180)
    assert turned < 3


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 0xFFFFFF))
def test_whatever_is_accepted_is_readable_and_whatever_is_refused_has_a_way_out(value: int):
    colour = f"#{value:06x}"
    try:
        accent = check_accent(colour)
    except AccentRefused as refused:
        accent = check_accent(refused.suggestion or "nothing")
    assert_readable(accent)


@pytest.mark.parametrize(
    ("colour", "reason"),
    [
        ("#f39200", brand.TOO_LIGHT),
        ("#ffffff", brand.TOO_LIGHT),
        ("#0a0a0a", brand.TOO_DARK),
        ("#c00000", brand.TOO_RED),
        ("green", brand.NOT_A_COLOUR),
        ("#1a5a4a; } body { display: none", brand.NOT_A_COLOUR),
    ],
)
def test_a_refusal_says_why(colour: str, reason: str):
    with pytest.raises(AccentRefused) as refused:
        check_accent(colour)
    assert refused.value.reason == reason


def test_what_is_offered_instead_looks_like_what_was_asked():
    with pytest.raises(AccentRefused) as refused:
        check_accent("#00aaff")
    assert refused.value.suggestion is not None
    turned = abs(brand.oklch(refused.value.suggestion)[2] - brand.oklch("#00aaff")[2])
    assert turned < 30


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1a5a4a", "#f8f6f1", 7.5)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)


def test_oklch_gives_the_published_values():
    """Red and blue of sRGB, as CSS Color 4 lists them."""
    assert brand.oklch("#ff0000") == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert brand.oklch("#0000ff") == pytest.approx((0.452, 0.3132, 264.05), abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_oklch_and_back_is_the_same_colour(value: int):
    colour = f"#{value:06x}"
    back = brand.from_oklch(*brand.oklch(colour))
    for place in (1, 3, 5):
        assert abs(int(colour[place : place + 2], 16) - int(back[place : place + 2], 16)) <= 1


def test_the_papers_are_those_of_the_stylesheet():
    css = THEME.read_text(encoding="utf-8")
    pairs = {
        "paper": (brand.PAPER, brand.DARK_PAPER),
        "sheet": (brand.SHEET, brand.DARK_SHEET),
        "shade": (brand.SHADE, brand.DARK_SHADE),
        "ink": (brand.INK, brand.DARK_INK),
    }
    for name, pair in pairs.items():
        found = re.search(rf"--kk-{name}: light-dark\((#\w+), (#\w+)\)", css)
        assert found is not None
        assert found.groups() == pair


def test_the_stylesheet_sets_two_values_and_nothing_else():
    assert brand.stylesheet("#8c2f39", "#f2a7ab") == (
        "@layer utilities { .kk-theme { --kk-accent-light: #8c2f39; --kk-accent-dark: #f2a7ab } }\n"
    )
