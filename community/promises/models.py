"""Promises: who does what by when after a gathering, what became of it, and what was said of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering
from community.libraries.models import Library
from community.partners.models import Partner
from community.tokens import new_salt

LONGEST_WHAT = 300
LONGEST_WORDS = 300

#: How often somebody is reminded: after two weeks and after eight.
REMINDERS = 2


class Who(StrEnum):
    """What kind of somebody promises."""

    PERSON = "person"
    PARTNER = "partner"
    LIBRARY = "library"


class State(StrEnum):
    PROMISED = "promised"
    BUSY = "busy"
    DONE = "done"
    LET_GO = "let_go"


#: Still to be done.
OPEN = (State.PROMISED, State.BUSY)


class Promise(Base):
    """Who does what by when. Of a person or a partner it counts once they said that it is so."""

    __tablename__ = "promise"
    __table_args__ = (
        UniqueConstraint("gathering_id", "once"),
        Index(None, "library_id", "state"),
        CheckConstraint("what <> ''", name="said"),
        # Exactly one of the three; who was erased is still somebody.
        CheckConstraint("person_id IS NULL OR who = 'person'", name="of_a_person"),
        CheckConstraint("partner_id IS NULL OR who = 'partner'", name="of_a_partner"),
        CheckConstraint("who <> 'library' OR agreed_at IS NOT NULL", name="of_the_library"),
        CheckConstraint("(state IN ('done', 'let_go')) = (settled_at IS NOT NULL)", name="settled"),
        CheckConstraint("NOT is_named OR agreed_at IS NOT NULL", name="named_with_a_yes"),
        CheckConstraint(
            "denied_at IS NULL OR (state = 'let_go' AND NOT is_named)", name="denied_is_let_go"
        ),
        CheckConstraint(f"reminders BETWEEN 0 AND {REMINDERS}", name="reminders_sane"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    harvest_id: Mapped[int | None] = mapped_column(
        ForeignKey("harvest.id", ondelete="SET NULL"), index=True
    )
    harvest_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("harvest_item.id", ondelete="SET NULL"), index=True
    )
    who: Mapped[Who] = mapped_column(Word(Who))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    partner_id: Mapped[int | None] = mapped_column(
        ForeignKey("partner.id", ondelete="SET NULL"), index=True
    )
    what: Mapped[str] = mapped_column(String(LONGEST_WHAT))
    by_when: Mapped[date | None] = mapped_column(Date)
    state: Mapped[State] = mapped_column(Word(State), default=State.PROMISED)
    version: Mapped[int] = mapped_column(default=1)  #: Of the words: others, another version.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    made_at: Mapped[datetime]
    #: When they said of these words: yes, that is what I do. Other words ask it anew.
    agreed_at: Mapped[datetime | None]
    #: Whether their first name may stand under these words for everybody to read.
    is_named: Mapped[bool] = mapped_column(default=False)
    #: When they said that they never promised this.
    denied_at: Mapped[datetime | None]
    #: Since when a word of theirs is waited for, and when they last gave one.
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")  #: What they said last.
    reminders: Mapped[int] = mapped_column(default=0)  #: How many have gone out.
    settled_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  #: When everybody who was there was told that it is done.
    #: Rows in the log: that it was made, and that it was kept, which an undo names.
    made_activity_id: Mapped[int | None]
    kept_activity_id: Mapped[int | None]
    #: Made with the form: the same one sent twice is one promise.
    once: Mapped[str] = mapped_column(String(32))

    library: Mapped[Library] = relationship()
    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person | None] = relationship()
    partner: Mapped[Partner | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def phone(self) -> str:
        """Where whose it is can be called, if anywhere."""
        if self.person is not None:
            return self.person.phone
        contacts = self.partner.contacts if self.partner else []
        return next((each.phone for each in contacts if each.phone), "")

    @property
    def is_asked(self) -> bool:
        """Whether it waits for their yes."""
        return self.is_open and self.agreed_at is None

    @hybrid_property
    def stands(self) -> bool:
        """Whether it is a promise: said yes to, and never said no to."""
        return self.agreed_at is not None and self.denied_at is None

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> Any:
        return and_(cls.agreed_at.is_not(None), cls.denied_at.is_(None))

    def is_late(self, today: date) -> bool:
        return self.is_open and self.by_when is not None and self.by_when < today


class Said(StrEnum):
    """What happened to a promise, step by step."""

    MADE = "made"
    AGREED = "agreed"
    DENIED = "denied"
    REWORDED = "reworded"
    PROMISED = "promised"  #: Open again.
    BUSY = "busy"
    DONE = "done"
    LET_GO = "let_go"


class PromiseChange(Base):
    """One step in the life of a promise. Whose it is stands in the promise alone."""

    __tablename__ = "promise_change"
    __table_args__ = (Index(None, "promise_id", "id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id", ondelete="CASCADE"))
    said: Mapped[Said] = mapped_column(Word(Said))
    #: Who noted it at the desk, a plain id as in the log; None: whose promise it is did.
    by_id: Mapped[int | None]
    #: What they said with it; of other words, how it read before.
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    happened_at: Mapped[datetime]
