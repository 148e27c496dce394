"""What people call the places of a report, and ways to say yes."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.reports.models import How
from community.reports.places import Place, Sort

HOW: dict[How, LazyString] = {
    How.SPOKEN: _("Spoken, in person"),
    How.WRITTEN: _("On paper, signed"),
    How.MAIL: _("By e-mail"),
    How.TELEPHONE: _("By phone"),
}


def place_name(place: Place) -> str:
    if place.sort is Sort.ONLINE:
        return str(gettext("Online"))
    if place.sort is Sort.UNKNOWN:
        return str(gettext("Place not known"))
    return place.municipality
