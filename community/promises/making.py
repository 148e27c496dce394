"""Making a promise at the desk, and asking whose it is whether it is so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.conversations import seeing
from community.errors import DomainError, NotFound
from community.gatherings import seats
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries import versions
from community.outbox.services import owe
from community.partners.lists import mailed_as
from community.promises import agreed, keeping, queries
from community.promises.models import Promise, Said, State, Who
from community.words import N_

ASKED = "promises/asked"


class NothingWasPromised(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("Promises are made at a conversation, once it has begun. For this one we note none.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was promised, by whom: a person, a partner, or without either the library itself."""

    what: str
    by_when: date | None = None
    person_id: int | None = None
    partner_id: int | None = None
    harvest_item_id: int | None = None

    @property
    def who(self) -> Who:
        if self.person_id is not None:
            return Who.PERSON
        return Who.LIBRARY if self.partner_id is None else Who.PARTNER


def can_be_made(gathering: Gathering, now: datetime) -> bool:
    """Where something may be written down, and once people have met."""
    return (
        seeing.has_one(gathering)
        and gathering.status is not GatheringStatus.DRAFT
        and gathering.has_begun(now)
    )


def make(
    session: Session,
    library_id: int,
    gathering_id: int,
    draft: Draft,
    *,
    by: int,
    once: str,
    now: datetime,
) -> Promise:
    """Note it. The library's stands at once; whose else it is, is asked whether it is so.

    The same form sent twice makes one promise.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    if not can_be_made(gathering, now):
        raise NothingWasPromised
    if sent := queries.find_sent(session, gathering_id, once):
        return sent
    _check_whose(session, library_id, gathering_id, draft)
    item = (
        queries.find_item(session, library_id, gathering_id, draft.harvest_item_id)
        if draft.harvest_item_id
        else None
    )
    promise = Promise(
        library_id=library_id,
        gathering_id=gathering_id,
        harvest_id=item.harvest_id if item else None,
        harvest_item_id=item.id if item else None,
        who=draft.who,
        person_id=draft.person_id,
        partner_id=draft.partner_id,
        what=draft.what,
        by_when=draft.by_when,
        state=State.PROMISED,
        version=1,
        made_at=now,
        once=once,
        gathering=gathering,
    )
    ours = draft.who is Who.LIBRARY
    promise.agreed_at = now if ours else None
    session.add(promise)
    session.flush()
    keeping.note(session, promise, Said.MADE, by=by, now=now)
    if ours:
        keeping.log_made(session, promise, now=now)
    else:
        _ask(session, promise, now=now)
    versions.pages_changed(session, library_id)
    return promise


def reword(
    session: Session,
    library_id: int,
    promise_id: int,
    *,
    what: str,
    by_when: date | None,
    by: int,
    now: datetime,
) -> Promise:
    """Other words by a librarian. Of somebody else's promise they say nothing: it is asked anew,
    and no name stands there any more."""
    promise = queries.lock(session, library_id, promise_id)
    if not promise.is_open:
        raise keeping.ItIsSettled
    if (promise.what, promise.by_when) == (what, by_when):
        return promise
    keeping.note(session, promise, Said.REWORDED, by=by, words=promise.what, now=now)
    promise.what, promise.by_when, promise.version = what, by_when, promise.version + 1
    if promise.who is not Who.LIBRARY:
        promise.agreed_at, promise.is_named = None, False
        agreed.follow(session, library_id, promise.person_id, now=now)
        _ask(session, promise, now=now)
    versions.pages_changed(session, library_id)
    return promise


def owe_to(session: Session, promise: Promise, template: str, key: str, *, now: datetime) -> None:
    """Owe whose promise it is a mail; who gets none stands on the list of who must be called."""
    to = _receiver(session, promise, now)
    if to is not None:
        owe(
            session,
            template,
            to=to,
            key=f"promise:{promise.id}:{key}",
            now=now,
            library_id=promise.library_id,
            gathering_id=promise.gathering_id,
            promise_id=promise.id,
            version=promise.version,
            reminders=promise.reminders,
        )


def _ask(session: Session, promise: Promise, *, now: datetime) -> None:
    promise.asked_at = now
    owe_to(session, promise, ASKED, f"asked:{promise.version}", now=now)


def _receiver(session: Session, promise: Promise, now: datetime) -> int | None:
    if promise.person_id is not None:
        person = session.get_one(Person, promise.person_id)
        return person.id if person.gets_mail else None
    if promise.partner_id is None:
        return None
    partner = queries.find_partner(session, promise.library_id, promise.partner_id)
    contact = partner.receiver if partner else None
    if contact is None or not contact.email:
        return None
    return mailed_as(session, contact, now)


def _check_whose(session: Session, library_id: int, gathering_id: int, draft: Draft) -> None:
    """Only of who was in it, and of a partner of this library."""
    if draft.person_id is not None:
        people = queries.list_who_can(session, library_id, gathering_id)
        if draft.person_id not in {each.id for each in people}:
            raise NotFound
    elif draft.partner_id is not None and not queries.find_partner(
        session, library_id, draft.partner_id
    ):
        raise NotFound
