"""Groups: residents who meet around something, who is in them, and what they do and ask."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.bookings.models import Booking
from community.db import Base, Word
from community.gatherings.models import MOST_SEATS, Gathering
from community.libraries.models import Branch, Library, Room
from community.texts import readable_tail
from community.tokens import new_salt
from community.topics.models import Theme


class Stage(StrEnum):
    """How far a group stands by itself; the library moves it on, and back when it should."""

    MET = "met"  #: We know each other; nothing is arranged yet.
    ACTIVE = "active"  #: It meets, and the library helps.
    RUNS_ITSELF = "runs_itself"
    RESTING = "resting"

    @property
    def meets(self) -> bool:
        """Then there should be somebody to ask."""
        return self in MEETING


MEETING = (Stage.ACTIVE, Stage.RUNS_ITSELF)


class SeenBy(StrEnum):
    """Who may see a group's page."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    MEMBERS = "members"  #: Its members and the library; in no list.


group_theme = Table(
    "group_theme",
    Base.metadata,
    Column("group_id", ForeignKey("residents_group.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)


class Group(Base):
    """Residents who meet around something: a language café, a knitting club, a street."""

    __tablename__ = "residents_group"  # GROUP is a word of SQL.
    __table_args__ = (Index(None, "library_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(200), default="")  #: Its one line in the list.
    text: Mapped[str] = mapped_column(Text, default="")  #: What they do; Markdown.
    for_whom: Mapped[str] = mapped_column(String(200), default="")
    #: When and where, in words: "elke dinsdag om 19.30 uur, in de leeszaal in Ommen".
    meets: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8), default="nl")
    stage: Mapped[Stage] = mapped_column(Word(Stage), default=Stage.MET)
    stage_since: Mapped[datetime]
    seen_by: Mapped[SeenBy] = mapped_column(Word(SeenBy), default=SeenBy.EVERYONE)
    #: Mails do not say what it is about, and only its contact person sees who is in it.
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    takes_members: Mapped[bool] = mapped_column(default=True)
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]

    library: Mapped[Library] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=group_theme, order_by="Theme.position")

    @property
    def slug(self) -> str:
        """The readable tail of its address; changes with the name, the id in front does not."""
        return readable_tail(self.name, "groep")

    @property
    def can_be_joined(self) -> bool:
        """Whether there is room for somebody new, who may ask for it on the page."""
        return self.takes_members and self.stage is not Stage.RESTING


class EarlierStage(Base):
    """How a group stood before, and since when. Until when, the next one says."""

    __tablename__ = "earlier_stage"
    __table_args__ = (Index(None, "library_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    since: Mapped[datetime]


class GroupMember(Base):
    """Somebody in a group, by their own choice. Who leaves is not in it: the row goes."""

    __tablename__ = "group_member"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        # One contact person, who has said yes to being in the group first.
        Index(
            "ix_group_member_contact",
            "group_id",
            unique=True,
            sqlite_where=text("is_contact"),
            postgresql_where=text("is_contact"),
        ),
        CheckConstraint("since IS NOT NULL OR NOT is_contact", name="contact_is_in_it"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("residents_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: None: asked with an address that nobody has proven yet.
    since: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    is_contact: Mapped[bool] = mapped_column(default=False)
    #: When the contact person asked this member to take over.
    offered_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)

    group: Mapped[Group] = relationship()
    person: Mapped[Person] = relationship()


class GroupGathering(Base):
    """A gathering of a group; one gathering may be of several."""

    __tablename__ = "group_gathering"
    group_id: Mapped[int] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE"), primary_key=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )

    group: Mapped[Group] = relationship()
    gathering: Mapped[Gathering] = relationship()


class GroupSeries(Base):
    """A series of a group: every date of it is a gathering of the group, also what comes yet.

    The series is the first of its thread; what was split from it later comes along.
    """

    __tablename__ = "group_series"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE"), primary_key=True
    )
    series_id: Mapped[int] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )


class GroupMessage(Base):
    """What somebody wrote to a group's contact person, kept until the mail has left."""

    __tablename__ = "group_message"
    __table_args__ = (UniqueConstraint("group_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("residents_group.id", ondelete="CASCADE"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    once: Mapped[str] = mapped_column(String(32))  #: The same form sent twice is one message.
    written_at: Mapped[datetime]

    group: Mapped[Group] = relationship()
    sender: Mapped[Person] = relationship()


class RequestState(StrEnum):
    """`asked → granted | declined | withdrawn`."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RoomRequest(Base):
    """A group that asks for a room; once granted it is a booking or a gathering."""

    __tablename__ = "room_request"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(f"people BETWEEN 1 AND {MOST_SEATS}", name="people_sane"),
        CheckConstraint(
            "state = 'granted' OR (gathering_id IS NULL AND booking_id IS NULL)",
            name="only_granted_is_kept",
        ),
        # The same question asked twice is one question.
        Index(
            "ix_room_request_open",
            "group_id",
            "starts_at",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index(None, "library_id", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE"), index=True
    )
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    #: None: whichever room of the branch suits.
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    people: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    #: Whether it becomes an activity to which others may come, or only the group's own hours.
    in_agenda: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RequestState] = mapped_column(Word(RequestState), default=RequestState.ASKED)
    answer: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None]  #: A plain id, as in the log.
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), index=True
    )
    booking_id: Mapped[int | None] = mapped_column(
        ForeignKey("booking.id", ondelete="SET NULL"), index=True
    )

    group: Mapped[Group] = relationship()
    asked_by: Mapped[Person | None] = relationship()
    branch: Mapped[Branch] = relationship()
    room: Mapped[Room | None] = relationship()
    gathering: Mapped[Gathering | None] = relationship()
    booking: Mapped[Booking | None] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether somebody still waits for an answer."""
        return self.state is RequestState.ASKED and self.starts_at > now

    def can_be_taken_back(self, now: datetime) -> bool:
        """Not what became a gathering: people may count on that."""
        has_room = self.state is RequestState.GRANTED and self.booking_id is not None
        return self.starts_at > now and (self.state is RequestState.ASKED or has_room)


class GroupInvitation(Base):
    """That a group was invited to a gathering; inviting again reaches who came in since."""

    __tablename__ = "group_invitation"
    group_id: Mapped[int] = mapped_column(
        ForeignKey("residents_group.id", ondelete="CASCADE"), primary_key=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None]  #: A plain id, as in the log.

    group: Mapped[Group] = relationship()
