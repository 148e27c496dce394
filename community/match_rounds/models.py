"""A match round: people say what they would like, and everybody is placed at once."""

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
from community.libraries.models import Library
from community.tokens import new_salt

#: Wishes that one person may give.
MOST_WISHES = 5
LONGEST_NAME = 120


class Population(StrEnum):
    """Who is asked: always only people who said that the library may invite them."""

    EVERYBODY = "everybody"
    GROUP = "group"
    THEME = "theme"


class MatchRound(Base):
    """Until `closes_at` people choose; then a plan is made, looked at, and published."""

    __tablename__ = "match_round"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR called_off_at IS NULL", name="one_end"),
        CheckConstraint("least >= 0", name="least"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))  #: Residents read it too.
    closes_at: Mapped[datetime]
    #: With fewer people an activity gets nobody from this round.
    least: Mapped[int] = mapped_column(default=0)
    population: Mapped[Population] = mapped_column(Word(Population))
    #: What decides between equals: drawn when the round is made, and shown to everybody.
    seed: Mapped[int]
    #: Of the last plan: what the engine said about it. None: there is none yet.
    plan: Mapped[Mapping[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]

    library: Mapped[Library] = relationship()

    @property
    def ended_at(self) -> datetime | None:
        return self.published_at or self.called_off_at

    def is_open(self, now: datetime) -> bool:
        """Whether people can still choose."""
        return self.ended_at is None and now < self.closes_at


class RoundGathering(Base):
    """An activity that can be chosen; in one round at a time."""

    __tablename__ = "match_round_gathering"
    __table_args__ = (UniqueConstraint("library_id", "gathering_id"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("match_round.id", ondelete="CASCADE"), primary_key=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))

    gathering: Mapped[Gathering] = relationship()


class Participant(Base):
    """Somebody who was asked what she would like, and where she is placed."""

    __tablename__ = "match_round_person"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index(None, "library_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey("match_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    answered_at: Mapped[datetime | None]
    #: Answered, and would rather not this time.
    declines: Mapped[bool] = mapped_column(default=False)
    #: Is also happy with something that fits, besides the wishes.
    surprise: Mapped[bool] = mapped_column(default=False)
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), index=True
    )
    #: A librarian wants this place to stay when a plan is made anew.
    kept: Mapped[bool] = mapped_column(default=False)

    round: Mapped[MatchRound] = relationship()
    person: Mapped[Person] = relationship()
    gathering: Mapped[Gathering | None] = relationship()
    choices: Mapped[list[Choice]] = relationship(
        back_populates="participant", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def takes_part(self) -> bool:
        return self.answered_at is not None and not self.declines


class Choice(Base):
    """What somebody said of one activity: her how-manieth wish it is, or that she cannot come."""

    __tablename__ = "match_round_choice"
    __table_args__ = (
        UniqueConstraint("participant_id", "gathering_id"),
        UniqueConstraint("participant_id", "position"),
        CheckConstraint(f"position BETWEEN 1 AND {MOST_WISHES}", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("match_round_person.id", ondelete="CASCADE")
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int | None]  #: None: cannot come then.

    participant: Mapped[Participant] = relationship(back_populates="choices")
