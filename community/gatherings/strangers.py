"""Signing up by who is not signed in: with an address that a mail has to prove, or without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.models import Membership, Person
from community.errors import NotAllowed
from community.gatherings import seats, sign_ups
from community.gatherings.kinds import Eligibility
from community.gatherings.models import SignUp
from community.gatherings.sign_ups import ACCOUNT_NEEDED, Answers
from community.tokens import fingerprint


@dataclass(frozen=True, slots=True)
class Stranger:
    """What somebody says about themselves."""

    first_name: str
    email: str = ""
    phone: str = ""
    language: str = "nl"


def sign_up_by_mail(
    session: Session,
    library_id: int,
    gathering_id: int,
    stranger: Stranger,
    *,
    now: datetime,
    **answers: Unpack[Answers],
) -> SignUp:
    """Hold a seat for whoever can read the mail at this address."""
    person = people.find_or_create_person(
        session, stranger.email, stranger.first_name, stranger.language, now
    )
    if person.first_name != stranger.first_name and _is_known_to_nobody(session, person):
        person.first_name = stranger.first_name
    return sign_ups.sign_up(
        session, library_id, gathering_id, person, confirmed=False, now=now, **answers
    )


def sign_up_without_address(
    session: Session,
    library_id: int,
    gathering_id: int,
    stranger: Stranger,
    *,
    once: str,
    at_desk: bool = False,
    now: datetime,
    **answers: Unpack[Answers],
) -> SignUp:
    """Sign up somebody new who can only be called, or not even that.

    `once` is what the form carried: the same form sent twice is the same person.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    if gathering.eligibility is Eligibility.SIGNED_IN and not at_desk:
        raise NotAllowed(ACCOUNT_NEEDED)
    answers["salt"] = fingerprint(once)[:32]
    made_before = session.scalars(
        select(SignUp).where(SignUp.gathering_id == gathering_id, SignUp.salt == answers["salt"])
    ).one_or_none()
    if made_before is not None:
        return made_before
    person = people.person_without_address(
        session, stranger.first_name, stranger.phone, language=stranger.language, now=now
    )
    return sign_ups.sign_up(
        session,
        library_id,
        gathering_id,
        person,
        confirmed=True,
        at_desk=at_desk,
        now=now,
        **answers,
    )


def _is_known_to_nobody(session: Session, person: Person) -> bool:
    """Of an address that nobody has proven and no library knows, the last name given counts."""
    if person.email_confirmed_at or person.password_hash or person.is_operator:
        return False
    known = select(Membership.id).where(Membership.person_id == person.id).limit(1)
    return session.scalars(known).first() is None
