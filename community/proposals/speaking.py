"""Written down by a librarian for who says it at the counter or on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts import queries as accounts
from community.accounts.models import Person
from community.consents import services as consents
from community.consents.models import Channel
from community.libraries import queries as libraries
from community.proposals import backing, own_queries, proposing, queries
from community.proposals.agreed import SPOKEN
from community.proposals.backing import Joined
from community.proposals.models import Proposal, ProposalBacking
from community.proposals.proposing import Said
from community.tokens import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says it, and how. `once`: of the form, so that it pressed twice is one person.

    Somebody whom the library knows already is a number; of who is new there is a name.
    """

    person_id: int | None = None
    first_name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "nl"
    how: Channel = Channel.COUNTER
    once: str

    @property
    def salt(self) -> str:
        return fingerprint(self.once)[:32]


def propose(
    session: Session,
    library_id: int,
    who: Speaker,
    said: Said,
    *,
    is_old_enough: bool,
    now: datetime,
) -> Proposal:
    """It is open at once, because a librarian wrote it down."""
    libraries.take_turn(session, library_id)
    written = own_queries.find_backing_by_salt(session, library_id, who.salt)
    if written is not None:
        return written.proposal
    person = _person(session, library_id, who, now=now)
    proposal = proposing.propose(
        session, library_id, person.id, said,
        is_old_enough=is_old_enough, is_checked=True, now=now,
    )  # fmt: skip
    first = queries.find_bringer(session, proposal)
    if first is not None:
        _heard(session, first, person, who, now=now)
    return proposal


def back(
    session: Session,
    library_id: int,
    proposal_id: int,
    who: Speaker,
    joined: Joined,
    *,
    now: datetime,
) -> ProposalBacking:
    """Counted at once; what they bring is read at once."""
    libraries.take_turn(session, library_id)
    written = own_queries.find_backing_by_salt(session, library_id, who.salt)
    if written is not None:
        return written
    person = _person(session, library_id, who, now=now)
    stands = backing.back(
        session, library_id, proposal_id, person.id, joined, is_checked=True, now=now
    )
    _heard(session, stands, person, who, now=now)
    return stands


def called(session: Session, library_id: int, proposal_id: int, backing_id: int) -> ProposalBacking:
    """They know how it stands. Twice is once."""
    stands = queries.lock_backing(session, library_id, backing_id, proposal_id)
    stands.call_since = None
    return stands


def _person(session: Session, library_id: int, who: Speaker, *, now: datetime) -> Person:
    if who.person_id is not None:
        return accounts.get_membership(session, library_id, who.person_id).person
    if not who.email:
        return people.person_without_address(
            session, who.first_name, who.phone, language=who.language, now=now
        )
    person = people.find_or_create_person(session, who.email, who.first_name, who.language, now)
    person.phone = person.phone or who.phone
    return person


def _heard(
    session: Session, stands: ProposalBacking, person: Person, who: Speaker, *, now: datetime
) -> None:
    """Their yes is kept with how and when; whose words stood already keeps the link in a mail."""
    if person.email is None:
        stands.salt = who.salt
    stands.spoken = who.how
    consents.agree(session, stands.library_id, person.id, SPOKEN.name, channel=who.how, now=now)
