"""What somebody has besides their mailbox to come in by: passkeys, an extra code, paper codes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import NEVER_AGAIN, Base, Word
from community.tokens import new_salt


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


class KnownBrowser(Base):
    """A browser in which somebody with a desk came in before: by a cookie that only it has."""

    __tablename__ = "known_browser"
    __table_args__ = (UniqueConstraint("person_id", "secret_hash"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    secret_hash: Mapped[str] = mapped_column(String(64))
    #: Of the link in the mail about it.
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    #: How it named itself, to say it in words.
    device: Mapped[str] = mapped_column(String(120))
    #: Which of the signed-in browsers this is now.
    signed_in_hash: Mapped[str] = mapped_column(String(64))
    met_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)


class Changed(StrEnum):
    """What somebody is told of by mail: it may not have been them."""

    CODE_SET = "code_set"
    CODE_REMOVED = "code_removed"
    RECOVERY_USED = "recovery_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RESET = "reset"


class By(StrEnum):
    """Who did it."""

    THEMSELVES = "themselves"
    MANAGER = "manager"
    OPERATOR = "operator"
    PUT_BACK = "put_back"  #: Whoever put the address back that a thief had changed.


class FactorChange(Base):
    """What changed in how somebody comes in: what, when and by whom. No secret, and no reason."""

    __tablename__ = "factor_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    what: Mapped[Changed] = mapped_column(Word(Changed))
    by: Mapped[By] = mapped_column(Word(By))
    #: The manager who did it; None: somebody else, or who is no more.
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime] = mapped_column(index=True)
