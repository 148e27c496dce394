"""What people call the forms of support, the bouwstenen and the states of a request.

The names that the meetlat itself gives are read from it.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from community.meetlat.engine.standard import LATEST, Standard, standard
from community.networks.models import RequestState, Support
from community.web.formats import locale_code

#: Where the whole levels stand.
_TICKS = ("0.5", "25%", "50%", "75%", "99.7%")

#: What each form of support is, beside its name where it is chosen.
MEANINGS: dict[Support, LazyString] = {
    Support.INTERVISION: _("think along with colleagues from other libraries about a case"),
    Support.SHARING: _("hear or show how others do it"),
    Support.TRAINING: _("learn it, with a trainer"),
    Support.INSPIRATION: _("look at an example, or invite somebody with experience"),
    Support.PROJECT: _("somebody who works with you for a while"),
}

STATES: dict[RequestState, LazyString] = {
    RequestState.ASKED: _("Asked for"),
    RequestState.TAKEN_UP: _("Taken up"),
    RequestState.DONE: _("Done"),
    RequestState.WITHDRAWN: _("Withdrawn"),
}


def support(form: str) -> str:
    names = {each.key: each.name for each in _here().supports}
    return names[form].capitalize()


def block(key: str) -> str:
    return _here().block(key).name


def small_stick(score: float | None, previous: float | None = None) -> Markup:
    """A stick from 1 to 5 without numbers: the score stands beside it in words. Empty when it
    cannot be measured. To one decimal, so that the same stick is made once."""
    return _stick(_tenths(score), _tenths(previous))


def _tenths(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


@lru_cache(maxsize=2000)
def _stick(score: float | None, previous: float | None) -> Markup:
    body = "".join(
        f'<line class="kk-glance__tick" x1="{at}" x2="{at}" y1="10" y2="16"/>' for at in _TICKS
    )
    if score is not None:
        x = _along(score)
        body += (
            f'<rect class="kk-glance__fill" width="{x}" height="15"/>'
            f'<line class="kk-stick__score" x1="{x}" x2="{x}" y1="0" y2="16"/>'
        )
    if previous is not None:
        body += f'<circle class="kk-stick__prev" cx="{_along(previous)}" cy="15" r="4"/>'
    return Markup(  # noqa: S704 (numbers only)
        '<svg class="kk-glance__stick" aria-hidden="true">'
        f'<line class="kk-glance__foot" x1="0" x2="100%" y1="15.5" y2="15.5"/>{body}</svg>'
    )


def _along(score: float) -> str:
    return f"{round((min(5, max(1, score)) - 1) * 25, 1):g}%"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        support_words=support,
        block_words=block,
        request_state_words=STATES.__getitem__,
        small_stick=small_stick,
    )


def _here() -> Standard:
    return standard(LATEST, locale_code())
