"""When a table can write, how much, and what is said when it cannot."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from community.conversations import seeing
from community.errors import DomainError
from community.gatherings.models import Gathering, GatheringStatus
from community.words import N_

#: Whoever sets up the room tries a screen before people come.
OPENS_BEFORE = timedelta(hours=2)
#: A table that had no network all evening can still send what it wrote.
STAYS_OPEN = timedelta(hours=4)
#: As long as raw notes are kept; what became of them is in the harvest, with table and round.
KEPT = timedelta(days=183)
#: Of one table.
MOST_NOTES = 200


class Stands(StrEnum):
    """How it stands with the screen of a table."""

    TOO_EARLY = "too_early"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"  #: Or nothing is written down here.


class RoomIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The room is closed. Give these words to the librarian."))


class TableIsFull(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("This table has %(most)s notes, which is the maximum. Combine some."),
            most=MOST_NOTES,
        )


class PaperIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("The harvest has been published: what the tables wrote can only be read now.")
        )


class NoRoomHere(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("At this activity nothing is written down at the tables."))


def can_have_room(gathering: Gathering) -> bool:
    """Where people talk at tables; not of what is sensitive, as nothing of that is written down."""
    is_held = gathering.status in {GatheringStatus.PUBLISHED, GatheringStatus.CLOSED}
    return is_held and seeing.has_one(gathering)


def opens_at(gathering: Gathering) -> datetime:
    return gathering.starts_at - OPENS_BEFORE


def closes_at(gathering: Gathering) -> datetime:
    return gathering.ends_at + STAYS_OPEN


def stands(gathering: Gathering, now: datetime) -> Stands:
    if not can_have_room(gathering):
        return Stands.CALLED_OFF
    if now < opens_at(gathering):
        return Stands.TOO_EARLY
    return Stands.OPEN if now < closes_at(gathering) else Stands.CLOSED


def participants_may_read(gathering: Gathering, now: datetime) -> bool:
    """Once it was closed by hand, else when no table can write any more."""
    is_closed = gathering.status is GatheringStatus.CLOSED or now >= closes_at(gathering)
    return can_have_room(gathering) and is_closed and now < gathering.ends_at + KEPT
