"""A living library: people who are lent like books, in slots on the day of a gathering."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word, Words
from community.gatherings.models import LARGEST_PARTY, Gathering, SignUp
from community.register.models import LONGEST_TITLE, Entry
from community.tokens import new_salt
from community.tongues import Tongue

LONGEST_SENTENCE = 240
#: A talk is an hour's third to its half: long enough to begin, short enough to be asked again.
SHORTEST_SLOT, LONGEST_SLOT = 20, 30
LONGEST_PAUSE, LONGEST_BREAK = 30, 120
MOST_READERS = 8
USUAL_READERS = 4
#: Of one reader, in a round.
MOST_WISHES = 3


class Way(StrEnum):
    """How slots are given out beforehand; on the day itself whoever comes borrows."""

    RESERVE = "reserve"  #: Readers pick a book and a time themselves.
    ROUND = "round"  #: Readers say what they wish, and all are placed at once.


class BookState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  #: By the person, after a yes.
    REMOVED = "removed"  #: By the library.


class Means(StrEnum):
    """How a book's yes or no reached us."""

    PAGE = "page"
    DESK = "desk"
    PHONE = "phone"


class Made(StrEnum):
    """How a loan came about."""

    PAGE = "page"
    DESK = "desk"
    ROUND = "round"


class LivingDay(Base):
    """That a gathering is a living library, and how its hours are cut into slots."""

    __tablename__ = "living_day"
    __table_args__ = (
        CheckConstraint(
            f"slot_minutes BETWEEN {SHORTEST_SLOT} AND {LONGEST_SLOT}", name="slot_minutes_sane"
        ),
        CheckConstraint(f"pause_minutes BETWEEN 0 AND {LONGEST_PAUSE}", name="pause_sane"),
        CheckConstraint(
            f"break_after >= 0 AND break_minutes BETWEEN 0 AND {LONGEST_BREAK}", name="break_sane"
        ),
    )

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    slot_minutes: Mapped[int]
    pause_minutes: Mapped[int]  #: Between two slots.
    break_after: Mapped[int] = mapped_column(default=0)  #: So many slots; 0: no longer break.
    break_minutes: Mapped[int] = mapped_column(default=0)
    way: Mapped[Way] = mapped_column(Word(Way), default=Way.RESERVE)
    #: Of the link to the board, which hangs on a screen that nobody signs in at.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: When the gathering was, as the books know it: they hear of it when that changes.
    known_starts_at: Mapped[datetime]
    known_ends_at: Mapped[datetime]
    known_cancelled: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]

    gathering: Mapped[Gathering] = relationship()


class Slot(Base):
    """A time to read in. It is so many minutes from the beginning, and moves along with it."""

    __tablename__ = "living_slot"
    __table_args__ = (
        UniqueConstraint("gathering_id", "begins"),
        CheckConstraint("begins >= 0", name="begins_sane"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("living_day.gathering_id", ondelete="CASCADE")
    )
    begins: Mapped[int]  #: Minutes from the gathering's beginning.
    minutes: Mapped[int]

    def starts_at(self, gathering: Gathering) -> datetime:
        return gathering.starts_at + timedelta(minutes=self.begins)

    def ends_at(self, gathering: Gathering) -> datetime:
        return gathering.starts_at + timedelta(minutes=self.begins + self.minutes)

    def fits(self, gathering: Gathering) -> bool:
        """Whether the gathering still lasts that long."""
        return self.ends_at(gathering) <= gathering.ends_at


class LivingBook(Base):
    """Somebody who was asked to be a book that day. Only the cover is shown, never a surname."""

    __tablename__ = "living_book"
    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        CheckConstraint("title <> ''", name="said"),
        CheckConstraint(f"readers BETWEEN 1 AND {MOST_READERS}", name="readers_sane"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("living_day.gathering_id", ondelete="CASCADE")
    )
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: The cover, in the person's own words.
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    sentence: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")
    language: Mapped[str] = mapped_column(String(8), default="nl")  #: Of these words.
    tongues: Mapped[frozenset[Tongue]] = mapped_column(Words(Tongue), default=frozenset())
    readers: Mapped[int] = mapped_column(default=USUAL_READERS)  #: At most, at one time.
    state: Mapped[BookState] = mapped_column(Word(BookState), default=BookState.ASKED)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Means | None] = mapped_column(Word(Means))
    #: When a librarian last read the cover as it is; None: its person changed it since.
    checked_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: Since when somebody without mail has to be called about it.
    call_since: Mapped[datetime | None]

    day: Mapped[LivingDay] = relationship()
    entry: Mapped[Entry] = relationship()
    person: Mapped[Person] = relationship()
    sittings: Mapped[list[Sitting]] = relationship(
        back_populates="book", cascade="all, delete-orphan"
    )

    @property
    def in_order(self) -> list[Sitting]:
        """Its times in the order of the day."""
        return sorted(self.sittings, key=lambda sitting: sitting.slot.begins)

    def fitting(self, gathering: Gathering) -> list[Sitting]:
        """Its times, as far as the gathering lasts."""
        return [sitting for sitting in self.in_order if sitting.slot.fits(gathering)]

    @property
    def is_on(self) -> bool:
        """Whether it counts on being there: said yes, or has not answered yet."""
        return self.state in (BookState.ASKED, BookState.AGREED)

    @property
    def waits_for_a_reader(self) -> bool:
        """Its person changed the words: a librarian reads them before others do."""
        return self.state is BookState.AGREED and self.checked_at is None


class Sitting(Base):
    """A book in a slot. Its places are given out by conditional UPDATE; a CHECK stands behind."""

    __tablename__ = "living_sitting"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= readers", name="never_oversold"),
        CheckConstraint(f"readers BETWEEN 1 AND {MOST_READERS}", name="readers_sane"),
    )

    book_id: Mapped[int] = mapped_column(
        ForeignKey("living_book.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(
        ForeignKey("living_slot.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    readers: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    book: Mapped[LivingBook] = relationship(back_populates="sittings")
    slot: Mapped[Slot] = relationship()

    @property
    def free(self) -> int:
        return self.readers - self.taken


class Loan(Base):
    """A book for a reader, in a slot: reserved, on loan, back; or given up before it began.

    The reader is a sign-up of the gathering, or a first name of who walked in.
    """

    __tablename__ = "living_loan"
    __table_args__ = (
        ForeignKeyConstraint(
            ["book_id", "slot_id"],
            ["living_sitting.book_id", "living_sitting.slot_id"],
            name="fk_living_loan_book_id_living_sitting",
            ondelete="CASCADE",
        ),
        *(
            Index(
                name,
                "sign_up_id",
                other,
                unique=True,
                sqlite_where=text("given_up_at IS NULL"),
                postgresql_where=text("given_up_at IS NULL"),
            )
            for name, other in (
                ("uq_living_loan_at_once", "slot_id"),
                ("uq_living_loan_twice", "book_id"),
            )
        ),
        Index(None, "book_id", "slot_id"),
        UniqueConstraint("gathering_id", "key"),
        CheckConstraint("(sign_up_id IS NULL) <> (key IS NULL)", name="signed_up_or_walked_in"),
        CheckConstraint(f"people BETWEEN 1 AND {LARGEST_PARTY}", name="people_sane"),
        CheckConstraint("back_at IS NULL OR borrowed_at IS NOT NULL", name="back_after_loan"),
        CheckConstraint("given_up_at IS NULL OR borrowed_at IS NULL", name="given_up_before"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("living_day.gathering_id", ondelete="CASCADE")
    )
    book_id: Mapped[int]
    slot_id: Mapped[int] = mapped_column(index=True)
    sign_up_id: Mapped[int | None] = mapped_column(ForeignKey("sign_up.id", ondelete="CASCADE"))
    #: Of who walked in; made with the form, so that pressing twice is once.
    key: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80), default="")
    people: Mapped[int] = mapped_column(default=1)
    made: Mapped[Made] = mapped_column(Word(Made))
    made_at: Mapped[datetime]
    borrowed_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    sitting: Mapped[Sitting] = relationship(viewonly=True)
    sign_up: Mapped[SignUp | None] = relationship()


class BookWish(Base):
    """What a reader would like to read, when all are placed at once; 1 is dearest."""

    __tablename__ = "living_wish"
    __table_args__ = (
        UniqueConstraint("sign_up_id", "book_id"),
        CheckConstraint(f"rank BETWEEN 1 AND {MOST_WISHES}", name="rank_sane"),
    )

    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    book_id: Mapped[int] = mapped_column(
        ForeignKey("living_book.id", ondelete="CASCADE"), index=True
    )
    made_at: Mapped[datetime]

    book: Mapped[LivingBook] = relationship()
    sign_up: Mapped[SignUp] = relationship()


class ReaderCall(Base):
    """A reader who gets no mail, and has to be called: their talks are new, other, or gone."""

    __tablename__ = "living_call"

    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime]

    sign_up: Mapped[SignUp] = relationship()
