"""Saying whose idea a gathering was, and having them confirm it.

It counts for the initiator only once they say so: by the link in a mail, or aloud, which a
librarian notes with the words and the moment. Until then it counts for the library. The
gathering's row is taken first. Who is corrected leaves a row in the log that takes theirs back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.accounts.people import find_or_create_person, person_without_address
from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.groups import member_queries
from community.groups import queries as groups
from community.initiatives import queries
from community.initiatives.models import Initiation, Proof
from community.outbox.services import owe
from community.partners import queries as partners
from community.partners.domains import is_own_address
from community.tokens import new_salt
from community.words import N_

LASTS = timedelta(days=90)


class LinkHasExpired(DomainError):
    status = 410

    def __init__(self) -> None:
        super().__init__(
            N_("This link no longer works. E-mail or call us, and we will send a new one.")
        )


class NoWording(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Write down what they said."))


class NobodyNamed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("First say whose idea it was."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose idea it was: a resident by name and address, or the number of a group or partner."""

    kind: Initiator
    name: str = ""
    email: str = ""
    group_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is meant, and to whom the question goes; no person: nobody who can be mailed."""

    name: str
    email: str = ""
    person: Person | None = None


def name_initiator(
    session: Session,
    library_id: int,
    gathering_id: int,
    who: Who,
    *,
    by_id: int | None,
    now: datetime,
    ask: bool = True,
) -> Initiation | None:
    """Say whose idea it was and ask them, by mail where that proves something.

    Naming the same again changes nothing; naming somebody else takes back what was confirmed.
    Without `ask` nobody is mailed: of a whole list of gatherings that would be a mail for each.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    stands = queries.find(session, library_id, gathering_id)
    if stands is not None and gathering.initiator is who.kind and _is_same(stands, who):
        return stands
    if stands is not None:
        _take_back(session, gathering, stands, now)
        session.delete(stands)
        session.flush()
    if gathering.initiator is not who.kind:
        gathering.initiator = who.kind
        gathering.revised_at, gathering.revised_by_id = now, by_id
    if who.kind is Initiator.LIBRARY:
        return None
    asked = _whom_to_ask(session, gathering, who, now, by_mail=ask)
    initiation = new_initiation(gathering, who, asked.name, now=now)
    if asked.person and who.kind is Initiator.RESIDENT:
        initiation.person_id = asked.person.id
    initiation.mailed_to = asked.email if ask else ""
    session.add(initiation)
    session.flush()
    if ask and asked.person is not None and asked.email:
        owe(
            session,
            "initiatives/was_it_yours",
            to=asked.person.id,
            key=f"initiation:{initiation.id}:{initiation.salt}",
            library_id=library_id,
            gathering_id=gathering_id,
            now=now,
            initiation_id=initiation.id,
            salt=initiation.salt,
        )
    return initiation


def new_initiation(gathering: Gathering, who: Who, name: str, *, now: datetime) -> Initiation:
    """Whose idea it was, as the desk calls them; nobody was asked."""
    return Initiation(
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        kind=who.kind,
        group_id=who.group_id,
        partner_id=who.partner_id,
        name=name,
        salt=new_salt(),
        named_at=now,
        expires_at=now + LASTS,
    )


def _is_same(stands: Initiation, who: Who) -> bool:
    """Whether this is who is named already: nobody is asked twice for one press too many."""
    if stands.kind is not who.kind:
        return False
    if who.kind is Initiator.RESIDENT:
        return (stands.name, stands.mailed_to) == (who.name, who.email)
    return (stands.group_id, stands.partner_id) == (who.group_id, who.partner_id)


def _whom_to_ask(
    session: Session, gathering: Gathering, who: Who, now: datetime, *, by_mail: bool
) -> _Asked:
    if who.kind is Initiator.RESIDENT:
        return _resident(session, gathering, who, now)
    if who.kind is Initiator.GROUP:
        group = groups.get(session, gathering.library_id, who.group_id or 0)
        contact = member_queries.find_contact(session, group.id)
        person = contact.person if contact else None
        return _Asked(group.name, (person.email if person else "") or "", person)
    partner = partners.get(session, gathering.library_id, who.partner_id or 0)
    receiver = partner.receiver
    # As with the list of the quarter: only an address of its own proves that it is the partner.
    is_sure = receiver is not None and is_own_address(receiver.email, partner.domain)
    if receiver is None or not is_sure or not by_mail:
        return _Asked(partner.name)
    first_name = receiver.name.split()[0][:80]
    person = find_or_create_person(session, receiver.email, first_name, "nl", now)
    return _Asked(partner.name, receiver.email, person)


def _resident(session: Session, gathering: Gathering, who: Who, now: datetime) -> _Asked:
    """At a sensitive gathering nobody is kept: they say yes at the counter, without a name."""
    if gathering.is_sensitive:
        return _Asked("")
    if who.email:
        person = find_or_create_person(session, who.email, who.name[:80], "nl", now)
        return _Asked(who.name, who.email, person)
    return _Asked(who.name, "", person_without_address(session, who.name[:80], "", now=now))


# ─── they say so ───


def confirm(
    session: Session, library_id: int, gathering_id: int, salt: str, *, now: datetime
) -> None:
    """By the link in the mail. Doing so twice changes nothing."""
    gathering, initiation = _named(session, library_id, gathering_id)
    if initiation.salt != salt or now >= initiation.expires_at:
        raise LinkHasExpired
    if initiation.confirmed_at is None:
        _confirmed(session, gathering, initiation, Proof.MAIL, now)


def confirm_by_list(
    session: Session, library_id: int, gathering_id: int, partner_id: int, *, now: datetime
) -> None:
    """A partner confirms the list of the quarter, on which it read that this was its idea."""
    gathering = seats.lock(session, gathering_id, library_id)
    initiation = queries.find(session, library_id, gathering_id)
    if (
        initiation is not None
        and initiation.kind is gathering.initiator is Initiator.PARTNER
        and initiation.partner_id == partner_id
        and initiation.confirmed_at is None
        and initiation.denied_at is None
    ):
        _confirmed(session, gathering, initiation, Proof.MAIL, now)


def deny(session: Session, library_id: int, gathering_id: int, salt: str, *, now: datetime) -> None:
    """It was not theirs: what was confirmed is taken back, and the desk sees it."""
    gathering, initiation = _named(session, library_id, gathering_id)
    if initiation.salt != salt or now >= initiation.expires_at:
        raise LinkHasExpired
    _take_back(session, gathering, initiation, now)
    initiation.denied_at = initiation.denied_at or now


def note_yes(
    session: Session,
    library_id: int,
    gathering_id: int,
    proof: Proof,
    wording: str,
    *,
    by_id: int,
    now: datetime,
) -> Initiation:
    """They said so aloud: kept with their words, the moment and who heard it."""
    if not wording:
        raise NoWording
    gathering, initiation = _named(session, library_id, gathering_id)
    if initiation.confirmed_at is None:
        initiation.wording, initiation.noted_by_id = wording, by_id
        _confirmed(session, gathering, initiation, proof, now)
    return initiation


def proposed(
    session: Session,
    library_id: int,
    gathering_id: int,
    who: Who,
    person_id: int,
    wording: str,
    *,
    by_id: int,
    now: datetime,
) -> Initiation:
    """It was made of their own proposal: that they proposed it, in these words, is the proof."""
    gathering = seats.lock(session, gathering_id, library_id)
    if (stands := queries.find(session, library_id, gathering_id)) is not None:
        return stands
    initiation = new_initiation(gathering, who, "" if gathering.is_sensitive else who.name, now=now)
    if who.kind is Initiator.RESIDENT and not gathering.is_sensitive:
        initiation.person_id = person_id
    initiation.wording, initiation.noted_by_id = wording, by_id
    gathering.initiator = who.kind
    session.add(initiation)
    session.flush()
    _confirmed(session, gathering, initiation, Proof.PROPOSAL, now)
    return initiation


def _named(session: Session, library_id: int, gathering_id: int) -> tuple[Gathering, Initiation]:
    gathering = seats.lock(session, gathering_id, library_id)
    initiation = queries.find(session, library_id, gathering_id)
    if initiation is None:
        raise NobodyNamed
    return gathering, initiation


def _confirmed(
    session: Session, gathering: Gathering, initiation: Initiation, proof: Proof, now: datetime
) -> None:
    initiation.confirmed_at, initiation.proof, initiation.denied_at = now, proof, None
    initiation.activity_id = _log(session, gathering, initiation, now=now)


def _take_back(
    session: Session, gathering: Gathering, initiation: Initiation, now: datetime
) -> None:
    """A row of the log with quantity 0 that names the one it takes back."""
    if initiation.confirmed_at is None:
        return
    _log(session, gathering, initiation, corrects_id=initiation.activity_id, quantity=0, now=now)
    initiation.confirmed_at = initiation.proof = initiation.activity_id = None


def _log(
    session: Session,
    gathering: Gathering,
    initiation: Initiation,
    *,
    corrects_id: int | None = None,
    quantity: int = 1,
    now: datetime,
) -> int:
    key = None
    if initiation.person_id is not None and not gathering.is_sensitive:
        key = activity.person_key(session, gathering.library_id, initiation.person_id)
    return activity.record(
        session,
        Verb.INITIATOR_CONFIRMED,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        partner_id=initiation.partner_id,
        person_key=key,
        quantity=quantity,
        corrects_id=corrects_id,
        details={
            "initiator": initiation.kind,
            "proof": initiation.proof,
            "group_id": initiation.group_id,
        },
        now=now,
    )
