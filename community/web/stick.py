"""The stick: a measuring stick from 1 to 5 with a score on it, and a line through the quarters.

Made on the server from numbers alone. What cannot be measured yet is a stick without fill and
without number. The same facts always stand beside it in words or in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from community.web.formats import locale_code

LOWEST, HIGHEST = 1, 5
#: Ticks of a tenth, left out of a small stick where they would run together.
_TENTHS = range((HIGHEST - LOWEST) * 10 + 1)


@dataclass(frozen=True, slots=True)
class _Size:
    height: int
    whole: int  #: How far a whole number's tick comes up, from the foot …
    half: int
    tenth: int
    numbers: int  #: … and where the numbers stand.
    top: int  #: Where the line of the score begins.


LARGE = _Size(height=64, whole=20, half=12, tenth=7, numbers=30, top=-10)
SMALL = _Size(height=52, whole=9, half=5, tenth=0, numbers=38, top=0)
#: So near a whole number the line of the score runs through it; then the number is left out.
_NEAR = 0.05
#: Groups and the other half stand on a line of their own, above the numbers.
_SPREAD = 12


def tenths(value: float, sign: bool = False) -> str:
    """`3,2`; with `sign` `+0,1` and `−0,2`. What rounds to nothing has no sign."""
    text = format_decimal(
        round(value, 1) + 0.0, "+0.0;-0.0" if sign and round(value, 1) else "0.0",
        locale=locale_code(),
    )  # fmt: skip
    return text.replace("-", "−")


def stick(
    name: str,
    score: float | None,
    *,
    small: bool = False,
    previous: float | None = None,
    groups: Sequence[float] = (),
    half: float | None = None,
    words: str = "",
) -> Markup:
    """One stick. `groups` are dots, `half` a square, `previous` an open dot; `words` say more."""
    size = SMALL if small else LARGE
    said = _said(score, previous, words)
    body = [_fill(score, size), _ruler(size, _hit(score)), _spread(groups), _half(half)]
    if previous is not None:
        body.append(_previous(previous, size))
    if score is not None:
        body.append(_score(score, size, small))
    return Markup('<svg role="img"><title>{}</title><desc>{}</desc>{}</svg>').format(
        name, said, Markup("".join(body))  # noqa: S704 (numbers only)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A score at one time; None where it could not be measured."""

    score: float | None


def trend(name: str, points: Sequence[Point], said: str) -> Markup:
    """Scores through time, the latest on the right; a gap stays a gap."""
    width = 100 / max(1, len(points) - 1)
    body = "".join(
        f'<line class="kk-trend__level" x1="0%" x2="100%" y1="{_y(level)}" y2="{_y(level)}"/>'
        for level in range(LOWEST, HIGHEST + 1)
    )
    for at, (left, right) in enumerate(pairwise(points)):
        if left.score is not None and right.score is not None:
            body += (
                f'<line class="kk-trend__line" x1="{_p(at * width)}" x2="{_p((at + 1) * width)}"'
                f' y1="{_y(left.score)}" y2="{_y(right.score)}"/>'
            )
    for at, point in enumerate(points):
        if point.score is not None:
            kind = "now" if at == len(points) - 1 else "then"
            body += (
                f'<circle class="kk-trend__{kind}" cx="{_p(at * width)}"'
                f' cy="{_y(point.score)}" r="4.5"/>'
            )
    return Markup(
        '<svg class="kk-trend" role="img"><title>{}</title><desc>{}</desc>{}</svg>'
    ).format(name, said, Markup(body))  # noqa: S704 (numbers only)


def register(app: Flask) -> None:
    app.jinja_env.filters["tenths"] = tenths
    app.jinja_env.globals.update(stick=stick)


def _said(score: float | None, previous: float | None, words: str) -> str:
    said: list[str] = [
        gettext("Cannot be measured yet.")
        if score is None
        else gettext("%(score)s on a scale from 1 to 5.", score=tenths(score))
    ]
    if previous is not None:
        said.append(gettext("Last time: %(score)s.", score=tenths(previous)))
    return " ".join((*said, words)).strip()


def _x(score: float) -> str:
    within = min(HIGHEST, max(LOWEST, score))
    return _p((within - LOWEST) / (HIGHEST - LOWEST) * 100)


def _p(percent: float) -> str:
    return f"{round(percent, 2):g}%"


def _y(score: float) -> str:
    """Of a trend, which is 96 high."""
    return f"{round(88 - (score - LOWEST) / (HIGHEST - LOWEST) * 80, 1):g}"


def _fill(score: float | None, size: _Size) -> str:
    if score is None:
        return ""
    height = size.height
    return (
        f'<rect class="kk-stick__fill" x="-44" y="0" width="44.5" height="{height}"/>'
        f'<rect class="kk-stick__fill" x="0" y="0" width="{_x(score)}" height="{height}"/>'
    )


def _hit(score: float | None) -> int | None:
    return round(score) if score is not None and abs(score - round(score)) < _NEAR else None


@lru_cache(maxsize=2 * (HIGHEST + 1))
def _ruler(size: _Size, without: int | None) -> str:
    return "".join((*_ticks(size), *_numbers(size, without)))


def _ticks(size: _Size) -> Iterable[str]:
    for tenth in _TENTHS:
        if tenth % 10 == 0:
            kind, up = " kk-stick__tick--1", size.whole
        elif tenth % 5 == 0:
            kind, up = " kk-stick__tick--5", size.half
        else:
            kind, up = "", size.tenth
        if up:
            x = _x(LOWEST + tenth / 10)
            yield (
                f'<line class="kk-stick__tick{kind}" x1="{x}" x2="{x}"'
                f' y1="{size.height}" y2="{size.height - up}"/>'
            )


def _numbers(size: _Size, without: int | None) -> Iterable[str]:
    for number in range(LOWEST, HIGHEST + 1):
        if number == without:
            continue
        yield f'<text class="kk-stick__no" x="{_x(number)}" y="{size.numbers}">{number}</text>'


def _spread(groups: Sequence[float]) -> str:
    if not groups:
        return ""
    line = (
        f'<line class="kk-stick__spread" x1="{_x(min(groups))}" x2="{_x(max(groups))}"'
        f' y1="{_SPREAD}" y2="{_SPREAD}"/>'
    )
    return line + "".join(
        f'<circle class="kk-stick__group" cx="{_x(group)}" cy="{_SPREAD}" r="4"/>'
        for group in sorted(groups)
    )


def _half(half: float | None) -> str:
    if half is None:
        return ""
    return (
        f'<svg x="{_x(half)}" overflow="visible">'
        '<rect class="kk-stick__half" x="-5" y="7" width="10" height="10"/></svg>'
    )


def _previous(previous: float, size: _Size) -> str:
    x = _x(previous)
    return (
        f'<line class="kk-stick__prevline" x1="{x}" x2="{x}" y1="0" y2="{size.height}"/>'
        f'<circle class="kk-stick__prev" cx="{x}" cy="{size.height}" r="5.5"/>'
    )


def _score(score: float, size: _Size, small: bool) -> str:
    x = _x(score)
    line = f'<line class="kk-stick__score" x1="{x}" x2="{x}" y1="{size.top}" y2="{size.height}"/>'
    if small:
        return line
    return f'{line}<text class="kk-stick__value" x="{x}" y="-18">{tenths(score)}</text>'
