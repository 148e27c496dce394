"""The pages about formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.clock import now
from community.db import session
from community.formats.models import Format, GatheringFormat
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("formats.index", LIBRARIAN),
    Visit("formats.index", LIBRARIAN, language="en"),
    Visit("formats.house", LIBRARIAN),
    Visit("formats.show", LIBRARIAN),
    Visit("formats.new", LIBRARIAN),
    Visit("formats.edit", LIBRARIAN),
    Visit("gathering_formats.show", LIBRARIAN),
    Visit("gathering_formats.show", LIBRARIAN, of="without"),
    Visit("gathering_formats.order_sheet", LIBRARIAN),
    Visit("gathering_formats.table_sheet", LIBRARIAN),
    Visit("gathering_formats.question_cards", LIBRARIAN),
]


def known(library_id: int, visit: Visit, _key: str) -> Mapping[str, Callable[[], object]]:
    own = select(Format.id).where(Format.library_id == library_id, Format.shipped.is_(None))
    return {
        "library": lambda: "vechtdal",
        "format_id": lambda: session().scalars(own).one(),
        "format_key": lambda: "world_cafe",
        "gathering_id": lambda: a_conversation(library_id, has_format=visit.of != "without"),
    }


def a_conversation(library_id: int, *, has_format: bool) -> int:
    """The first to come."""
    taken = Gathering.id.in_(select(GatheringFormat.gathering_id))
    wanted = select(Gathering.id).where(
        Gathering.library_id == library_id,
        Gathering.kind.in_((Kind.CONVERSATION, Kind.LANGUAGE_CAFE)),
        Gathering.starts_at > now(),
        Gathering.cancelled_at.is_(None),
        taken if has_format else ~taken,
    )
    return session().scalars(wanted.order_by(Gathering.starts_at).limit(1)).one()
