"""Partners, the people one speaks there, and what library and partner do together."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.gatherings.models import Gathering
from community.tokens import new_salt

#: More than any partner brings to one gathering; a typing mistake is above it.
MOST_MINUTES = 1_000 * 60
MOST_CENTS = 100_000_000


class Sector(StrEnum):
    """The twelve sectors of `meetlat.json`; a partner has exactly one."""

    EDUCATION = "education"
    CARE = "care"
    WELFARE = "welfare"
    GOVERNMENT = "government"
    CULTURE = "culture"
    VOLUNTEERS = "volunteers"
    HOUSING = "housing"
    LANGUAGE = "language"
    WORK = "work"
    FAITH = "faith"
    SPORT = "sport"
    OTHER = "other"


class PartnerState(StrEnum):
    ACTIVE = "active"
    RESTING = "resting"  #: Kept, but not offered and not written to.


class ContactKind(StrEnum):
    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    MAIL = "mail"
    OTHER = "other"


class Partner(Base):
    """An organisation that makes things with the library."""

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("library_id", "name"),
        CheckConstraint("kvk = '' OR length(kvk) = 8", name="kvk_has_eight_digits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    sector: Mapped[Sector] = mapped_column(Word(Sector))
    #: Not unique: departments of one organisation share it, and count as one partner.
    kvk: Mapped[str] = mapped_column(String(8), default="")
    #: What stands after the @ of its own addresses; empty: it has none of its own.
    domain: Mapped[str] = mapped_column(String(253), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PartnerState] = mapped_column(Word(PartnerState), default=PartnerState.ACTIVE)
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    contacts: Mapped[list[PartnerContact]] = relationship(
        order_by="PartnerContact.name", passive_deletes=True
    )

    @property
    def organisation(self) -> str:
        """What this partner counts as: its organisation when we know which, else itself."""
        return f"kvk {self.kvk}" if self.kvk else f"partner {self.id}"

    @property
    def receiver(self) -> PartnerContact | None:
        """Who gets the list of the quarter."""
        return next((contact for contact in self.contacts if contact.gets_list), None)


class PartnerContact(Base):
    """Somebody one speaks there. For librarians only, and no member of the library by that."""

    __tablename__ = "partner_contact"
    __table_args__ = (
        Index(
            "uq_partner_contact_gets_list",
            "partner_id",
            unique=True,
            sqlite_where=sql("gets_list"),
            postgresql_where=sql("gets_list"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    #: One of them gets the list of the quarter.
    gets_list: Mapped[bool] = mapped_column(default=False)


class Partnership(Base):
    """A partner at one gathering, and what it brought according to us."""

    __tablename__ = "partnership"
    __table_args__ = (
        UniqueConstraint("gathering_id", "partner_id"),
        CheckConstraint(f"minutes BETWEEN 0 AND {MOST_MINUTES}", name="minutes_sane"),
        CheckConstraint(f"cents BETWEEN 0 AND {MOST_CENTS}", name="cents_sane"),
        Index(None, "library_id", "partner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), index=True
    )
    minutes: Mapped[int] = mapped_column(default=0)  #: Of work, in all.
    room: Mapped[bool] = mapped_column(default=False)
    cents: Mapped[int] = mapped_column(default=0)
    part: Mapped[str] = mapped_column(String(120), default="")  #: "gaf de workshop"
    activity_id: Mapped[int]  #: Its last row in the log, which a correction names.
    #: When the partner itself said that it is so; what is changed afterwards is asked again.
    confirmed_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    gathering: Mapped[Gathering] = relationship()
    partner: Mapped[Partner] = relationship()

    @property
    def brings_something(self) -> bool:
        return bool(self.minutes or self.room or self.cents)


class PartnerGoal(Base):
    """What library and partner want to achieve together, and what they say of it afterwards."""

    __tablename__ = "partner_goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(500))
    agreed_on: Mapped[date] = mapped_column(Date)
    confirmed_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    look_back: Mapped[str] = mapped_column(String(500), default="")
    looked_back_on: Mapped[date | None] = mapped_column(Date)
    look_back_confirmed_at: Mapped[datetime | None]
    look_back_listed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ContactMoment(Base):
    """Library and partner spoke: when, how, and in one line about what."""

    __tablename__ = "contact_moment"
    __table_args__ = (Index(None, "partner_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    happened_on: Mapped[date] = mapped_column(Date)
    kind: Mapped[ContactKind] = mapped_column(Word(ContactKind))
    about: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]


class LineKind(StrEnum):
    GATHERING = "gathering"
    GOAL = "goal"
    LOOK_BACK = "look_back"


class Answer(StrEnum):
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class Settlement(StrEnum):
    TAKEN_OVER = "taken_over"  #: It is as the partner says.
    LEFT = "left"  #: We see it otherwise; it stays unconfirmed.


class QuarterList(Base):
    """What a partner is asked to confirm: everything of a quarter, frozen as it was mailed."""

    __tablename__ = "quarter_list"
    __table_args__ = (
        UniqueConstraint("partner_id", "first_day"),
        CheckConstraint(
            "approved_at IS NULL OR refused_at IS NULL", name="not_approved_and_refused"
        ),
        CheckConstraint(
            "(approved_at IS NULL AND refused_at IS NULL) OR reason <> ''",
            name="decided_with_a_reason",
        ),
        Index(None, "library_id", "first_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    first_day: Mapped[date] = mapped_column(Date)  #: Of the quarter.
    #: To whom it went; empty: there was nobody with an address.
    mailed_to: Mapped[str] = mapped_column(String(254), default="")
    mailed_name: Mapped[str] = mapped_column(String(120), default="")
    #: Whether that address was the partner's own at that moment.
    is_own: Mapped[bool] = mapped_column(default=False)
    mailings: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    expires_at: Mapped[datetime]
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  #: When the first answer came.
    approved_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]  #: A plain id, as in the log.
    reason: Mapped[str] = mapped_column(String(300), default="")

    partner: Mapped[Partner] = relationship()
    lines: Mapped[list[QuarterLine]] = relationship(
        order_by="QuarterLine.position", passive_deletes=True
    )

    @property
    def counts(self) -> bool:
        """Whether an answer counts at once: from its own address, or approved with a reason."""
        return self.is_own or self.approved_at is not None

    @property
    def waits(self) -> bool:
        """Answered, and a librarian has yet to say whether that counts."""
        return self.answered_at is not None and not self.counts and self.refused_at is None

    @property
    def open_lines(self) -> list[QuarterLine]:
        return [line for line in self.lines if line.answer is None]

    @property
    def unsettled_lines(self) -> list[QuarterLine]:
        """What the partner says otherwise, and a librarian has yet to look at."""
        return [
            line
            for line in self.lines
            if line.answer is Answer.CORRECTED and line.settled_at is None
        ]

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


class QuarterLine(Base):
    """One thing to confirm, with what the partner answered."""

    __tablename__ = "quarter_line"
    __table_args__ = (
        UniqueConstraint("list_id", "position"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_moment"),
        CheckConstraint(f"their_minutes BETWEEN 0 AND {MOST_MINUTES}", name="their_minutes_sane"),
        CheckConstraint(f"their_cents BETWEEN 0 AND {MOST_CENTS}", name="their_cents_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    list_id: Mapped[int] = mapped_column(ForeignKey("quarter_list.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(Word(LineKind))
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), index=True
    )
    goal_id: Mapped[int | None] = mapped_column(
        ForeignKey("partner_goal.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(500))  #: The title, the goal or the look-back.
    happened_on: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int] = mapped_column(default=0)
    room: Mapped[bool] = mapped_column(default=False)
    cents: Mapped[int] = mapped_column(default=0)

    answer: Mapped[Answer | None] = mapped_column(Word(Answer))
    answered_at: Mapped[datetime | None]
    was_there: Mapped[bool] = mapped_column(default=True)
    their_minutes: Mapped[int] = mapped_column(default=0)
    their_room: Mapped[bool] = mapped_column(default=False)
    their_cents: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str] = mapped_column(String(300), default="")
    counted_at: Mapped[datetime | None]  #: When it went into the log.
    activity_id: Mapped[int | None]
    settlement: Mapped[Settlement | None] = mapped_column(Word(Settlement))
    settled_at: Mapped[datetime | None]


class Judgement(Base):
    """What somebody at a partner thinks of us: three answers, without who, when or in which order.

    They lie here until there are five, and then go into the log together.
    """

    __tablename__ = "judgement"
    __table_args__ = tuple(
        CheckConstraint(f"{name} BETWEEN 1 AND 5", name=f"{name}_sane")
        for name in ("same_goal", "keeps_word", "more_together")
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_salt)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    year: Mapped[int]
    same_goal: Mapped[int | None]
    keeps_word: Mapped[int | None]
    more_together: Mapped[int | None]


class JudgementGiven(Base):
    """That a partner has answered this year; not what."""

    __tablename__ = "judgement_given"
    partner_id: Mapped[int] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
