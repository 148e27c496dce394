"""What a program is let in by, and what it was answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Words

LONGEST_NAME = 80


class Scope(StrEnum):
    """What a token opens."""

    WRITE_GATHERINGS = "gatherings:write"
    READ_SIGN_UPS = "sign_ups:read"


class ApiToken(Base):
    """The key of one program to one library. The key itself is kept nowhere."""

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "library_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))  #: Which program has it.
    prefix: Mapped[str] = mapped_column(String(12))  #: How it begins, to tell keys apart.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[frozenset[Scope]] = mapped_column(Words(Scope))
    created_by_id: Mapped[int | None]  #: A plain id, as in the log.
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]  #: At most an hour behind.
    revoked_at: Mapped[datetime | None]

    def is_good(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class GivenAnswer(Base):
    """What a program was answered under an Idempotency-Key, for when it asks again."""

    __tablename__ = "api_given_answer"
    __table_args__ = (
        UniqueConstraint("library_id", "token_id", "key_hash"),
        Index(None, "given_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    token_id: Mapped[int] = mapped_column(
        ForeignKey("api_token.id", ondelete="CASCADE"), index=True
    )
    key_hash: Mapped[str] = mapped_column(String(64))
    asked_hash: Mapped[str] = mapped_column(String(64))  #: Of address and body.
    given_at: Mapped[datetime]
    status: Mapped[int] = mapped_column(default=0)
    revision: Mapped[str] = mapped_column(String(80), default="")
    body: Mapped[str] = mapped_column(Text, default="")
