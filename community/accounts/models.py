"""People, what they are to a library, and the doors they come in by."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import NEVER_AGAIN, Base, Word
from community.libraries.models import Library, Network
from community.tokens import new_salt


class Role(StrEnum):
    """What a person is to one library."""

    RESIDENT = "resident"
    HOST = "host"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    LIBRARIAN = "librarian"
    MANAGER = "manager"


class MailStops(StrEnum):
    """How we know that an address does not work."""

    CAME_BACK = "came_back"  #: A mail to it was brought back for good.
    SAID = "said"  #: Somebody at the desk says so.


class Person(Base):
    """Someone known to the installation, with or without an e-mail address or an account."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_folded"),
        CheckConstraint("under_age_until IS NULL OR age_said_at IS NULL", name="one_age"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(String(80))
    surname: Mapped[str] = mapped_column(String(120), default="")
    #: Lower case. None: the library reaches this person by phone or at the counter.
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(8), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: When the person first came in by a link from a mail: the address is proven theirs.
    email_confirmed_at: Mapped[datetime | None]
    #: Since when mail to this address comes back, and who says so; None: it works, as far as known.
    mail_stops_since: Mapped[datetime | None]
    mail_stops_why: Mapped[MailStops | None] = mapped_column(Word(MailStops))
    is_operator: Mapped[bool] = mapped_column(default=False)
    #: Until when this person may work at a desk without a second factor. None: has one, or needs
    #: none.
    second_factor_by: Mapped[datetime | None]
    calendar_salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    created_at: Mapped[datetime]
    #: When they last came in, as far as no browser of theirs knows it better.
    seen_at: Mapped[datetime | None]
    #: When they had seen enough of the tour of the desk. None: it is offered to who works there.
    toured_at: Mapped[datetime | None]
    #: When they said to be 16 or older; said once, it is asked no more.
    age_said_at: Mapped[datetime | None]
    #: Before this day they are under 16, as a librarian says. None: as far as known they are not.
    under_age_until: Mapped[date | None]
    #: When they had themselves erased; the row stays, of nobody, for what was counted.
    erased_at: Mapped[datetime | None]

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.surname}".strip()

    @property
    def initialled(self) -> str:
        """With an initial; of ‘van der Berg’ the B, as half of all names here begin small."""
        if not self.surname:
            return self.first_name
        letter = next((each for each in self.surname if each.isupper()), self.surname[:1])
        return f"{self.first_name} {letter}."

    def told_apart(self, names: Counter[str]) -> str:
        """The first name; where others have the same, with the initial of the surname."""
        return self.initialled if names[self.first_name] > 1 else self.first_name

    def lacks_second_factor(self, now: datetime) -> bool:
        """Whether the time is over in which this person could work without a second factor."""
        return self.second_factor_by is not None and self.second_factor_by <= now

    @hybrid_property
    def gets_mail(self) -> bool:
        """Whether a mail can reach this person; otherwise they are called."""
        return self.email is not None and self.mail_stops_since is None

    @gets_mail.inplace.expression
    @classmethod
    def _gets_mail(cls) -> ColumnElement[bool]:
        return and_(cls.email.is_not(None), cls.mail_stops_since.is_(None))


class AddressChange(Base):
    """Another address that somebody gave, until a link in a mail proves that it is theirs."""

    __tablename__ = "address_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    created_at: Mapped[datetime]
    #: Until then it can be proven, and once it is, put back.
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    #: What it was before, to write to once and to put back; None: there was none.
    old_email: Mapped[str | None] = mapped_column(String(254))

    person: Mapped[Person] = relationship()


class Membership(Base):
    """That person in one library, with a role."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("library_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(Word(Role), default=Role.RESIDENT)
    #: When this person said that the library may invite them; None: it may not.
    may_invite_since: Mapped[datetime | None]
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="memberships")
    library: Mapped[Library] = relationship()


class NetworkAdviser(Base):
    """An adviser of a support organisation, over all its libraries."""

    __tablename__ = "network_adviser"
    network_id: Mapped[int] = mapped_column(
        ForeignKey("network.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    network: Mapped[Network] = relationship()


class SignInLink(Base):
    """A link by mail that opens the door once, for fifteen minutes."""

    __tablename__ = "sign_in_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32), default=new_salt)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    next_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class SignedIn(Base):
    """One signed-in browser. The cookie holds a random secret, this row its hash."""

    __tablename__ = "signed_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    #: Came in by a link or a password, and has still to show the second factor: opens nothing else.
    is_half_open: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()


class Knock(Base):
    """How often somebody knocked on a door within one stretch of time; shared by all processes."""

    __tablename__ = "knock"
    #: Door and who knocks, hashed: no address of a person stays here.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_ends_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int] = mapped_column(default=1)
