"""What people call the places of a note, and what may lead to a person."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.logbook.models import NoteDraft, Place
from community.logbook.persons import Trace

#: As one chooses it.
PLACES: dict[Place, LazyString] = {
    Place.COUNTER: _("At the counter"),
    Place.VISIT: _("On a visit"),
    Place.NETWORK: _("At a network meeting"),
    Place.NEIGHBOURHOOD: _("In the neighbourhood"),
    Place.TALK: _("By phone or e-mail"),
    Place.ELSEWHERE: _("Somewhere else"),
}

TRACES: dict[Trace, LazyString] = {
    Trace.MAIL: _("There seems to be an e-mail address in this."),
    Trace.PHONE: _("There seems to be a phone number in this."),
    Trace.ADDRESS: _("There seems to be somebody’s address in this."),
    Trace.NAME: _("There seems to be somebody’s name in this."),
}


def facts(said: NoteDraft, names: Mapping[str, str]) -> list[str]:
    """Where it was and of which group or partner; `names`: what the choices of the form say."""
    where = names.get(f"counter-{said.branch_id}") if said.branch_id else str(PLACES[said.place])
    of = (f"group-{said.group_id}", f"partner-{said.partner_id}")
    return [each for each in (where, *(names.get(one) for one in of)) if each]
