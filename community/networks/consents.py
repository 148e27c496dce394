"""A library lets its network look along, or no longer does. Whoever reads for an adviser asks for
the consent in the same statement, so that what is withdrawn is gone at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import DomainError, NotFound
from community.networks import queries
from community.networks.models import Consent
from community.words import N_


class NoConsent(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "Your adviser has no access now, and so cannot read this. A manager can give "
                "access."
            )
        )


def give(session: Session, library_id: int, by_id: int, *, now: datetime) -> None:
    """Let the network that the library is in look along. Given already, it stays as it was."""
    network = queries.find_network(session, library_id)
    if network is None:
        raise NotFound
    standing = queries.find_any_standing(session, library_id)
    if standing is not None and standing.network_id != network.id:
        _end(standing, by_id, now)  # It was given to another.
        session.flush()
    insert_once(
        session,
        Consent,
        library_id=library_id,
        network_id=network.id,
        given_at=now,
        given_by_id=by_id,
    )


def withdraw(session: Session, library_id: int, by_id: int, *, now: datetime) -> None:
    """From this moment on no adviser sees anything of this library."""
    standing = queries.find_any_standing(session, library_id)
    if standing is not None:
        _end(standing, by_id, now)


def require(session: Session, library_id: int) -> Consent:
    """The consent that stands, and will until the transaction ends."""
    consent = queries.lock_consent(session, library_id)
    if consent is None:
        raise NoConsent
    return consent


def _end(consent: Consent, by_id: int, now: datetime) -> None:
    consent.withdrawn_at, consent.withdrawn_by_id = max(now, consent.given_at), by_id
