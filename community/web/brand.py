"""A library's accent: whether a colour can be read everywhere, and its counterpart in the dark.

Contrast is that of WCAG 2.2 ("contrast ratio" and "relative luminance"); hue, chroma and lightness
are OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import atan2, cos, degrees, hypot, radians, sin

from community.words import N_

RGB = tuple[float, float, float]  #: sRGB, each 0 to 1

# The papers and inks of frontend/css/theme/tokens.css; a test holds them together.
PAPER, SHEET, SHADE, INK = "#f8f6f1", "#fffefb", "#eeeae1", "#1b1e22"
DARK_PAPER, DARK_SHEET, DARK_SHADE, DARK_INK = "#181817", "#20201f", "#2a2a28", "#efe9dd"
ERROR = "#a3261c"
WASH = 0.11  #: the share of the accent in a washed panel

READABLE = 4.5
READABLE_IN_THE_DARK = 9.0
APART_FROM_INK = 1.5
ERROR_HUE_DEGREES = 20.0
ERROR_CHROMA = 0.15

#: Light and dark values that were looked at in every screen, to offer.
CHECKED = {"#1a5a4a": "#86cdb6", "#8c2f39": "#f2a7ab", "#2f4a9c": "#aebcf4"}

NOT_A_COLOUR = N_("Write the colour as # and six digits, such as #1a5a4a.")
TOO_LIGHT = N_("This colour is too light: words in it are hard to read on paper.")
TOO_DARK = N_("This colour is too dark: it looks too much like the black of the text.")
TOO_RED = N_("This colour looks like the red of an error message.")
NOT_IN_THE_DARK = N_("This colour has no readable counterpart for dark mode.")


@dataclass(frozen=True, slots=True)
class Accent:
    light: str
    dark: str


class AccentRefused(ValueError):
    """Why a colour will not do, as a msgid, and the nearest one that will."""

    def __init__(self, reason: str, suggestion: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def check_accent(colour: str) -> Accent:
    """The accent with its dark counterpart; AccentRefused says why not and offers the nearest."""
    light = colour.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", light):
        raise AccentRefused(NOT_A_COLOUR)
    if reason := _objection(light):
        raise AccentRefused(reason, _nearest(light))
    dark = CHECKED.get(light) or _counterpart(light)
    assert dark is not None  # noqa: S101 (_objection made sure)
    return Accent(light, dark)


def stylesheet(light: str, dark: str) -> str:
    """What `/<library>/merk.css` serves, after the shared stylesheet."""
    return (
        "@layer utilities { .kk-theme { "
        f"--kk-accent-light: {light}; --kk-accent-dark: {dark} }} }}\n"
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    first, second = (_luminance(_rgb(colour)) for colour in (one, other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def wash(accent: str, paper: str) -> str:
    """The washed panel, as `color-mix(in srgb, accent 11%, paper)` makes it."""
    mixed = (WASH * a + (1 - WASH) * p for a, p in zip(_rgb(accent), _rgb(paper), strict=True))
    return _hex(tuple(mixed))  # type: ignore[arg-type]


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, hue in degrees."""
    red, green, blue = (_linear(part) for part in _rgb(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The nearest sRGB colour; chroma gives way when a screen cannot show it."""
    while chroma > 0:
        rgb = _from_oklch(lightness, chroma, hue)
        if all(-0.0005 <= part <= 1.0005 for part in rgb):
            return _hex(rgb)
        chroma -= 0.002
    return _hex(_from_oklch(lightness, 0.0, hue))


def _objection(light: str) -> str | None:
    """The first reason why a colour cannot be an accent."""
    _lightness, chroma, hue = oklch(light)
    away = abs((hue - oklch(ERROR)[2] + 180) % 360 - 180)
    if away <= ERROR_HUE_DEGREES and chroma > ERROR_CHROMA:
        return TOO_RED
    grounds = (PAPER, SHEET, SHADE, wash(light, PAPER))
    if any(contrast(light, ground) < READABLE for ground in grounds):
        return TOO_LIGHT
    if contrast(light, INK) < APART_FROM_INK:
        return TOO_DARK
    return None if _counterpart(light) else NOT_IN_THE_DARK


def _counterpart(light: str) -> str | None:
    """The same hue, as light as it takes to be read well on the dark papers."""
    _lightness, chroma, hue = oklch(light)
    for step in range(70, 100):
        dark = from_oklch(step / 100, chroma, hue)
        if contrast(dark, DARK_PAPER) >= READABLE_IN_THE_DARK:
            return dark if _readable_in_the_dark(dark) else None
    return None


def _readable_in_the_dark(dark: str) -> bool:
    grounds = (DARK_SHEET, DARK_SHADE, wash(dark, DARK_PAPER))
    return (
        all(contrast(dark, ground) >= READABLE for ground in grounds)
        and contrast(dark, DARK_INK) >= APART_FROM_INK
    )


def _nearest(colour: str) -> str | None:
    """The passing colour that differs least to the eye (distance in OKLab)."""
    lightness, chroma, hue = oklch(colour)
    tries = []
    for level, factor, turn in product(range(25, 66), range(11), range(-60, 61, 4)):
        other = (level / 100, chroma * factor / 10, hue + turn)
        tries.append((_distance((lightness, chroma, hue), other), other))
    for _far, (other_lightness, other_chroma, other_hue) in sorted(tries):
        candidate = from_oklch(other_lightness, other_chroma, other_hue)
        if _objection(candidate) is None:
            return candidate
    return None


def _distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    (l1, c1, h1), (l2, c2, h2) = one, other
    return hypot(
        l1 - l2,
        c1 * cos(radians(h1)) - c2 * cos(radians(h2)),
        c1 * sin(radians(h1)) - c2 * sin(radians(h2)),
    )


def _from_oklch(lightness: float, chroma: float, hue: float) -> RGB:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _luminance(rgb: RGB) -> float:
    red, green, blue = (_linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    if part <= 0.0031308:
        return 12.92 * part
    return 1.055 * float(part ** (1 / 2.4)) - 0.055


def _rgb(colour: str) -> RGB:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(rgb: RGB) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in rgb)
