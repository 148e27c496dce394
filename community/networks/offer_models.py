"""What a network offers to the people who work in its libraries: a table of its own (0031)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import NEVER_AGAIN, Base, Word
from community.ical.sequence import Sequenced
from community.libraries.models import Library, Network
from community.networks.models import Support

MOST_SEATS = 500


class Offer(Sequenced, Base):
    """Intervision, a training, an example to look at: at a time, somewhere or online."""

    __tablename__ = "network_offer"
    __table_args__ = (
        UniqueConstraint("network_id", "once"),
        Index(None, "network_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        # Behind the counter's own check: never oversold, whoever comes in at once.
        CheckConstraint("taken BETWEEN 0 AND seats", name="never_oversold"),
        CheckConstraint("place <> '' OR link <> ''", name="is_somewhere"),
        NEVER_AGAIN,  # Mails and calendars name it by its number.
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    form: Mapped[Support] = mapped_column(Word(Support))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(2000), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")  #: To join online.
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]
    once: Mapped[str] = mapped_column(String(32))  #: The same form sent twice is one offer.

    network: Mapped[Network] = relationship()

    @property
    def free(self) -> int:
        return self.seats - self.taken

    def is_open(self, now: datetime) -> bool:
        """Whether it is still to come; there may be no seat left."""
        return self.cancelled_at is None and self.starts_at > now


class OfferSignUp(Sequenced, Base):
    """Somebody of a library who takes part, or waits. Who leaves keeps the row: calendars count on.

    Nobody waits while a seat is free: whoever gives one back hands it to who waits longest.
    """

    __tablename__ = "network_offer_sign_up"
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR waits_since IS NULL", name="waits_or_has_left"),
    )

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("network_offer.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    signed_up_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]  #: For a seat that comes free.

    offer: Mapped[Offer] = relationship()
    person: Mapped[Person] = relationship()
    library: Mapped[Library] = relationship()

    @property
    def takes_part(self) -> bool:
        return self.left_at is None and self.waits_since is None
