"""What people read of a harvest."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.conversations.labels import KINDS
from community.harvests.models import Provenance, State
from community.harvests.showing import Shown

__all__ = ["KINDS", "STATES", "came_from"]

STATES: dict[State, LazyString] = {
    State.DRAFT: _("Draft: only librarians see it"),
    State.PRESENTED: _("Shown to people who were there"),
    State.ESTABLISHED: _("Established, not published yet"),
    State.PUBLISHED: _("Published"),
    State.REVISED: _("Published, and changed since"),
    State.WITHDRAWN: _("Withdrawn"),
}


def came_from(shown: Shown) -> str:
    """Where an item came from, in words: tables with their rounds, the conversation, or nobody."""
    if not shown.sources:
        return str(gettext("Added by the librarian"))
    return ". ".join(dict.fromkeys(_place(source) for source in shown.sources))


def _place(source: Provenance) -> str:
    if source.table_no is None:
        return str(gettext("From the conversation"))
    return str(
        gettext("Table %(table)s, round %(round)s", table=source.table_no, round=source.round_no)
    )


def tables_of(shown: Sequence[Shown]) -> list[int]:
    """Every table that something came from."""
    return sorted({s.table_no for each in shown for s in each.sources if s.table_no})
