"""A resident's idea for a gathering, who stands behind it, and when they can."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.consents.models import Channel
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.libraries.models import Library
from community.texts import readable_tail
from community.tokens import new_salt
from community.topics.models import Theme

LONGEST_TITLE = 140
LONGEST_TEXT = 2000
LONGEST_BRING = 200
LONGEST_ANSWER = 600
#: More dates than this nobody compares.
MOST_DATES = 6
#: How long words that a stranger typed wait for the click in the mail.
MAY_CONFIRM = timedelta(days=7)
#: Within so many days a library answers, unless it chose another number.
ANSWER_DAYS, FEWEST_DAYS, MOST_DAYS = 14, 3, 60
#: After so long nobody is named any more of what has ended.
KEPT = timedelta(days=730)


class State(StrEnum):
    """`draft → waiting → open → planned | declined → done | withdrawn | expired`."""

    DRAFT = "draft"  #: Typed by somebody who was not signed in; waits for the click in the mail.
    WAITING = "waiting"  #: One of the first two of somebody new: a librarian reads it first.
    OPEN = "open"
    PLANNED = "planned"  #: The library makes a gathering of it.
    DECLINED = "declined"
    DONE = "done"  #: The gathering took place.
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"  #: What the library asked for did not come in time.


class Reason(StrEnum):
    """Why a library does not do it; with it always come words of its own."""

    NO_ROOM = "no_room"  #: No room, hours or money for it.
    ALREADY = "already"  #: There is something like it, or somebody else does it.
    TOO_FEW = "too_few"
    NOT_OURS = "not_ours"  #: It is no matter for a library.
    LATER = "later"


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def begins(self) -> time:
        """When something usually begins in it: to fill in beforehand."""
        return {Part.MORNING: time(10), Part.AFTERNOON: time(14)}.get(self, time(19, 30))


class Says(StrEnum):
    """Whether somebody can."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


proposal_theme = Table(
    "proposal_theme",
    Base.metadata,
    Column("proposal_id", ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)


class Proposal(Base):
    """An idea, in the words of who had it. Who is erased leaves it as somebody's."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index(None, "library_id", "state"),
        Index(None, "state", "ended_at"),
        CheckConstraint("title <> ''", name="said"),
        CheckConstraint(
            "state <> 'open' OR (opened_at IS NOT NULL AND answer_by IS NOT NULL)",
            name="open_has_a_term",
        ),
        CheckConstraint(
            "(state = 'declined') = (reason IS NOT NULL)", name="declined_with_a_reason"
        ),
        CheckConstraint(
            "state NOT IN ('planned', 'declined', 'done') OR answered_at IS NOT NULL",
            name="answered_at",
        ),
        CheckConstraint(
            "gathering_id IS NULL OR state IN ('planned', 'done')", name="planned_has_a_gathering"
        ),
        CheckConstraint("hidden_at IS NULL OR hidden_why <> ''", name="hidden_why"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    #: As whom: this group, of which they are the contact person. None: as themselves.
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("residents_group.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))  #: One sentence, own words.
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8), default="nl")  #: Of these words.
    state: Mapped[State] = mapped_column(Word(State), default=State.DRAFT)
    #: When they said to be 16 or older: nobody younger proposes without the library's help.
    age_said_at: Mapped[datetime]
    confirm_by: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]  #: When it was last said in other words, since it opened.

    #: Before this moment the library answers.
    answer_by: Mapped[datetime | None]
    #: What the library asks first, and until when; then its own term begins anew.
    asked: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    asked_until: Mapped[datetime | None]
    wanted: Mapped[int | None]  #: With so many people behind it, that is an answer as well.
    reply: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    reminded_at: Mapped[datetime | None]  #: When the librarians heard that the term is near,
    late_told_at: Mapped[datetime | None]  #: and that it was over.

    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None]  #: A plain id, as in the log.
    reason: Mapped[Reason | None] = mapped_column(Word(Reason))
    answer: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")
    gathering_id: Mapped[int | None] = mapped_column(
        ForeignKey("gathering.id", ondelete="SET NULL"), index=True
    )
    told_at: Mapped[datetime | None]  #: When the backers were told that it is in the agenda.
    ended_at: Mapped[datetime | None]  #: Since when nothing more comes of it.
    hidden_at: Mapped[datetime | None]  #: By moderation, whatever its state.
    hidden_why: Mapped[str] = mapped_column(String(20), default="")
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)

    library: Mapped[Library] = relationship()
    person: Mapped[Person | None] = relationship()
    group: Mapped[Group | None] = relationship()
    gathering: Mapped[Gathering | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary=proposal_theme, order_by="Theme.position")

    @property
    def slug(self) -> str:
        """The readable tail of its address; the id in front is what counts."""
        return readable_tail(self.title, "voorstel")

    @property
    def is_sensitive(self) -> bool:
        """Of what is sensitive nobody is named to anybody but the librarians."""
        return any(theme.is_sensitive for theme in self.themes)

    @property
    def can_be_answered(self) -> bool:
        return self.state is State.OPEN and self.hidden_at is None

    @property
    def is_the_librarys_turn(self) -> bool:
        """Whether the library owes an answer; not while it waits for one itself."""
        return self.state is State.OPEN and self.asked_until is None

    def is_late(self, now: datetime) -> bool:
        return self.is_the_librarys_turn and self.answer_by is not None and self.answer_by <= now


class ProposalDate(Base):
    """A day, and a part of it, on which it could be."""

    __tablename__ = "proposal_date"
    __table_args__ = (
        UniqueConstraint("proposal_id", "day", "part"),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    day: Mapped[date]
    part: Mapped[Part] = mapped_column(Word(Part))


class ProposalBacking(Base):
    """Somebody who stands behind it: who proposed it is the first. Counted when confirmed."""

    __tablename__ = "proposal_backing"
    __table_args__ = (
        UniqueConstraint("proposal_id", "person_id"),
        Index(None, "library_id"),
        CheckConstraint("bring = '' OR age_said_at IS NOT NULL", name="no_child_offers"),
        CheckConstraint("hidden_at IS NULL OR hidden_why <> ''", name="hidden_why"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    bring: Mapped[str] = mapped_column(String(LONGEST_BRING), default="")
    age_said_at: Mapped[datetime | None]
    #: From when others read what they bring; None: a librarian reads it first.
    seen_from: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  #: What they bring, by moderation.
    hidden_why: Mapped[str] = mapped_column(String(20), default="")
    #: Typed by somebody who was not signed in: until when a mail can confirm it.
    confirm_by: Mapped[datetime | None] = mapped_column(index=True)
    backed_at: Mapped[datetime]
    #: Said at the desk, and how; None: by themselves.
    spoken: Mapped[Channel | None] = mapped_column(Word(Channel))
    call_since: Mapped[datetime | None]  #: There is news, and no mail reaches them.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)

    proposal: Mapped[Proposal] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def is_read(self) -> bool:
        """Whether others with an account read what this person brings."""
        return bool(self.bring) and self.seen_from is not None and self.hidden_at is None


class ProposalVote(Base):
    """What one who stands behind it says of one date."""

    __tablename__ = "proposal_vote"

    date_id: Mapped[int] = mapped_column(
        ForeignKey("proposal_date.id", ondelete="CASCADE"), primary_key=True
    )
    backing_id: Mapped[int] = mapped_column(
        ForeignKey("proposal_backing.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    says: Mapped[Says] = mapped_column(Word(Says))


class ProposalTerm(Base):
    """Within how many days a library answers. No row: as most do."""

    __tablename__ = "proposal_term"
    __table_args__ = (
        CheckConstraint(f"days BETWEEN {FEWEST_DAYS} AND {MOST_DAYS}", name="days_sane"),
    )

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    days: Mapped[int]
