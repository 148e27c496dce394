"""A table plan: who sits at which table in which round of one gathering, and why so.

An arrangement is a picture of all rounds at once and belongs to a step, so that going back is
taking an earlier picture. Names stand nowhere here: they are those of the sign-up, and go with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word, Words
from community.gatherings.models import Attendance, Gathering, SignUp
from community.gatherings.questions import LONGEST_QUESTION
from community.tokens import new_salt
from community.tongues import Tongue

MOST_ROUNDS = 6
MOST_SEATS_AT_TABLE = 20
MOST_TABLES = 120
MOST_GUESTS = 600
MOST_WISHES = 200
#: How far back somebody can go.
MOST_STEPS = 40
LONGEST_VALUE = 60

#: Per round, per table, the keys of who sits there.
Rounds = Sequence[Sequence[Sequence[str]]]


class State(StrEnum):
    """`proposed → fixed → released`, and back."""

    PROPOSED = "proposed"
    FIXED = "fixed"
    RELEASED = "released"  #: Everybody sees their own table.


class Mix(StrEnum):
    """What the tables are mixed by; the first two only of who said that they may be."""

    AGE = "age"
    DISTRICT = "district"
    NEWNESS = "newness"
    OWN = "own"


class WishKind(StrEnum):
    TOGETHER = "together"  #: In all rounds.
    APART = "apart"  #: In no round; read by who leads the conversation and nobody else.
    MEET = "meet"  #: In one round at least.
    COVER = "cover"  #: In every round somebody at the table who speaks this language.


class Did(StrEnum):
    """What a step was."""

    PROPOSED = "proposed"
    SWAPPED = "swapped"
    MOVED = "moved"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    REPAIRED = "repaired"


class TablePlan(Base):
    """The plan of one gathering. `version` goes up with every change, so that nobody overwrites
    what they have not seen."""

    __tablename__ = "table_plan"
    __table_args__ = (
        UniqueConstraint("gathering_id"),
        Index(None, "library_id", "state"),
        CheckConstraint(f"rounds BETWEEN 1 AND {MOST_ROUNDS}", name="rounds_sane"),
        CheckConstraint(
            f"least BETWEEN 1 AND most AND most BETWEEN 2 AND {MOST_SEATS_AT_TABLE}",
            name="sizes_sane",
        ),
        CheckConstraint(f"tables BETWEEN 1 AND {MOST_TABLES}", name="tables_sane"),
        CheckConstraint("hosts_per_table BETWEEN 0 AND 2", name="hosts_sane"),
        CheckConstraint("state = 'proposed' OR step_no > 0", name="nothing_to_fix"),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    state: Mapped[State] = mapped_column(Word(State), default=State.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)

    rounds: Mapped[int] = mapped_column(default=3)
    least: Mapped[int] = mapped_column(default=4)
    most: Mapped[int] = mapped_column(default=8)
    tables: Mapped[int | None]  #: None: worked out.
    hosts_per_table: Mapped[int] = mapped_column(default=0)
    hosts_stay: Mapped[bool] = mapped_column(default=True)
    #: Minutes after the start of the gathering at which the first round begins; None: not said.
    first_round: Mapped[int | None]
    round_minutes: Mapped[int | None]
    #: What is talked about, a line per round.
    topics: Mapped[str] = mapped_column(String(1200), default="")
    mixes: Mapped[frozenset[Mix]] = mapped_column(Words(Mix), default=frozenset())
    own_label: Mapped[str] = mapped_column(String(LONGEST_VALUE), default="")
    #: The question at sign-up that fills in the mix in own words; empty: typed by the librarian.
    own_question: Mapped[str] = mapped_column(String(LONGEST_QUESTION), default="")

    step_no: Mapped[int] = mapped_column(default=0)  #: Which step stands; 0: nobody sits yet.
    #: Of the last proposal: which wishes it could not honour, and what they clash with.
    clashes: Mapped[Sequence[Mapping[str, Any]]] = mapped_column(JSON, default=list)
    asked: Mapped[int] = mapped_column(default=0)  #: How often a proposal was asked: its seed.
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    #: When it was noted who sat with whom, for who wants that remembered.
    remembered_at: Mapped[datetime | None]

    gathering: Mapped[Gathering] = relationship()

    def topic(self, number: int) -> str:
        """What round `number`, counted from 0, is about."""
        lines = self.topics.split("\n")
        return lines[number].strip() if number < len(lines) else ""

    def begins_at(self, number: int) -> datetime | None:
        """When round `number`, counted from 0, begins, if that was said."""
        if self.first_round is None or self.round_minutes is None:
            return None
        minutes = self.first_round + number * self.round_minutes
        return self.gathering.starts_at + timedelta(minutes=minutes)


class TableGuest(Base):
    """A seat's worth of somebody: one of a party, a walk-in or a host."""

    __tablename__ = "table_guest"
    __table_args__ = (UniqueConstraint("plan_id", "key"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    plan_id: Mapped[int] = mapped_column(ForeignKey("table_plan.id", ondelete="CASCADE"))
    #: By whom they are known in an arrangement: "s12.1", the first of the party of sign-up 12.
    key: Mapped[str] = mapped_column(String(40))
    sign_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), index=True
    )
    attendance_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendance.id", ondelete="CASCADE"), index=True
    )
    #: Who it is: of a party the one who signed up.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    seat: Mapped[int] = mapped_column(default=1)  #: Which of the party.
    is_host: Mapped[bool] = mapped_column(default=False)
    #: What the librarian knows that they speak; empty: what they said themselves, else Dutch.
    tongues: Mapped[frozenset[Tongue]] = mapped_column(Words(Tongue), default=frozenset())
    own_value: Mapped[str] = mapped_column(String(LONGEST_VALUE), default="")
    away: Mapped[bool] = mapped_column(default=False)  #: Taken out of the plan.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)

    sign_up: Mapped[SignUp | None] = relationship()
    attendance: Mapped[Attendance | None] = relationship()
    person: Mapped[Person | None] = relationship()
    plan: Mapped[TablePlan] = relationship()


class TableWish(Base):
    """Who should sit with whom, or not. What stands in a plan is honoured, or named as broken."""

    __tablename__ = "table_wish"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'cover') = (second_id IS NULL) AND (kind = 'cover') = (tongue IS NOT NULL)",
            name="fits_kind",
        ),
        CheckConstraint("first_id <> second_id", name="two_people"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("table_plan.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[WishKind] = mapped_column(Word(WishKind))
    first_id: Mapped[int] = mapped_column(
        ForeignKey("table_guest.id", ondelete="CASCADE"), index=True
    )
    second_id: Mapped[int | None] = mapped_column(
        ForeignKey("table_guest.id", ondelete="CASCADE"), index=True
    )
    tongue: Mapped[Tongue | None] = mapped_column(Word(Tongue))
    given_up_at: Mapped[datetime | None]  #: Let go, because it clashed.
    noted_at: Mapped[datetime]


class TableStep(Base):
    """An arrangement, and what made it so."""

    __tablename__ = "table_step"

    plan_id: Mapped[int] = mapped_column(
        ForeignKey("table_plan.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    rounds: Mapped[Rounds] = mapped_column(JSON)
    #: Seats that stay as they are: round and key.
    locked: Mapped[Sequence[tuple[int, str]]] = mapped_column(JSON, default=list)
    did: Mapped[Did] = mapped_column(Word(Did))
    #: Whom it was about, and where: `who`, `with`, `round`, `table`.
    details: Mapped[Mapping[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None]  #: A plain id, as in the log.
    made_at: Mapped[datetime]


class TableCompany(Base):
    """Two people who both want it remembered that they sat at one table. Shown to nobody."""

    __tablename__ = "table_company"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    first_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    met_at: Mapped[datetime] = mapped_column(index=True)
