"""One row: somebody who works for a library read what it knows of people, in this hour.

Of one person, of who is on the list of one gathering, or of everybody. A row about a list names no
person: that somebody was on it, only the list itself knows, for as long as that is kept. So nothing
in here ties a person to a gathering, and least of all to a sensitive one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Integer, and_, column
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Role
from community.db import Base, Word


class Reading(StrEnum):
    """Which kind of page it was."""

    SIGN_UPS = "sign_ups"
    DOOR = "door"
    PAPER = "paper"
    TABLES = "tables"
    LIVING_BOOKS = "living_books"
    HARVEST = "harvest"
    MESSAGES = "messages"
    CALLS = "calls"
    MAIL = "mail"
    PEOPLE = "people"
    KNOWLEDGE = "knowledge"
    INTRODUCTIONS = "introductions"
    INVITATIONS = "invitations"
    BEGUN = "begun"
    GROUPS = "groups"
    MATCH_ROUNDS = "match_rounds"
    PROPOSALS = "proposals"
    PROMISES = "promises"
    MODERATION = "moderation"
    FILES = "files"


def _once(name: str, about: tuple[str, ...], where: ColumnElement[bool]) -> Index:
    """An hour of looking at the same is one row."""
    columns = ("library_id", "reader_id", "what", *about, "hour")
    return Index(
        f"uq_access_read_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where
    )


_PERSON = column("person_id", Integer)
_GATHERING = column("gathering_id", Integer)


class AccessRead(Base):
    """Somebody of the staff read what is known of one person, of a list, or of everybody."""

    __tablename__ = "access_read"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR gathering_id IS NULL", name="one_or_a_list"),
        _once("person", ("person_id",), _PERSON.is_not(None)),
        _once("gathering", ("gathering_id",), _GATHERING.is_not(None)),
        _once("everybody", (), and_(_PERSON.is_(None), _GATHERING.is_(None))),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    #: What the reader was to the library at that moment; who only receives people is a host.
    role: Mapped[Role] = mapped_column(Word(Role))
    what: Mapped[Reading] = mapped_column(Word(Reading))
    #: Neither this nor the next: everybody whom the library knows.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: Whose list it was. A plain number, as this room knows no gatherings.
    gathering_id: Mapped[int | None] = mapped_column(index=True)
    read_at: Mapped[datetime] = mapped_column(index=True)
    hour: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of a library opens a page with data of people: of these, of a list, or of all."""

    library_id: int
    reader_id: int
    role: Role
    what: Reading
    people: frozenset[int] = frozenset()
    gathering_id: int | None = None
