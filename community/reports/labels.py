"""What people call the things of a report: its places, what it counts, and ways to say yes."""

from __future__ import annotations

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.gatherings.kinds import CoreFunction
from community.gatherings.labels import CORE_FUNCTIONS
from community.reports.models import How
from community.reports.places import Place, Sort

HOW: dict[How, LazyString] = {
    How.SPOKEN: _("Spoken, in person"),
    How.WRITTEN: _("On paper, signed"),
    How.MAIL: _("By e-mail"),
    How.TELEPHONE: _("By phone"),
}

#: What is counted, as every report says it.
COUNTED: tuple[LazyString, ...] = (
    _(
        "An activity is something the library organises, alone or with others. It has a time and "
        "a place of its own, and it took place. Each time in a series counts. A cancelled one "
        "does not."
    ),
    _(
        "Participants are the people who were there, counted or estimated at rounding off. "
        "Someone who comes more often counts each time. ‘Of which estimated’ is the number of "
        "participants that comes from estimates."
    ),
    _(
        "Each activity is in one year (the one in which it ended), under one of the five "
        "functions of the Library Act and under one theme: the first that it has."
    ),
    _(
        "These numbers are separate from the scores of the meetlat. The meetlat joins activities "
        "that were entered twice. Here every activity counts as it was rounded off."
    ),
)


def in_the_act(function: CoreFunction) -> str:
    """What the Library Act calls it, which is Dutch whoever asks."""
    with force_locale("nl"):
        return str(CORE_FUNCTIONS[function]).lower()


def place_name(place: Place) -> str:
    if place.sort is Sort.ONLINE:
        return str(gettext("Online"))
    if place.sort is Sort.UNKNOWN:
        return str(gettext("Place not known"))
    return place.municipality
