"""Gatherings, the people who come to them, and who was there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.bookings.models import Booking
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.kinds import (
    KIND_FACTS,
    SIGN_UP_MODES,
    Audience,
    CoreFunction,
    Eligibility,
    Initiator,
    Kind,
    Mode,
    SignUpMode,
    Visibility,
)
from community.gatherings.questions import Question, Questions
from community.ical.sequence import Sequenced
from community.libraries.models import MOST_MINUTES_AROUND, Branch, Library, Room
from community.pictures.models import Picture
from community.texts import readable_tail
from community.tokens import new_salt
from community.topics.models import Theme

#: More chairs than the largest hall in the country; a typing mistake is above it.
MOST_SEATS = 10_000
#: A larger party is a group visit, which one arranges with the librarian.
LARGEST_PARTY = 8


class GatheringStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SignUpStatus(StrEnum):
    """`pending → confirmed | waiting → cancelled`."""

    PENDING = "pending"  #: The address is not yet confirmed; may hold a seat for an hour.
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


gathering_theme = Table(
    "gathering_theme",
    Base.metadata,
    Column("gathering_id", ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)


class Gathering(Sequenced, Base):
    """Something people come to, at a time and a place."""

    __tablename__ = "gathering"
    __table_args__ = (
        CheckConstraint(f"capacity BETWEEN 1 AND {MOST_SEATS}", name="capacity_sane"),
        CheckConstraint("taken >= 0 AND waiting >= 0", name="counters_not_negative"),
        CheckConstraint("capacity IS NULL OR taken <= capacity", name="never_oversold"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        *(
            CheckConstraint(f"{name} BETWEEN 0 AND {MOST_MINUTES_AROUND}", name=f"{name}_sane")
            for name in ("set_up_minutes", "clear_minutes")
        ),
        Index(None, "booking_id", unique=True),
        Index(None, "library_id", "starts_at"),
        Index(None, "library_id", "status", "visibility", "ends_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: Whose the last change at the desk is; `revised_at` says when. A plain id, as in the log.
    revised_by_id: Mapped[int | None]
    uid: Mapped[str] = mapped_column(String(120), unique=True)

    status: Mapped[GatheringStatus] = mapped_column(
        Word(GatheringStatus), default=GatheringStatus.DRAFT
    )
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")  #: Markdown.
    language: Mapped[str] = mapped_column(String(8), default="nl")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    mode: Mapped[Mode] = mapped_column(Word(Mode), default=Mode.PHYSICAL)
    #: Where, when it is not in a branch: "Dorpshuis, Kerkweg 2, Lemele".
    address: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    #: The room kept free for it (room_keeping.py).
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    set_up_minutes: Mapped[int | None]  #: None: what is usual in that room.
    clear_minutes: Mapped[int | None]

    sign_up_mode: Mapped[SignUpMode] = mapped_column(Word(SignUpMode), default=SignUpMode.HERE)
    elsewhere_url: Mapped[str] = mapped_column(String(500), default="")
    invitation_salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    capacity: Mapped[int | None]  #: None: everybody fits.
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    sign_up_opens_at: Mapped[datetime | None]
    sign_up_closes_at: Mapped[datetime | None]  #: None: until it begins.
    visibility: Mapped[Visibility] = mapped_column(Word(Visibility), default=Visibility.PUBLIC)
    eligibility: Mapped[Eligibility] = mapped_column(
        Word(Eligibility), default=Eligibility.EVERYONE
    )
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    #: What is asked of who signs up; NULL: nothing.
    questions: Mapped[tuple[Question, ...]] = mapped_column(Questions, nullable=True, default=())
    #: Whether a parent signs up children, by their first names.
    takes_children: Mapped[bool] = mapped_column(default=False)

    cost: Mapped[str] = mapped_column(String(80), default="")  #: Empty: free.
    bring: Mapped[str] = mapped_column(String(200), default="")
    accessibility: Mapped[str] = mapped_column(String(300), default="")

    core_function: Mapped[CoreFunction] = mapped_column(Word(CoreFunction))
    audience: Mapped[Audience] = mapped_column(Word(Audience), default=Audience.EVERYONE)
    initiator: Mapped[Initiator] = mapped_column(Word(Initiator), default=Initiator.LIBRARY)
    open_to_non_members: Mapped[bool] = mapped_column(default=True)

    # Seats: changed by conditional UPDATE only (sign_ups.py); CHECKs stand behind it.
    taken: Mapped[int] = mapped_column(default=0)  #: Seats confirmed or held.
    waiting: Mapped[int] = mapped_column(default=0)  #: Parties on the waiting list.
    next_queue_no: Mapped[int] = mapped_column(default=1)

    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    moved_from: Mapped[datetime | None]  #: The start before the last move.
    head_count: Mapped[int | None]
    head_count_estimated: Mapped[bool] = mapped_column(default=False)

    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: Title, summary, place and themes, folded: lower case, no accents.
    search_text: Mapped[str] = mapped_column(Text, default="")

    library: Mapped[Library] = relationship()
    branch: Mapped[Branch | None] = relationship()
    room: Mapped[Room | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=gathering_theme, order_by="Theme.position")
    hosts: Mapped[list[Person]] = relationship(
        secondary="gathering_host", order_by="Person.first_name"
    )

    @property
    def slug(self) -> str:
        """The readable tail of its address; changes with the title, the id in front does not."""
        return readable_tail(self.title, "activiteit")

    @property
    def conversational(self) -> bool:
        return KIND_FACTS[self.kind].conversational

    @property
    def seated(self) -> bool:
        """Whether people have a chair there: what is free is a seat, and elsewhere a place."""
        return self.conversational and self.mode is not Mode.ONLINE

    @property
    def names_children(self) -> bool:
        """Whether a parent says the first names of children; never at a sensitive gathering."""
        return self.takes_children and not self.is_sensitive

    @property
    def is_cancelled(self) -> bool:
        return self.status is GatheringStatus.CANCELLED

    @property
    def takes_sign_ups(self) -> bool:
        """Whether people sign up here, so that the library knows who comes."""
        return self.sign_up_mode in SIGN_UP_MODES

    @property
    def seats_free(self) -> int | None:
        """None: there is always room."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Who waits goes first, also when the seat that is free is too small for that party."""
        return self.seats_free == 0 or bool(self.waiting)

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at

    def has_begun(self, now: datetime) -> bool:
        return now >= self.starts_at

    def sign_up_is_open(self, now: datetime) -> bool:
        """Whether the calendar lets people in; whether there is a seat is another question."""
        closes_at = self.sign_up_closes_at or self.starts_at
        opens_at = self.sign_up_opens_at
        return (
            self.status is GatheringStatus.PUBLISHED
            and self.takes_sign_ups
            and (opens_at is None or now >= opens_at)
            and now < closes_at
        )


class GatheringHost(Base):
    """Who receives people at a gathering, with rights on that one only."""

    __tablename__ = "gathering_host"
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SignUp(Sequenced, Base):
    """A person and a gathering; one row for good, also after leaving and coming back."""

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        CheckConstraint(f"party_size BETWEEN 1 AND {LARGEST_PARTY}", name="party_size_sane"),
        CheckConstraint(
            "(status = 'confirmed' AND has_seat AND held_until IS NULL)"
            " OR (status = 'pending' AND has_seat = (held_until IS NOT NULL))"
            " OR (status IN ('waiting', 'cancelled') AND NOT has_seat AND held_until IS NULL)",
            name="seat_fits_status",
        ),
        Index(None, "gathering_id", "queue_no", unique=True),
        Index(
            "ix_sign_up_held",
            "held_until",
            sqlite_where=text("held_until IS NOT NULL"),
            postgresql_where=text("held_until IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    status: Mapped[SignUpStatus] = mapped_column(Word(SignUpStatus))
    has_seat: Mapped[bool]
    party_size: Mapped[int] = mapped_column(default=1)
    #: The order of arrival. Given to everyone, so that who confirms late keeps the original place.
    queue_no: Mapped[int]
    held_until: Mapped[datetime | None]
    question: Mapped[str] = mapped_column(String(500), default="")
    #: The answer at sign-up; becomes the person's own choice once the address is confirmed.
    may_invite: Mapped[bool] = mapped_column(default=False)
    made_at_desk: Mapped[bool] = mapped_column(default=False)
    #: Rather not in a photo: said at the door, to who takes them.
    no_photo: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    gathering: Mapped[Gathering] = relationship()
    person: Mapped[Person] = relationship()


class Told(Base):
    """How far somebody without e-mail address knows how it stands, in person or by telephone."""

    __tablename__ = "told"
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    gathering_sequence: Mapped[int]
    sign_up_sequence: Mapped[int]
    told_at: Mapped[datetime]


class Attendance(Base):
    """Who was there. Not the counter's business: walk-ins may exceed capacity.

    What it says is what the latest note said (`noted_at`), in whatever order notes came in.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("gathering_id", "key"),
        CheckConstraint("(sign_up_id IS NULL) <> (key IS NULL)", name="signed_up_or_walked_in"),
        CheckConstraint(f"people BETWEEN 1 AND {MOST_SEATS}", name="people_sane"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), index=True
    )
    sign_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), unique=True
    )
    #: Of who walked in; made where it was noted, so that the same note sent twice is one.
    key: Mapped[str | None] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80), default="")  #: A first name, if one was given.
    people: Mapped[int]
    activity_id: Mapped[int]  #: Its row in the log, which an undo names.
    checked_in_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    noted_at: Mapped[datetime]

    @property
    def present(self) -> int:
        """How many people are here of it now."""
        return 0 if self.undone_at else self.people


class Absent(StrEnum):
    """What becomes of who signed up and did not come."""

    NOTHING = "nothing"
    NOTE = "note"  #: They get a friendly word that they were missed.
    LEFT_OUT = "left_out"  #: They hear nothing more of this one.


class LookBack(Base):
    """What who was there wrote down afterwards, for the next time. For who works here only."""

    __tablename__ = "look_back"
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    worked: Mapped[str] = mapped_column(String(500), default="")
    did_not: Mapped[str] = mapped_column(String(500), default="")
    next_time: Mapped[str] = mapped_column(String(500), default="")
    absent: Mapped[Absent] = mapped_column(Word(Absent), default=Absent.NOTHING)
    written_by_id: Mapped[int | None]  #: A plain id, as in the log.
    written_at: Mapped[datetime]


class CalendarItem(Base):
    """A gathering as iCalendar bytes, written when it changes, so that a feed only joins them."""

    __tablename__ = "calendar_item"
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    inputs_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
