"""What somebody has besides their mailbox to come in by: passkeys, an extra code, paper codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class Passkey(Base):
    """A key on a device of somebody, which opens with a finger, a face or a pin."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: How the device calls it, in base64url.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: How often the device says it was used; one that goes back is a copy.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class UsedChallenge(Base):
    """A challenge that a passkey answered: until it is over, to no second answer."""

    __tablename__ = "used_challenge"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ExtraCode(Base):
    """The secret that a telephone and this house share: it gives six digits, every half minute."""

    __tablename__ = "extra_code"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    #: Locked with a key that comes of the installation's: the database alone gives no code.
    sealed: Mapped[str] = mapped_column(String(300))
    #: The half minute of the last code that was taken: it and the ones before are used up.
    last_step: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code on paper, for who lost the telephone; good once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
