"""What a library sends by the clock, and what each of its people wants to get of that."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base, Words
from community.gatherings.kinds import Kind
from community.libraries.models import Branch, Library
from community.tokens import new_salt
from community.topics.models import Theme

#: Monday is 0. Thursday: in time for the weekend, and for the week after it.
USUAL_WEEKDAY = 3


class Reminder(StrEnum):
    """How long before a gathering one is reminded of it; in the order in which they fall due."""

    TWO_DAYS = "two_days"
    THREE_HOURS = "three_hours"


#: Where nothing was said, both.
BOTH = frozenset(Reminder)


class Stream(StrEnum):
    """What one click in a mail stops, as its address calls it."""

    REMINDERS = "herinneringen"
    DIGEST = "weekbericht"


class LibraryRhythm(Base):
    """What a library sends by the clock; one that never said anything has no row."""

    __tablename__ = "library_rhythm"
    __table_args__ = (CheckConstraint("digest_weekday BETWEEN 0 AND 6", name="weekday"),)

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    reminders: Mapped[frozenset[Reminder]] = mapped_column(Words(Reminder), default=BOTH)
    has_digest: Mapped[bool] = mapped_column(default=True)
    digest_weekday: Mapped[int] = mapped_column(default=USUAL_WEEKDAY)


mail_wish_theme = Table(
    "mail_wish_theme",
    Base.metadata,
    Column("wish_id", ForeignKey("mail_wish.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
mail_wish_branch = Table(
    "mail_wish_branch",
    Base.metadata,
    Column("wish_id", ForeignKey("mail_wish.id", ondelete="CASCADE"), primary_key=True),
    # A branch that is removed keeps nobody's wishes standing in its way.
    Column("branch_id", ForeignKey("branch.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class MailWish(Base):
    """What a person wants to get from one library, and what the links in its mails hang on."""

    __tablename__ = "mail_wish"
    __table_args__ = (UniqueConstraint("library_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: Apart from which, so that who stops them by one click gets back what was chosen.
    is_reminded: Mapped[bool] = mapped_column(default=True)
    reminders: Mapped[frozenset[Reminder]] = mapped_column(Words(Reminder), default=BOTH)
    #: When this person asked for the weekly digest; None: gets none.
    digest_since: Mapped[datetime | None]
    #: Whether it also tells what suits this person, by what they said and did.
    has_fitting: Mapped[bool] = mapped_column(default=False)
    #: Nothing chosen of these, or of themes or branches: everything.
    kinds: Mapped[frozenset[Kind]] = mapped_column(Words(Kind), default=frozenset())

    library: Mapped[Library] = relationship()
    person: Mapped[Person] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=mail_wish_theme, order_by="Theme.position")
    branches: Mapped[list[Branch]] = relationship(
        secondary=mail_wish_branch, order_by="Branch.place"
    )

    @property
    def wanted(self) -> frozenset[Reminder]:
        """The reminders that this person wants."""
        return self.reminders if self.is_reminded else frozenset()

    def gets(self, stream: Stream) -> bool:
        return bool(self.wanted) if stream is Stream.REMINDERS else self.digest_since is not None
