"""Verbs about the doors that people come in by: links, passwords, browsers.

Nothing in here tells a known address from an unknown one: the same statements run for both.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from community import tokens
from community.accounts import mail_stops, passwords, queries
from community.accounts.models import Knock, Person, SignedIn, SignInLink
from community.errors import DomainError
from community.outbox.services import owe
from community.tokens import fingerprint
from community.words import N_

#: How long a link in a mail opens the door.
LINK_OPENS = timedelta(minutes=15)
#: A browser that is not used for this long has to sign in again.
IDLE = timedelta(days=30)
#: For so long somebody may look for their second factor.
HALF_OPEN = timedelta(minutes=10)
#: For so long after coming in, somebody may change how they come in.
FRESH = timedelta(minutes=15)

#: What tokens of links are derived for.
PURPOSE = "sign in"
_NOBODY = 0


class LinkIsSpent(DomainError):
    """Used, too old, overtaken by a newer one, or never made: no stranger learns which."""

    status = 410

    def __init__(self) -> None:
        super().__init__(N_("This link no longer works. Ask for a new one."))


# ─── a link by mail ───


def ask_for_link(
    session: Session, address: str, *, key: str, next_url: str = "", now: datetime
) -> None:
    """Owe a sign-in link to whoever has this address; the ones before it open nothing any more."""
    person = queries.find_person_by_address(session, address)
    session.execute(
        update(SignInLink)
        .where(
            SignInLink.person_id == (person.id if person else _NOBODY),
            SignInLink.expires_at > now,
        )
        .values(expires_at=now)
    )
    if person is None:
        _write_as_much(session, now=now)
        return
    link, _token = make_link(session, person, key=key, next_url=next_url, now=now)
    # SQLite may give the id of a deleted row again; the salt never comes back.
    key_of_mail = f"sign_in:{link.id}:{link.salt[:8]}"
    owe(session, "accounts/sign_in", to=person.id, key=key_of_mail, now=now, link_id=link.id)


def make_link(
    session: Session, person: Person, *, key: str, next_url: str = "", now: datetime
) -> tuple[SignInLink, str]:
    """A new link and its token, of which the row keeps a fingerprint only."""
    link = SignInLink(
        person_id=person.id, next_url=next_url, created_at=now, expires_at=now + LINK_OPENS
    )
    session.add(link)
    session.flush()
    token = tokens.derive(key, PURPOSE, link.id, link.salt)
    link.token_hash = fingerprint(token)
    session.flush()
    return link, token


def use_link(session: Session, token: str, *, now: datetime) -> tuple[Person, str]:
    """Who comes in by this link, and where to; of two who try at once, one does."""
    used = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == fingerprint(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.person_id, SignInLink.next_url)
    ).one_or_none()
    if used is None:
        raise LinkIsSpent
    person = session.get_one(Person, used.person_id)
    person.email_confirmed_at = person.email_confirmed_at or now
    mail_stops.start(person)  # The mail with this link arrived.
    return person, used.next_url


def _write_as_much(session: Session, *, now: datetime) -> None:
    """For an address that nobody has: what making and owing a link costs, to no effect."""
    for _ in range(3):
        session.execute(
            insert(Knock).values(
                key=secrets.token_hex(32), window_ends_at=now + LINK_OPENS, count=0
            )
        )


# ─── passwords ───


def accepted(person: Person, password: str) -> str:
    """The hash of a password that this person may have; raises `WeakPassword`.

    Apart from the change itself: it takes long, and no transaction should wait for it.
    """
    mailbox = (person.email or "").partition("@")[0]
    passwords.check(password, about=(person.first_name, person.surname, mailbox))
    return passwords.hashed(password)


def set_password(session: Session, person: Person, hashed: str, *, browser: str) -> None:
    """Give this person a new password; every browser but this one has to sign in again."""
    person.password_hash = hashed
    close_other_browsers(session, person, but=browser)


def keep_password(person: Person, hashed: str) -> None:
    """The same password under today's parameters: nobody is signed out."""
    person.password_hash = hashed


# ─── signed-in browsers ───


def open_browser(
    session: Session, person: Person, *, device: str, half: bool = False, now: datetime
) -> str:
    """Sign this person in on one more browser; return the secret that only its cookie holds.

    `half`: their second factor is still to be shown.
    """
    secret = secrets.token_urlsafe(32)
    person.seen_at = now
    session.add(
        SignedIn(
            secret_hash=fingerprint(secret),
            person_id=person.id,
            device=device[:120],
            is_half_open=half,
            created_at=now,
            last_used_at=now,
            expires_at=now + (HALF_OPEN if half else IDLE),
        )
    )
    return secret


def keep_browser(session: Session, secret: str, *, now: datetime) -> None:
    """This browser was used; it stays signed in for another month."""
    session.execute(
        update(SignedIn)
        .where(SignedIn.secret_hash == fingerprint(secret), SignedIn.is_half_open.is_(False))
        .values(last_used_at=now, expires_at=now + IDLE)
    )


def close_browser(session: Session, secret: str) -> None:
    """Sign one browser out: from here on its cookie opens nothing."""
    session.execute(delete(SignedIn).where(SignedIn.secret_hash == fingerprint(secret)))


def close_one_browser(session: Session, person_id: int, browser_id: int) -> None:
    """Sign one of this person's browsers out by its number; nobody else's."""
    session.execute(
        delete(SignedIn).where(SignedIn.id == browser_id, SignedIn.person_id == person_id)
    )


def close_every_browser(session: Session, person_id: int) -> None:
    """Sign this person out wherever they are."""
    session.execute(delete(SignedIn).where(SignedIn.person_id == person_id))


def close_other_browsers(session: Session, person: Person, *, but: str) -> None:
    """Sign this person out everywhere else."""
    session.execute(
        delete(SignedIn).where(
            SignedIn.person_id == person.id, SignedIn.secret_hash != fingerprint(but)
        )
    )
