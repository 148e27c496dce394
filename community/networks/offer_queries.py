"""What is read of offers, by the network that makes them and by who may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.errors import NotFound
from community.libraries.models import Library
from community.networks.models import Side
from community.networks.offer_models import Offer, OfferSignUp

MOST = 100


@dataclass(frozen=True, slots=True)
class Mine:
    """An offer, and the sign-up of whoever looks: a seat, or a place on the waiting list."""

    offer: Offer
    sign_up: OfferSignUp | None


def get(session: Session, side: Side, of_id: int, offer_id: int) -> Offer:
    """An offer of this network, or of the network that this library is in."""
    found = session.scalars(
        _seen_by(side, of_id).where(Offer.id == offer_id).options(joinedload(Offer.network))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, side: Side, of_id: int, offer_id: int) -> Offer:
    """The same with its row locked: whoever changes a seat or the offer holds it."""
    found = session.scalars(
        _seen_by(side, of_id).where(Offer.id == offer_id).with_for_update(of=Offer, key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_once(session: Session, network_id: int, once: str) -> Offer | None:
    return session.scalars(
        select(Offer).where(Offer.network_id == network_id, Offer.once == once)
    ).one_or_none()


def list_of_network(session: Session, network_id: int) -> Sequence[Offer]:
    """All of them, the last to begin first."""
    return session.scalars(
        _seen_by(Side.NETWORK, network_id)
        .order_by(Offer.starts_at.desc(), Offer.id.desc())
        .limit(MOST)
    ).all()


def list_for_library(
    session: Session, library_id: int, person_id: int, *, now: datetime
) -> list[Mine]:
    """What is still to come, and in which of it this person takes part or waits."""
    mine = (
        (OfferSignUp.offer_id == Offer.id)
        & (OfferSignUp.person_id == person_id)
        & OfferSignUp.left_at.is_(None)
    )
    rows = session.execute(
        _seen_by(Side.LIBRARY, library_id)
        .outerjoin(OfferSignUp, mine)
        .add_columns(OfferSignUp)
        .where(Offer.starts_at > now, Offer.cancelled_at.is_(None))
        .order_by(Offer.starts_at, Offer.id)
        .limit(MOST)
    )
    return [Mine(*row) for row in rows]


def find_sign_up(session: Session, offer_id: int, person_id: int) -> OfferSignUp | None:
    return session.get(OfferSignUp, (offer_id, person_id), populate_existing=True)


def list_sign_ups(session: Session, offer_id: int) -> Sequence[OfferSignUp]:
    """Who takes part, by library."""
    return session.scalars(
        select(OfferSignUp)
        .join(OfferSignUp.library)
        .options(contains_eager(OfferSignUp.library), joinedload(OfferSignUp.person))
        .where(
            OfferSignUp.offer_id == offer_id,
            OfferSignUp.left_at.is_(None),
            OfferSignUp.waits_since.is_(None),
        )
        .order_by(Library.name, OfferSignUp.signed_up_at)
    ).all()


def list_waiting(session: Session, offer_id: int) -> Sequence[OfferSignUp]:
    """Who waits for a seat, the longest first."""
    return session.scalars(
        select(OfferSignUp)
        .options(joinedload(OfferSignUp.library), joinedload(OfferSignUp.person))
        .where(OfferSignUp.offer_id == offer_id, OfferSignUp.waits_since.is_not(None))
        .order_by(OfferSignUp.waits_since, OfferSignUp.person_id)
    ).all()


def find_to_mail(session: Session, offer_id: int, person_id: int) -> OfferSignUp | None:
    """The sign-up with its offer, whatever became of both."""
    return session.scalars(
        select(OfferSignUp)
        .where(OfferSignUp.offer_id == offer_id, OfferSignUp.person_id == person_id)
        .options(
            joinedload(OfferSignUp.offer).joinedload(Offer.network),
            joinedload(OfferSignUp.person),
            joinedload(OfferSignUp.library),
        )
    ).one_or_none()


def _seen_by(side: Side, of_id: int) -> Select[Offer]:
    if side is Side.NETWORK:
        return select(Offer).where(Offer.network_id == of_id)
    of_library = and_(Library.network_id == Offer.network_id, Library.id == of_id)
    return select(Offer).where(exists().where(of_library))
