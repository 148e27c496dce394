"""What who was there says of it: that it is right, that it is not, or that it must go."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.activity.services import record
from community.activity.verbs import Verb
from community.errors import DomainError, NotFound
from community.harvests import queries, reader_queries, source_queries
from community.harvests.models import (
    Harvest,
    HarvestConfirmation,
    HarvestCorrection,
    HarvestItem,
    NoteConfirmation,
    Provenance,
    State,
    Via,
)
from community.harvests.working import touched
from community.libraries import versions
from community.outbox.services import owe
from community.search.folding import fold
from community.table_notes.models import TableNote
from community.words import N_

ANSWERED = "harvests/answered"


class IsWithdrawn(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This harvest was withdrawn: there is nothing left to confirm."))


def fingerprint(text: str) -> str:
    """The same for the same words, however they are typed: what the meetlat counts once."""
    return hashlib.blake2b(fold(text).encode(), digest_size=16).hexdigest()


# ─── at the table ───


def confirm_notes(
    session: Session,
    library_id: int,
    gathering_id: int,
    table_no: int,
    note_ids: Collection[int] | None,
    *,
    via: Via,
    now: datetime,
) -> int:
    """A table stands by its own notes (None: all that it laid). Kept until there is a draft, and
    carried over to the items of one that is there. Twice changes nothing; how many were new."""
    notes = [
        note
        for note in source_queries.list_notes(session, library_id, gathering_id)
        if note.table_no == table_no and (note_ids is None or note.id in note_ids)
    ]
    harvest = queries.find_and_lock(session, library_id, gathering_id)
    new = sum(_confirm_note(session, note, via, now=now) for note in notes)
    if harvest is not None and notes:
        carry_over(session, harvest, now=now)
    return new


def _confirm_note(session: Session, note: TableNote, via: Via, *, now: datetime) -> bool:
    said = fingerprint(note.text)
    known = session.get(NoteConfirmation, note.id, with_for_update=True)
    if known is not None and known.said == said:
        return False
    if known is None:
        known = NoteConfirmation(note_id=note.id, library_id=note.library_id)
        session.add(known)
    known.via, known.said, known.confirmed_at = via, said, now
    session.flush()
    return True


def carry_over(session: Session, harvest: Harvest, *, now: datetime) -> None:
    """What tables confirmed of their notes holds for the items that say the same."""
    if harvest.state is State.WITHDRAWN:
        return
    for item, note, confirmed in source_queries.list_noted(session, harvest.library_id, harvest.id):
        if confirmed.said == fingerprint(note.text) == fingerprint(item.text):
            confirm(session, harvest, item, via=confirmed.via, table_no=note.table_no, now=now)


# ─── by who was there ───


def confirm_all(
    session: Session,
    library_id: int,
    harvest_id: int,
    sign_up_id: int,
    item_ids: Collection[int] | None,
    *,
    now: datetime,
) -> int:
    """One tap: these items are right, or (None) all of them. How many were new."""
    harvest = _heard(session, library_id, harvest_id, sign_up_id, now=now)
    if harvest.state is State.WITHDRAWN:
        raise IsWithdrawn
    items = [
        item
        for item in queries.list_items(session, library_id, harvest.id)
        if item_ids is None or item.id in item_ids
    ]
    return sum(
        confirm(session, harvest, item, via=Via.MAIL, sign_up_id=sign_up_id, now=now)
        for item in items
    )


def confirm_for_table(
    session: Session, library_id: int, harvest_id: int, table_no: int, *, now: datetime
) -> int:
    """As the sheet of a table says, noted by a host or librarian: everything that came from it."""
    harvest = queries.lock(session, library_id, harvest_id)
    if harvest.state is State.WITHDRAWN:
        raise IsWithdrawn
    items = source_queries.list_of_table(session, library_id, harvest.id, table_no)
    return sum(
        confirm(session, harvest, item, via=Via.SHEET, table_no=table_no, now=now) for item in items
    )


def confirm(
    session: Session,
    harvest: Harvest,
    item: HarvestItem,
    *,
    via: Via,
    sign_up_id: int | None = None,
    table_no: int | None = None,
    now: datetime,
) -> bool:
    """Somebody stands by the words as they are; of each item the first goes into the log.

    The harvest is held, so that two at once are one after the other.
    """
    known = reader_queries.find_confirmation(session, item.id, sign_up_id, table_no)
    if known is not None and known.version == item.version:
        return False
    if known is None:
        known = HarvestConfirmation(
            library_id=item.library_id, item_id=item.id, sign_up_id=sign_up_id, table_no=table_no
        )
        session.add(known)
    known.version, known.via, known.confirmed_at = item.version, via, now
    session.flush()
    if item.counted_at is None:
        item.counted_at = now
        _count(session, harvest, item, now=now)
    if harvest.is_public:
        versions.pages_changed(session, harvest.library_id)
    return True


def _count(session: Session, harvest: Harvest, item: HarvestItem, *, now: datetime) -> None:
    sources = queries.list_provenance(session, item.library_id, [item.id])
    record(
        session,
        Verb.HARVEST_CONFIRMED,
        library_id=harvest.library_id,
        branch_id=harvest.gathering.branch_id,
        gathering_id=harvest.gathering_id,
        quantity=1,
        details={
            "kind": item.kind,
            "provenance": came_from(sources),
            "fingerprint": fingerprint(item.text),
        },
        now=now,
    )


def came_from(sources: Collection[Provenance]) -> str:
    """A word for the log."""
    if any(source.table_no for source in sources):
        return "table"
    return "conversation" if sources else "librarian"


def correct(
    session: Session,
    library_id: int,
    harvest_id: int,
    sign_up_id: int,
    item_id: int | None,
    text: str,
    *,
    now: datetime,
) -> HarvestCorrection:
    """It is not so. Never too late to say: the librarian reads it. Twice the same is once.

    Whoever says so of one item does not stand by it any more, if they did."""
    harvest = _heard(session, library_id, harvest_id, sign_up_id, now=now)
    item = queries.get_item(session, harvest, item_id) if item_id else None
    if item is not None:
        _stand_by_no_more(session, harvest, item, sign_up_id)
    same = reader_queries.find_correction(session, harvest.id, sign_up_id, item_id, text)
    return same or _noted(session, harvest, item, sign_up_id, text=text, take_back=False, now=now)


def take_back(
    session: Session,
    library_id: int,
    harvest_id: int,
    sign_up_id: int,
    item_id: int,
    *,
    now: datetime,
) -> bool:
    """They said it, and do so no longer. What is theirs alone is blank at once (True); of what a
    table wrote nobody knows who said it, so a librarian looks (False)."""
    harvest = _heard(session, library_id, harvest_id, sign_up_id, now=now)
    item = queries.get_item(session, harvest, item_id)
    person_id = reader_queries.person_of(session, sign_up_id)
    if reader_queries.is_theirs(session, item, person_id):
        blank(session, harvest, item, now=now)
        done = _noted(session, harvest, item, sign_up_id, text="", take_back=True, now=now)
        done.handled_at = now
        return True
    _stand_by_no_more(session, harvest, item, sign_up_id)
    if reader_queries.find_take_back(session, item.id, sign_up_id) is None:
        _noted(session, harvest, item, sign_up_id, text="", take_back=True, now=now)
    return False


def blank(session: Session, harvest: Harvest, item: HarvestItem, *, now: datetime) -> None:
    """The words go, in every edition too, with the names under them; the counts stay."""
    item.text, item.heading, item.withdrawn_at = "", "", item.withdrawn_at or now
    for edition in queries.list_editions(session, harvest.library_id, harvest.id):
        said = [_blanked(each) if each["id"] == item.id else each for each in edition.said["items"]]
        edition.said = {**edition.said, "items": said}
    queries.forget_consents(session, item.id)
    touched(session, harvest)
    session.flush()


def _blanked(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "text": "", "heading": "", "names": [], "withdrawn": True}


def handle(
    session: Session,
    library_id: int,
    harvest_id: int,
    correction_id: int,
    answer: str,
    *,
    remove: bool,
    now: datetime,
) -> HarvestCorrection:
    """What the librarian did with it; who wrote it hears that. Handled once."""
    harvest = queries.lock(session, library_id, harvest_id)
    correction = reader_queries.get_correction(session, harvest, correction_id)
    if correction.handled_at is not None:
        return correction
    correction.handled_at, correction.answer = now, answer
    if remove and correction.item is not None and correction.item.withdrawn_at is None:
        blank(session, harvest, correction.item, now=now)
    harvest.version += 1
    if correction.sign_up is not None:
        owe(
            session,
            ANSWERED,
            to=correction.sign_up.person_id,
            key=f"{ANSWERED}:{correction.id}",
            now=now,
            library_id=library_id,
            gathering_id=harvest.gathering_id,
            correction_id=correction.id,
        )
    return correction


def _heard(
    session: Session, library_id: int, harvest_id: int, sign_up_id: int, *, now: datetime
) -> Harvest:
    """The harvest, held; only for who it was presented to, and they know of it now."""
    harvest = queries.lock(session, library_id, harvest_id)
    reader = reader_queries.find_reader(session, harvest.id, sign_up_id)
    if reader is None or harvest.state is State.DRAFT:
        raise NotFound
    reader.knows(now)
    return harvest


def _stand_by_no_more(
    session: Session, harvest: Harvest, item: HarvestItem, sign_up_id: int
) -> None:
    """What the log counted, it counted: somebody did stand by it."""
    stood = reader_queries.find_confirmation(session, item.id, sign_up_id, None)
    if stood is None:
        return
    session.delete(stood)
    if harvest.is_public:
        versions.pages_changed(session, harvest.library_id)


def _noted(
    session: Session,
    harvest: Harvest,
    item: HarvestItem | None,
    sign_up_id: int,
    *,
    text: str,
    take_back: bool,
    now: datetime,
) -> HarvestCorrection:
    made = HarvestCorrection(
        library_id=harvest.library_id, harvest_id=harvest.id, item_id=item.id if item else None,
        sign_up_id=sign_up_id, text=text, take_back=take_back, made_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
