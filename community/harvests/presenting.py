"""Showing it to who was there, and what follows: established, published, revised, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.activity.services import record
from community.activity.verbs import Verb
from community.conversations.models import Kind
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.harvests import asking_again, finding, queries, reader_queries, showing
from community.harvests.items import reword
from community.harvests.models import (
    CORRECTION,
    PUBLIC,
    Harvest,
    HarvestEdition,
    HarvestItem,
    HarvestReader,
    State,
)
from community.harvests.working import NotNow, SomebodyElseWasHere, at_work
from community.outbox.services import owe
from community.words import N_

PRESENTED = "harvests/presented"


class Refused(DomainError):
    """A rule says no; the sentence says what to do first."""


EMPTY = N_("There is nothing in it yet. Add something from the notes, or write it yourself.")
STILL_OPEN = N_("Somebody has asked for a change. Answer that first.")
TOO_EARLY = N_(
    "People who were there can still correct it. Wait until then, or say why that is not needed."
)
NOT_ALL_TOLD = N_(
    "Not everyone who was there has been told yet, so it cannot be established earlier."
)


def present(
    session: Session, library_id: int, harvest_id: int, *, version: int, now: datetime
) -> Harvest:
    """To everybody who was there, for 72 hours: by mail, or on the list of who to call."""
    harvest = at_work(
        session, library_id, harvest_id, version=version, states={State.DRAFT, State.PRESENTED}
    )
    if harvest.state is State.PRESENTED:
        return harvest
    if not queries.list_items(session, library_id, harvest.id):
        raise Refused(EMPTY)
    harvest.state = State.PRESENTED
    harvest.presented_at, harvest.corrected_until = now, now + CORRECTION
    session.flush()
    for sign_up in reader_queries.list_who_was_there(session, harvest):
        insert_once(
            session, HarvestReader, harvest_id=harvest.id, sign_up_id=sign_up.id,
            library_id=library_id, told_at=None,
        )  # fmt: skip
        if sign_up.person.gets_mail:
            owe(
                session,
                PRESENTED,
                to=sign_up.person_id,
                key=reader_queries.presented_key(harvest, sign_up.id),
                now=now,
                library_id=library_id,
                gathering_id=harvest.gathering_id,
                harvest_id=harvest.id,
                sign_up_id=sign_up.id,
            )
    return harvest


def told(
    session: Session, library_id: int, harvest_id: int, sign_up_id: int, *, now: datetime
) -> None:
    """Somebody without address was called."""
    queries.lock(session, library_id, harvest_id)
    reader = reader_queries.find_reader(session, harvest_id, sign_up_id)
    if reader is None:
        raise NotFound
    reader.knows(now)


def back_to_draft(session: Session, library_id: int, harvest_id: int, *, version: int) -> Harvest:
    """Something is missing, or it was withdrawn and there is a new beginning. Shown again later,
    it is shown for 72 hours again."""
    harvest = at_work(
        session, library_id, harvest_id, version=version,
        states={State.PRESENTED, State.ESTABLISHED, State.WITHDRAWN},
    )  # fmt: skip
    harvest.state, harvest.early_why, harvest.withdrawn_why = State.DRAFT, "", ""
    harvest.presented_at = harvest.corrected_until = None
    harvest.established_at = harvest.withdrawn_at = None
    for reader in reader_queries.list_readers(session, library_id, harvest.id):
        reader.told_at = reader.asked_again_at = None
    return harvest


def establish(
    session: Session,
    library_id: int,
    harvest_id: int,
    *,
    version: int | None = None,
    early_why: str = "",
    now: datetime,
) -> Harvest:
    """Its words are fixed. Not before the window has passed, unless everybody was told and a
    librarian says why; never while somebody waits for an answer."""
    harvest = queries.lock(session, library_id, harvest_id)
    if harvest.state is State.ESTABLISHED:
        return harvest
    if harvest.state is not State.PRESENTED or harvest.corrected_until is None:
        raise NotNow
    if version is not None and harvest.version != version:
        raise SomebodyElseWasHere
    if reader_queries.count_open(session, harvest.id):
        raise Refused(STILL_OPEN)
    if now < harvest.corrected_until:
        _refuse_too_early(session, harvest, early_why)
        harvest.early_why = early_why
    harvest.state, harvest.established_at = State.ESTABLISHED, now
    harvest.version += 1
    session.flush()
    return harvest


def _refuse_too_early(session: Session, harvest: Harvest, why: str) -> None:
    if not why:
        raise Refused(TOO_EARLY)
    if reader_queries.count_untold(session, harvest):
        raise Refused(NOT_ALL_TOLD)


def publish(
    session: Session, library_id: int, harvest_id: int, *, by: int, now: datetime
) -> Harvest:
    """For everybody to read, as the first edition. Twice, or by two at once, is once."""
    harvest = queries.lock(session, library_id, harvest_id)
    if harvest.state in PUBLIC:
        return harvest
    if harvest.state is State.PRESENTED:
        harvest = establish(session, library_id, harvest_id, now=now)
    if harvest.state is not State.ESTABLISHED:
        raise NotNow
    harvest.published_at = harvest.published_at or now
    harvest.state = State.REVISED if harvest.edition else State.PUBLISHED
    _edition(session, harvest, why="", by=by, now=now)
    return harvest


@dataclass(frozen=True, slots=True)
class Revision:
    """What is different: of items by their ids kind and words (None: it goes), and new ones."""

    why: str
    items: Mapping[int, tuple[Kind, str] | None] = field(default_factory=dict)
    added: tuple[tuple[Kind, str], ...] = ()
    title: str | None = None
    summary: str | None = None


def revise(
    session: Session,
    library_id: int,
    harvest_id: int,
    revision: Revision,
    *,
    version: int,
    by: int,
    now: datetime,
) -> Harvest:
    """Everything in one go, as a new edition that says why; earlier ones stay to be read."""
    harvest = at_work(session, library_id, harvest_id, version=version, states=PUBLIC)
    stood = reader_queries.list_who_stand_by_it(session, harvest)
    if not _revised(session, harvest, revision, now=now):
        return harvest
    harvest.state = State.REVISED
    session.flush()
    _edition(session, harvest, why=revision.why, by=by, now=now)
    asking_again.ask(
        session, harvest, [who for item, version, who in stood if item.version != version], now=now
    )
    return harvest


def _revised(session: Session, harvest: Harvest, revision: Revision, *, now: datetime) -> bool:
    """Whether anything is different."""
    different = False
    for item in queries.list_items(session, harvest.library_id, harvest.id):
        if item.id not in revision.items:
            continue
        said = revision.items[item.id]
        if said is None:
            item.left_out_at, item.hidden_at, different = now, None, True
            continue
        kind_before = item.kind
        different |= reword(item, *said) or kind_before is not item.kind
    last = queries.last_position(session, harvest.id)
    for nth, (kind, text) in enumerate(revision.added, last + 1):
        session.add(
            HarvestItem(
                library_id=harvest.library_id, harvest_id=harvest.id, position=nth, kind=kind,
                text=text, version=1, by_librarian=True,
            )
        )  # fmt: skip
    for name in ("title", "summary"):
        said_now = getattr(revision, name)
        if said_now is not None and said_now != getattr(harvest, name):
            setattr(harvest, name, said_now)
            different = True
    return different or bool(revision.added)


def withdraw(
    session: Session, library_id: int, harvest_id: int, *, version: int, why: str, now: datetime
) -> Harvest:
    """Nobody reads it any more; what it counted for, it counted for. Twice changes nothing."""
    harvest = queries.lock(session, library_id, harvest_id)
    if harvest.state is State.WITHDRAWN:
        return harvest
    if harvest.version != version:
        raise SomebodyElseWasHere
    harvest.state, harvest.withdrawn_at, harvest.withdrawn_why = State.WITHDRAWN, now, why
    harvest.version += 1
    finding.lay_out(session, harvest)
    return harvest


def _edition(session: Session, harvest: Harvest, *, why: str, by: int, now: datetime) -> None:
    session.flush()
    harvest.edition += 1
    said = snapshot(session, harvest)
    session.add(
        HarvestEdition(
            harvest_id=harvest.id, number=harvest.edition, library_id=harvest.library_id,
            said=said, why=why, by_id=by, published_at=now,
        )
    )  # fmt: skip
    record(
        session,
        Verb.HARVEST_PUBLISHED,
        library_id=harvest.library_id,
        branch_id=harvest.gathering.branch_id,
        gathering_id=harvest.gathering_id,
        quantity=len(said["items"]),
        details={"edition": harvest.edition},
        now=now,
    )
    harvest.version += 1
    finding.lay_out(session, harvest)


def snapshot(session: Session, harvest: Harvest) -> dict[str, Any]:
    """What an edition keeps: the words, under what they stood, and whose name stood under them."""
    return {
        "title": harvest.title,
        "summary": harvest.summary,
        "items": [
            {
                "id": shown.item.id,
                "kind": shown.item.kind.value,
                "text": shown.item.text,
                "theme": shown.item.theme.slug if shown.item.theme else None,
                "heading": shown.item.heading,
                "is_quote": shown.item.is_quote,
                "by_librarian": shown.item.by_librarian,
                "names": list(shown.names),
                "confirmed": shown.confirmed,
                "sources": [
                    {"table": source.table_no, "round": source.round_no} for source in shown.sources
                ],
            }
            for shown in showing.items(session, harvest)
        ],
    }
