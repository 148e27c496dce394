"""A network offers something; who works in its libraries signs up, as long as there are seats.

Whoever changes a seat takes the offer's row first (`offer_queries.lock`). Who finds it full waits;
a seat that comes free goes to who waits longest, in the same transaction.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.networks import offer_queries
from community.networks.models import Side, Support
from community.networks.offer_models import Offer, OfferSignUp
from community.outbox.services import owe
from community.words import N_

TEMPLATE = "networks/offer"


class IsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("You can no longer sign up for this."))


class TooFewSeats(DomainError):
    status = 422

    def __init__(self, taken: int) -> None:
        super().__init__(
            N_("%(taken)s people have already signed up: it needs at least that many seats."),
            taken=taken,
        )


class NotAhead(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose a time that is still to come, and an end after the start."))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    form: Support
    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    seats: int


#: What somebody's calendar has to know of.
_APPOINTMENT = ("title", "starts_at", "ends_at", "place", "link")


def make(
    session: Session, network_id: int, draft: OfferDraft, *, once: str, now: datetime
) -> Offer:
    """Offer something. The same form sent twice is one offer."""
    stands = offer_queries.find_once(session, network_id, once)
    if stands is not None:
        return stands
    _check(draft, now)
    offer = Offer(network_id=network_id, once=once, created_at=now, revised_at=now, **asdict(draft))
    session.add(offer)
    session.flush()
    return offer


def change(
    session: Session, network_id: int, offer_id: int, draft: OfferDraft, *, now: datetime
) -> Offer:
    """Say it otherwise; who signed up hears of another time or place."""
    offer = offer_queries.lock(session, Side.NETWORK, network_id, offer_id)
    if not offer.is_open(now):
        raise IsOver
    _check(draft, now)
    if draft.seats < offer.taken:
        raise TooFewSeats(offer.taken)
    moves = any(getattr(offer, name) != getattr(draft, name) for name in _APPOINTMENT)
    for name, value in asdict(draft).items():
        setattr(offer, name, value)
    if moves:
        offer.raise_sequence()
        offer.revised_at = now
        _tell_everybody(session, offer, now=now)
    _let_in(session, offer, now=now)
    return offer


def cancel(session: Session, network_id: int, offer_id: int, *, now: datetime) -> None:
    """It does not take place; everybody who signed up hears so."""
    offer = offer_queries.lock(session, Side.NETWORK, network_id, offer_id)
    if offer.cancelled_at is not None:
        return
    if not offer.is_open(now):
        raise IsOver
    offer.cancelled_at = offer.revised_at = now
    offer.raise_sequence()
    _tell_everybody(session, offer, now=now)
    for each in offer_queries.list_waiting(session, offer.id):
        _tell(session, offer, each, now=now)


def sign_up(
    session: Session, library_id: int, offer_id: int, person_id: int, *, now: datetime
) -> OfferSignUp:
    """Take a seat, or a place on the waiting list. Who has one keeps it."""
    offer = offer_queries.lock(session, Side.LIBRARY, library_id, offer_id)
    known = offer_queries.find_sign_up(session, offer_id, person_id)
    if known is not None and known.left_at is None:
        return known
    if not offer.is_open(now):
        raise IsOver
    if known is None:
        known = OfferSignUp(offer_id=offer_id, person_id=person_id, sequence=0)
        session.add(known)
    else:
        known.raise_sequence()
    known.library_id, known.signed_up_at, known.left_at = library_id, now, None
    if offer.free:
        offer.taken += 1
    else:
        known.waits_since = now
    session.flush()
    _tell(session, offer, known, now=now)
    return known


def leave(
    session: Session, library_id: int, offer_id: int, person_id: int, *, now: datetime
) -> None:
    """Give the seat back, or the place on the list. Who has neither changes nothing."""
    offer = offer_queries.lock(session, Side.LIBRARY, library_id, offer_id)
    known = offer_queries.find_sign_up(session, offer_id, person_id)
    if known is None or known.left_at is not None:
        return
    had_seat = known.takes_part
    known.left_at, known.waits_since = now, None
    known.raise_sequence()
    if had_seat:
        offer.taken -= 1
        _tell(session, offer, known, now=now)
        _let_in(session, offer, now=now)


def _let_in(session: Session, offer: Offer, *, now: datetime) -> None:
    """Free seats go to who waits, longest first."""
    if not offer.is_open(now):
        return
    session.flush()
    for each in offer_queries.list_waiting(session, offer.id)[: offer.free]:
        each.waits_since = None
        each.raise_sequence()
        offer.taken += 1
        _tell(session, offer, each, let_in=True, now=now)


def _check(draft: OfferDraft, now: datetime) -> None:
    if draft.starts_at <= now or draft.ends_at <= draft.starts_at:
        raise NotAhead


def _tell_everybody(session: Session, offer: Offer, *, now: datetime) -> None:
    for each in offer_queries.list_sign_ups(session, offer.id):
        _tell(session, offer, each, changed=True, now=now)


def _tell(
    session: Session,
    offer: Offer,
    known: OfferSignUp,
    *,
    changed: bool = False,
    let_in: bool = False,
    now: datetime,
) -> None:
    """What is true of this sign-up, once per change."""
    sequence = offer.sequence + known.sequence
    owe(
        session,
        TEMPLATE,
        to=known.person_id,
        key=f"offer:{offer.id}:{known.person_id}:{sequence}",
        library_id=known.library_id,
        now=now,
        offer_id=offer.id,
        sequence=sequence,
        changed=changed,
        let_in=let_in,
    )
