"""Where the staff of a library have their work accounts, and whose is whose."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.accounts.models import Person
from community.db import Base
from community.libraries.models import Library

LONGEST_ISSUER = 300
LONGEST_SUBJECT = 255  #: As OpenID Connect bounds it.


class WorkProvider(Base):
    """The OpenID provider of one library's organisation."""

    __tablename__ = "work_provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), unique=True
    )
    #: As the staff know it; it stands on the button.
    name: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(LONGEST_ISSUER))
    client_id: Mapped[str] = mapped_column(String(200))
    #: Sealed (`community.sealing`): a copy of the database does not hold it.
    sealed_secret: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]

    library: Mapped[Library] = relationship()


class WorkAccount(Base):
    """One work account, connected by its person to what they are here."""

    __tablename__ = "work_account"
    __table_args__ = (
        UniqueConstraint("provider_id", "subject"),
        UniqueConstraint("provider_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    provider_id: Mapped[int] = mapped_column(ForeignKey("work_provider.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: The provider's own name for it, which never changes; an address may.
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    connected_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
