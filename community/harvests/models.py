"""The harvest of a gathering: what it yielded, where each part came from, and who stands by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.conversations.models import LONGEST, Contribution, Kind
from community.db import NEVER_AGAIN, Base, Word
from community.gatherings.models import Gathering, SignUp
from community.table_notes.models import TableNote
from community.tokens import new_salt
from community.topics.models import Theme

LONGEST_TITLE = 160
LONGEST_SUMMARY = 600
LONGEST_HEADING = 120
LONGEST_WHY = 300
LONGEST_NAME = 60

#: How long everybody who was there can correct or take back before it is published.
CORRECTION = timedelta(hours=72)


class State(StrEnum):
    DRAFT = "draft"
    PRESENTED = "presented"  #: Shown to who was there, for correction.
    ESTABLISHED = "established"
    PUBLISHED = "published"
    REVISED = "revised"  #: Published, and changed since; earlier editions stay to be seen.
    WITHDRAWN = "withdrawn"


#: For everybody to read.
PUBLIC = frozenset({State.PUBLISHED, State.REVISED})


class Via(StrEnum):
    """How somebody who was there said: yes, that is right."""

    MAIL = "mail"
    SCREEN = "screen"  #: The table's, in the room.
    SHEET = "sheet"  #: On paper, noted by the host.


class Harvest(Base):
    """Of one gathering at most one."""

    __tablename__ = "harvest"
    __table_args__ = (
        UniqueConstraint("gathering_id"),
        Index(None, "library_id", "state"),
        CheckConstraint(
            "(state = 'draft') = (presented_at IS NULL AND withdrawn_at IS NULL)",
            name="draft_is_unseen",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at"),
        CheckConstraint(
            "state NOT IN ('published', 'revised') OR published_at IS NOT NULL", name="published_at"
        ),
        # Not before the window has passed, unless it says why.
        CheckConstraint(
            "established_at IS NULL OR early_why <> '' OR established_at >= corrected_until",
            name="both_sides_heard",
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"))
    state: Mapped[State] = mapped_column(Word(State), default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)  #: So that two librarians do not overwrite.
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY), default="")
    begun_at: Mapped[datetime]
    presented_at: Mapped[datetime | None]
    corrected_until: Mapped[datetime | None]
    #: Why it was established before that, when everybody had been told.
    early_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")
    established_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]  #: The first time.
    edition: Mapped[int] = mapped_column(default=0)  #: The last that was published.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    gathering: Mapped[Gathering] = relationship()
    #: The latest first; of a page that shows them asked with the harvest.
    editions: Mapped[list[HarvestEdition]] = relationship(
        order_by="HarvestEdition.number.desc()", viewonly=True, lazy="raise"
    )

    @hybrid_property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @is_public.inplace.expression
    @classmethod
    def _is_public(cls) -> Any:
        return cls.state.in_(tuple(PUBLIC))


class HarvestItem(Base):
    """One question, experience, idea, insight, source or agreement; a note alone, or several."""

    __tablename__ = "harvest_item"
    __table_args__ = (
        Index(None, "harvest_id", "position"),
        Index(None, "library_id"),
        CheckConstraint("(withdrawn_at IS NULL) = (text <> '')", name="taken_back_is_blank"),
        CheckConstraint("version >= 1", name="version"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    harvest_id: Mapped[int] = mapped_column(ForeignKey("harvest.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    text: Mapped[str] = mapped_column(String(LONGEST))
    version: Mapped[int] = mapped_column(default=1)  #: Of the text: other words, another version.
    #: Under what it stands: a theme, or words of the librarian's own.
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    heading: Mapped[str] = mapped_column(String(LONGEST_HEADING), default="")
    #: Said nowhere at the gathering: "added by the librarian".
    by_librarian: Mapped[bool] = mapped_column(default=False)
    is_quote: Mapped[bool] = mapped_column(default=False)  #: As it was said, word for word.
    left_out_at: Mapped[datetime | None]  #: By the librarian; can be put back.
    #: When what it was made of was hidden or taken away, after it was made. At the same moment it
    #: went out of a draft that was made of nothing else; what is public a librarian decides on.
    hidden_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]  #: When its first confirmation went into the log.
    withdrawn_at: Mapped[datetime | None]

    harvest: Mapped[Harvest] = relationship()
    theme: Mapped[Theme | None] = relationship()


class Provenance(Base):
    """Where an item came from. Table and round stay when the note itself is kept no longer."""

    __tablename__ = "harvest_provenance"
    __table_args__ = (
        UniqueConstraint("item_id", "note_id"),
        UniqueConstraint("item_id", "contribution_id"),
        CheckConstraint("note_id IS NULL OR contribution_id IS NULL", name="one_source"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("harvest_item.id", ondelete="CASCADE"))
    note_id: Mapped[int | None] = mapped_column(
        ForeignKey("table_note.id", ondelete="SET NULL"), index=True
    )
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="SET NULL"), index=True
    )
    table_no: Mapped[int | None]  #: None: from the conversation.
    round_no: Mapped[int | None]

    note: Mapped[TableNote | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()


class QuoteConsent(Base):
    """Whether somebody lets their name stand under exactly these words."""

    __tablename__ = "quote_consent"
    __table_args__ = (
        UniqueConstraint("item_id", "version", "person_id"),
        CheckConstraint("(says_yes IS NULL) = (answered_at IS NULL)", name="answered_at"),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("harvest_item.id", ondelete="CASCADE"))
    version: Mapped[int]  #: Of the text that was asked about; of another it says nothing.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))  #: As it would stand there.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    says_yes: Mapped[bool | None]
    how: Mapped[str] = mapped_column(
        String(LONGEST_WHY), default=""
    )  #: By mail, or aloud: to whom.

    item: Mapped[HarvestItem] = relationship()
    person: Mapped[Person] = relationship()


class HarvestConfirmation(Base):
    """Somebody who was there, or a table, says that an item is right."""

    __tablename__ = "harvest_confirmation"
    __table_args__ = (
        UniqueConstraint("item_id", "sign_up_id"),
        UniqueConstraint("item_id", "table_no"),
        CheckConstraint("sign_up_id IS NULL OR table_no IS NULL", name="one_of_both"),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("harvest_item.id", ondelete="CASCADE"))
    #: Of the text that was confirmed; of other words it says nothing. 0: of what it was made of.
    version: Mapped[int] = mapped_column(default=1)
    via: Mapped[Via] = mapped_column(Word(Via))
    #: Wiped in time; that somebody said so stays. Neither of both: it was a person, once.
    sign_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_up.id", ondelete="SET NULL"), index=True
    )
    table_no: Mapped[int | None]
    confirmed_at: Mapped[datetime]


class NoteConfirmation(Base):
    """A table says that its note is right, before there is a harvest that it could stand in."""

    __tablename__ = "note_confirmation"
    note_id: Mapped[int] = mapped_column(
        ForeignKey("table_note.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    via: Mapped[Via] = mapped_column(Word(Via))
    said: Mapped[str] = mapped_column(String(32))  #: Fingerprint of the words that were right.
    confirmed_at: Mapped[datetime]


class HarvestReader(Base):
    """Somebody who was there, to whom a harvest is presented."""

    __tablename__ = "harvest_reader"
    __table_args__ = (Index(None, "library_id", "told_at"),)

    harvest_id: Mapped[int] = mapped_column(
        ForeignKey("harvest.id", ondelete="CASCADE"), primary_key=True
    )
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    #: When they were called, or said something of it; that a mail left is known to the outbox.
    told_at: Mapped[datetime | None]
    #: When words that they had said were right were changed in what everybody reads.
    asked_again_at: Mapped[datetime | None]

    harvest: Mapped[Harvest] = relationship()
    sign_up: Mapped[SignUp] = relationship()

    @property
    def until(self) -> datetime | None:
        """How long they are asked to look at it."""
        if self.asked_again_at is not None:
            return self.asked_again_at + CORRECTION
        return self.harvest.corrected_until

    def knows(self, now: datetime) -> None:
        """They were called, or said something: also of what was asked again."""
        if self.told_at is None or (self.asked_again_at and self.told_at < self.asked_again_at):
            self.told_at = now


class HarvestCorrection(Base):
    """What somebody who was there wants otherwise, and what the librarian did with it."""

    __tablename__ = "harvest_correction"
    __table_args__ = (
        Index(None, "harvest_id", "made_at"),
        Index(None, "library_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    harvest_id: Mapped[int] = mapped_column(ForeignKey("harvest.id", ondelete="CASCADE"))
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("harvest_item.id", ondelete="CASCADE"), index=True
    )
    sign_up_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_up.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(LONGEST))
    take_back: Mapped[bool] = mapped_column(default=False)  #: They said it, and do so no longer.
    made_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    sign_up: Mapped[SignUp | None] = relationship()
    item: Mapped[HarvestItem | None] = relationship()


class HarvestEdition(Base):
    """A harvest as it was published at one moment; never changed but for words taken back."""

    __tablename__ = "harvest_edition"
    harvest_id: Mapped[int] = mapped_column(
        ForeignKey("harvest.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    said: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")  #: What was changed since.
    by_id: Mapped[int | None]  #: A plain id, as in the log.
    published_at: Mapped[datetime]
