"""Cases: something of somebody that a librarian looks at, and what was decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.libraries.models import Library
from community.tokens import new_salt

LONGEST = 1000
#: How long its author can say that they do not agree.
APPEAL_WITHIN = timedelta(weeks=6)
#: Of a new person the first so many of a kind wait for a librarian.
FIRSTS = 2
#: One who was there is enough to hide until a librarian looks; of others it takes so many.
ENOUGH = 2
#: How long reports and decisions are kept.
KEPT = timedelta(days=730)


class HouseRule(StrEnum):
    """The rules of the house, as `/huisregels` has them; a report and a decision name one."""

    RESPECT = "respect"  #: Be kind: no insults, no discrimination, no threats.
    PRIVACY = "privacy"  #: Nothing about somebody else without their yes.
    NO_SELLING = "no_selling"  #: No advertisements, no asking for money.
    SAFE = "safe"  #: Nothing dangerous, nothing that is against the law.
    HONEST = "honest"  #: Who you are and what you can is true.
    ON_TOPIC = "on_topic"  #: It is about what this place is for.
    #: What this library itself added, by where it stands.
    OWN_1 = "own_1"
    OWN_2 = "own_2"
    OWN_3 = "own_3"


#: As many sentences a library may add.
OWN = (HouseRule.OWN_1, HouseRule.OWN_2, HouseRule.OWN_3)
LONGEST_SENTENCE = 200
#: How the rules are called as long as nobody changed them.
FIRST_VERSION = "1"


class Why(StrEnum):
    """Why it is looked at."""

    FIRST = "first"  #: The first of a new person: not seen by others until decided.
    REPORT = "report"
    APPEAL = "appeal"  #: Its author does not agree with what was decided.
    LOOK = "look"  #: A librarian looks of their own accord, or once more.
    EVERYTHING = "everything"  #: All that one person has here, at once.


class Verdict(StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused"  #: Hidden, with a rule and a reason.
    WITHDRAWN = "withdrawn"  #: Its author took it away, or it is gone.


class Case(Base):
    """One look at one thing. Open until `decided_at`; of the open ones one a thing."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        Index(
            "uq_moderation_case_open",
            "library_id",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index(None, "library_id", "decided_at"),
        # Looked at again once, so that an appeal ends.
        Index("uq_moderation_case_appeals_id", "appeals_id", unique=True),
        CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name="decided"),
        CheckConstraint(
            "verdict IS NULL OR verdict <> 'refused' OR (rule IS NOT NULL AND reason <> '')",
            name="refused_by_a_rule",
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: The room's word for it ("entry", "contribution") and its plain number.
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    why: Mapped[Why] = mapped_column(Word(Why))
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    verdict: Mapped[Verdict | None] = mapped_column(Word(Verdict))
    rule: Mapped[HouseRule | None] = mapped_column(Word(HouseRule))
    #: By which version of the rules it was decided ("1", or "1.2" with what the library adds).
    rules_version: Mapped[str] = mapped_column(String(20), default=FIRST_VERSION)
    reason: Mapped[str] = mapped_column(String(LONGEST), default="")  #: As its author reads it.
    #: The decision that this one looks at again.
    appeals_id: Mapped[int | None] = mapped_column(
        ForeignKey("moderation_case.id", ondelete="SET NULL")
    )
    appeal: Mapped[str] = mapped_column(String(LONGEST), default="")  #: What its author says.
    #: Since when nobody sees it because of the reports, until this is decided.
    hidden_at: Mapped[datetime | None]
    #: When its author was told what was decided; by telephone who gets no mail.
    told_at: Mapped[datetime | None]
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)

    library: Mapped[Library] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    appealed: Mapped[Case | None] = relationship(remote_side="Case.id")
    reports: Mapped[list[Report]] = relationship(
        back_populates="case", order_by="Report.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def all_reports(self) -> list[Report]:
        """What was reported, also before the decision that is looked at again."""
        return [*self.reports, *(self.appealed.reports if self.appealed else ())]

    @property
    def appeal_until(self) -> datetime | None:
        """The last moment at which its author can say no."""
        return self.decided_at and self.decided_at + APPEAL_WITHIN

    def may_be_appealed(self, now: datetime) -> bool:
        """Whether its author can still say no; whether they did is another row."""
        return (
            self.verdict is Verdict.REFUSED
            and self.why is not Why.APPEAL
            and self.appeal_until is not None
            and now <= self.appeal_until
        )


class Report(Base):
    """What somebody says is against a rule. Who said it, moderators see, its author never."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("case_id", "reporter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="CASCADE"))
    reporter_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    rule: Mapped[HouseRule] = mapped_column(Word(HouseRule))
    #: As the reporter read it.
    rules_version: Mapped[str] = mapped_column(String(20), default=FIRST_VERSION)
    words: Mapped[str] = mapped_column(String(LONGEST), default="")
    #: Whether the reporter was there: one such report hides, of others it takes two.
    was_there: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  #: When the reporter was told what was decided.

    case: Mapped[Case] = relationship(back_populates="reports")
    reporter: Mapped[Person | None] = relationship()


class Swept(Base):
    """One of the things that are hidden because everything of its person is, and how to undo it."""

    __tablename__ = "moderation_swept"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    subject_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: Why it waited for a librarian at that moment, which it does again afterwards; None: not.
    waited: Mapped[Why | None] = mapped_column(Word(Why))
    swept_at: Mapped[datetime]


class OwnRules(Base):
    """What one library adds to the rules of the house, from one moment on. A version never changes;
    other words are a new one."""

    __tablename__ = "own_rules"
    __table_args__ = (
        UniqueConstraint("library_id", "number"),
        CheckConstraint("number > 0", name="from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    number: Mapped[int]
    first: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")
    second: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")
    third: Mapped[str] = mapped_column(String(LONGEST_SENTENCE), default="")
    changed: Mapped[str] = mapped_column(String(LONGEST_SENTENCE))  #: In one sentence what changed.
    is_large: Mapped[bool]  #: Whether everybody is asked again.
    since: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    @property
    def sentences(self) -> tuple[str, str, str]:
        return self.first, self.second, self.third


class YearOfDecisions(Base):
    """What a year came to, written down before its reports and decisions are wiped: only counts."""

    __tablename__ = "moderation_year"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    median_hours: Mapped[int | None]  #: From the first look to the decision; None: none decided.
    frozen_at: Mapped[datetime]
