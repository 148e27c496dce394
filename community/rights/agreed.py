"""What somebody agreed to, each in its own words, and what stops when they take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.consents import purposes, services
from community.consents import queries as consents
from community.consents.models import Consent
from community.errors import NotFound
from community.harvests import quoting
from community.rights import queries


@dataclass(frozen=True, slots=True)
class Agreed:
    consent: Consent
    library: str
    what: str  #: Msgids, as are the next two.
    words: str
    stops: str
    can_take_back: bool  #: Here; else where it was given.


def list_of(session: Session, person_id: int) -> list[Agreed]:
    """What stands first, then what was taken back; the newest of each first."""
    found = consents.list_of(session, person_id)
    names = queries.names_of_libraries(session, {consent.library_id for consent in found})
    agreed = [_told(consent, names[consent.library_id]) for consent in found]
    return sorted(agreed, key=lambda each: each.consent.withdrawn_at is not None)


def get(session: Session, person_id: int, consent_id: int) -> Agreed:
    """One that is taken back here; of what is taken back elsewhere there is no page."""
    consent = consents.get_own(session, person_id, consent_id)
    names = queries.names_of_libraries(session, {consent.library_id})
    agreed = _told(consent, names[consent.library_id])
    if not (agreed.can_take_back or consent.withdrawn_at):
        raise NotFound
    return agreed


def take_back(session: Session, person_id: int, consent_id: int, *, now: datetime) -> None:
    """What it allowed stops in the same moment. Twice is once."""
    consent = get(session, person_id, consent_id).consent
    if consent.withdrawn_at is None:
        services.take_back(session, consent.library_id, person_id, consent.purpose, now=now)


def take_name_away(
    session: Session, person_id: int, quote_id: int, *, how: str, now: datetime
) -> None:
    """From under a quote, also where it was published before."""
    quote = queries.get_quote(session, person_id, quote_id)
    quoting.answer(session, quote.library_id, quote.id, says_yes=False, how=how, now=now)


def _told(consent: Consent, library: str) -> Agreed:
    purpose = purposes.named(consent.purpose)
    return Agreed(
        consent,
        library,
        purpose.what,
        purpose.versions[consent.text_version],
        purpose.stops,
        consent.withdrawn_at is None and purpose.withdraw is not None,
    )
