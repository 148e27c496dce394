"""A name under words: only when its owner said yes to exactly those words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError, NotFound
from community.harvests import queries, reader_queries
from community.harvests.models import Harvest, HarvestItem, QuoteConsent, State
from community.harvests.working import at_work, item_of, touched
from community.outbox.services import owe
from community.words import N_

ASKED = "harvests/quote"
_NOT_OVER = frozenset(State) - {State.WITHDRAWN}


class OtherWords(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("The words were changed after we asked you. Your name does not appear under them.")
        )


def ask(
    session: Session,
    library_id: int,
    harvest_id: int,
    item_id: int,
    sign_up_id: int,
    *,
    name: str,
    now: datetime,
) -> QuoteConsent:
    """Ask somebody who signed up whether their name may stand under these words; once a text."""
    harvest = at_work(session, library_id, harvest_id, states=_NOT_OVER)
    item, person_id = _marked(session, harvest, item_id, sign_up_id)
    consent = _of(session, item, person_id, name, now=now)
    owe(
        session,
        ASKED,
        to=person_id,
        key=f"{ASKED}:{consent.id}",
        now=now,
        library_id=library_id,
        gathering_id=harvest.gathering_id,
        consent_id=consent.id,
    )
    return consent


def note_aloud(
    session: Session,
    library_id: int,
    harvest_id: int,
    item_id: int,
    sign_up_id: int,
    *,
    name: str,
    how: str,
    now: datetime,
) -> QuoteConsent:
    """They said yes to somebody's face: to whom, and in which words."""
    harvest = at_work(session, library_id, harvest_id, states=_NOT_OVER)
    item, person_id = _marked(session, harvest, item_id, sign_up_id)
    consent = _of(session, item, person_id, name, now=now)
    consent.name, consent.how = name, how
    consent.says_yes, consent.answered_at = True, now
    touched(session, harvest)
    return consent


def answer(
    session: Session, library_id: int, consent_id: int, *, says_yes: bool, how: str, now: datetime
) -> QuoteConsent:
    """By the link in the mail. A no also takes back a yes, whatever became of the words since."""
    consent = queries.get_consent(session, library_id, consent_id)
    harvest = queries.lock(session, library_id, consent.item.harvest_id)
    consent = queries.get_consent(session, library_id, consent_id)
    if says_yes and (harvest.state is State.WITHDRAWN or not is_about_these(consent)):
        raise OtherWords
    if consent.says_yes is not says_yes:
        consent.says_yes, consent.answered_at, consent.how = says_yes, now, how
        if not says_yes:
            _unname(session, harvest, consent)
        touched(session, harvest)
    return consent


def is_about_these(consent: QuoteConsent) -> bool:
    """Whether the words are still those that were asked about."""
    item = consent.item
    return item.is_quote and item.version == consent.version and item.withdrawn_at is None


def _marked(
    session: Session, harvest: Harvest, item_id: int, sign_up_id: int
) -> tuple[HarvestItem, int]:
    item = item_of(session, harvest, item_id)
    there = [
        sign_up.person_id
        for sign_up in reader_queries.list_signed_up(session, harvest)
        if sign_up.id == sign_up_id
    ]
    if not there:
        raise NotFound
    item.is_quote = True
    return item, there[0]


def _of(
    session: Session, item: HarvestItem, person_id: int, name: str, *, now: datetime
) -> QuoteConsent:
    """The row of these words and this person; asked with another name, it is asked anew."""
    consent = queries.find_consent(session, item, person_id)
    if consent is not None and consent.name == name:
        return consent
    if consent is not None:
        session.delete(consent)
        session.flush()
    consent = QuoteConsent(
        library_id=item.library_id, item_id=item.id, version=item.version, person_id=person_id,
        name=name, asked_at=now,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    return consent


def _unname(session: Session, harvest: Harvest, consent: QuoteConsent) -> None:
    """Out of what was published before, too."""
    for edition in queries.list_editions(session, harvest.library_id, harvest.id):
        said = [
            {**each, "names": [name for name in each["names"] if name != consent.name]}
            if each["id"] == consent.item_id
            else each
            for each in edition.said["items"]
        ]
        edition.said = {**edition.said, "items": said}
