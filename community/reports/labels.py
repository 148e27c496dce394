"""What people call the places of a report."""

from __future__ import annotations

from flask_babel import gettext

from community.reports.places import Place, Sort


def place_name(place: Place) -> str:
    if place.sort is Sort.ONLINE:
        return str(gettext("Online"))
    if place.sort is Sort.UNKNOWN:
        return str(gettext("Place not known"))
    return place.municipality
