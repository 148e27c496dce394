"""The library's own teams, what they took part in, and the lists that they may dispute."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base
from community.gatherings.models import Gathering
from community.tokens import new_salt

MOST_OF_A_REASON = 300


class Team(Base):
    """A team of the library's staff."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("library_id", "name"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    #: Meets the public every day: the front desk, a branch.
    front_line: Mapped[bool] = mapped_column(default=False)
    #: Who gets the team's list each quarter; None: nobody does.
    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: No longer chosen for anything new; what it did stands.
    is_resting: Mapped[bool] = mapped_column(default=False)

    lead: Mapped[Person | None] = relationship()


class TeamPart(Base):
    """A team that took part in a gathering, as long as it does not say otherwise itself."""

    __tablename__ = "team_part"
    __table_args__ = (
        CheckConstraint(
            "(disputed_at IS NULL) = (dispute_reason = '')", name="a_dispute_has_a_reason"
        ),
        CheckConstraint(
            "disputed_at IS NULL OR activity_id IS NOT NULL", name="what_is_disputed_was_logged"
        ),
    )

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True, index=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    added_at: Mapped[datetime]
    #: Who said so. A plain id, as in the log.
    added_by_id: Mapped[int | None]
    #: Its row in the log; None until the gathering is over, for before that nothing happened.
    activity_id: Mapped[int | None]
    disputed_at: Mapped[datetime | None]
    dispute_reason: Mapped[str] = mapped_column(String(MOST_OF_A_REASON), default="")
    #: When a librarian read it.
    dispute_seen_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    gathering: Mapped[Gathering] = relationship()


class TeamList(Base):
    """What a team took part in during one quarter, as it was sent to its lead: once."""

    __tablename__ = "team_list"
    __table_args__ = (UniqueConstraint("library_id", "team_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    quarter: Mapped[date]  #: Its first day.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
