"""What people call the forms of support, the bouwstenen and the states of a request.

The names that the meetlat itself gives are read from it.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.meetlat.engine.standard import LATEST, Standard, standard
from community.networks.models import RequestState, Support

#: What each form of support is, beside its name where it is chosen.
MEANINGS: dict[Support, LazyString] = {
    Support.INTERVISION: _("think along with colleagues of other libraries about a case"),
    Support.SHARING: _("hear or show how others do it"),
    Support.TRAINING: _("learn it, with a trainer"),
    Support.INSPIRATION: _("look at an example, or invite somebody who went before"),
    Support.PROJECT: _("somebody who works along with you for a while"),
}

STATES: dict[RequestState, LazyString] = {
    RequestState.ASKED: _("Asked"),
    RequestState.TAKEN_UP: _("Taken up"),
    RequestState.DONE: _("Done"),
    RequestState.WITHDRAWN: _("Withdrawn"),
}


def support(form: str) -> str:
    names = {each.key: each.name for each in _here().supports}
    return names[form].capitalize()


def block(key: str) -> str:
    return _here().block(key).name


def along(score: float) -> str:
    """Where a score lies on a stick from 1 to 5."""
    return f"{round((min(5, max(1, score)) - 1) * 25, 1):g}%"


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        support_words=support,
        block_words=block,
        request_state_words=STATES.__getitem__,
        along_the_stick=along,
    )


def _here() -> Standard:
    return standard(LATEST, _language())


def _language() -> str:
    return str(get_locale() or "nl")
