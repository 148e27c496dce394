"""Who began a gathering, and how they confirmed that."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Word
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.tokens import new_salt


class Proof(StrEnum):
    MAIL = "mail"  #: By the link in a mail to the initiator.
    COUNTER = "counter"  #: At the counter, face to face.
    SPOKEN = "spoken"  #: By telephone, or in passing.
    PROPOSAL = "proposal"  #: They proposed it themselves, as who they are.


class Initiation(Base):
    """Whose idea a gathering was: a resident, a group or a partner. No row: the library's."""

    __tablename__ = "initiation"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (proof IS NULL)", name="confirmed_by_a_proof"),
        CheckConstraint("proof IS NULL OR proof = 'mail' OR wording <> ''", name="spoken_in_words"),
        CheckConstraint("kind <> 'library'", name="not_the_library"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[Initiator] = mapped_column(Word(Initiator))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("residents_group.id", ondelete="SET NULL"), index=True
    )
    partner_id: Mapped[int | None] = mapped_column(
        ForeignKey("partner.id", ondelete="SET NULL"), index=True
    )
    #: As the desk calls them; empty at a sensitive gathering, which keeps nobody.
    name: Mapped[str] = mapped_column(String(120), default="")
    #: Where the question went; empty: there is no address that proves anything.
    mailed_to: Mapped[str] = mapped_column(String(254), default="")
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    named_at: Mapped[datetime]
    expires_at: Mapped[datetime]  #: Of the link in the mail.

    confirmed_at: Mapped[datetime | None]
    proof: Mapped[Proof | None] = mapped_column(Word(Proof))
    wording: Mapped[str] = mapped_column(String(300), default="")
    noted_by_id: Mapped[int | None]  #: Who heard it. A plain id, as in the log.
    denied_at: Mapped[datetime | None]
    activity_id: Mapped[int | None]  #: Its row in the log, which a correction names.

    gathering: Mapped[Gathering] = relationship()

    def can_be_mailed(self, now: datetime) -> bool:
        return bool(self.mailed_to) and now < self.expires_at
