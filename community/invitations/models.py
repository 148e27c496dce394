"""Invitations: somebody the library thought of for one gathering, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.libraries.models import Library
from community.tokens import new_salt


class Answer(StrEnum):
    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"  #: May be asked again, for another.


#: What can be answered, as an address calls it.
ANSWERS = {"ja": Answer.YES, "nee": Answer.NO, "nu-niet": Answer.NOT_NOW}


class Invitation(Base):
    """One person and one gathering: nobody is invited to the same twice."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("library_id", "gathering_id", "person_id"),
        Index(None, "library_id", "person_id", "invited_at"),
        CheckConstraint("(answer = 'waiting') = (answered_at IS NULL)", name="answered_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: As a whole with this group, if so.
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("residents_group.id", ondelete="SET NULL"), index=True
    )
    invited_by_id: Mapped[int | None]  #: A plain id, as in the log.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    answer: Mapped[Answer] = mapped_column(Word(Answer), default=Answer.WAITING)
    #: Why this person, as it was then (`inviting.why`); empty: came along with a group.
    reasons: Mapped[Mapping[str, Any]] = mapped_column(JSON, default=dict)
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    library: Mapped[Library] = relationship()
    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship()
    group: Mapped[Group | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.answer is Answer.WAITING
