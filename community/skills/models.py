"""Kunde: what a person can, knows, lived through or wants to learn, and who said so."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.libraries.models import Library
from community.tokens import new_salt
from community.topics.models import Term, Theme

LONGEST_OWN_WORDS = 300


class SkillKind(StrEnum):
    CAN = "can"
    KNOWS = "knows"
    LIVED_THROUGH = "lived_through"
    WANTS_TO_LEARN = "wants_to_learn"


class Source(StrEnum):
    """Who put it here; with the state it says who may see it (`skills.seeing`)."""

    SELF = "self"
    LIBRARIAN = "librarian"  #: Noted from a talk at the counter: librarians see the draft.
    TALK = "talk"  #: Out of an answer at a sign-up: the draft is its person's alone.
    LIST = "list"  #: Out of a list that was agreed on paper.


class SkillState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    RESTING = "resting"


class Agreed(StrEnum):
    """How a person agreed to being noted, and how they confirmed it."""

    AT_THE_DESK = "at_the_desk"
    BY_PHONE = "by_phone"
    ON_PAPER = "on_paper"
    BY_MAIL = "by_mail"  #: By the link in a mail.
    BY_CODE = "by_code"  #: By a code at the counter.
    BY_TAP = "by_tap"  #: By themselves, signed in.


skill_theme = Table(
    "skill_theme",
    Base.metadata,
    Column("skill_id", ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
skill_term = Table(
    "skill_term",
    Base.metadata,
    Column("skill_id", ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("term.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Skill(Base):
    """One thing a person can, knows, lived through or wants to learn. No levels, no stars."""

    __tablename__ = "skill"
    __table_args__ = (
        Index(None, "library_id", "state"),
        CheckConstraint("own_words <> ''", name="said"),
        CheckConstraint("state = 'draft' OR confirmed_at IS NOT NULL", name="confirmed_by_a_yes"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_how IS NULL)", name="agreed_how"),
        # One draft out of one answer at one sign-up, however often it is changed.
        Index("uq_skill_sign_up", "library_id", "sign_up_id", "kind", unique=True),
        # The form that is sent twice notes once: its salt comes with it.
        Index("uq_skill_salt", "library_id", "salt", unique=True),
        Index("uq_skill_code", "library_id", "code_stored", unique=True),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SkillKind] = mapped_column(Word(SkillKind), default=SkillKind.CAN)
    own_words: Mapped[str] = mapped_column(String(LONGEST_OWN_WORDS))
    source: Mapped[Source] = mapped_column(Word(Source))
    state: Mapped[SkillState] = mapped_column(Word(SkillState), default=SkillState.DRAFT)
    #: A plain number: the sign-up is a room above this one and may be gone.
    sign_up_id: Mapped[int | None]
    #: That they may be noted: how, when, in whose presence and in which words.
    agreed_how: Mapped[Agreed | None] = mapped_column(Word(Agreed))
    agreed_at: Mapped[datetime | None]
    agreed_before_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    agreed_words: Mapped[str] = mapped_column(String(500), default="")
    #: That it is so: how and when; a spoken yes with its wording and who heard it.
    confirmed_how: Mapped[Agreed | None] = mapped_column(Word(Agreed))
    confirmed_at: Mapped[datetime | None]
    confirmed_before_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    confirmed_words: Mapped[str] = mapped_column(String(500), default="")
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: Of a slip that was given at the counter: never the code itself (`skills.slips`).
    code_stored: Mapped[str | None] = mapped_column(String(64))
    code_expires_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]

    library: Mapped[Library] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    themes: Mapped[list[Theme]] = relationship(secondary=skill_theme, order_by="Theme.position")
    terms: Mapped[list[Term]] = relationship(secondary=skill_term, order_by="Term.folded")

    @property
    def waits_for_yes(self) -> bool:
        return self.state is SkillState.DRAFT

    @property
    def rests(self) -> bool:
        return self.state is SkillState.RESTING

    @property
    def is_sensitive(self) -> bool:
        return any(theme.is_sensitive for theme in self.themes) or any(
            term.is_sensitive for term in self.terms
        )
