"""Making a draft: everything that the tables laid and the conversation said, as items in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.conversations import seeing
from community.conversations.models import Contribution, Kind
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.formats import queries as formats
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.harvests import hearing, queries, source_queries
from community.harvests.models import (
    LONGEST_TITLE,
    Harvest,
    HarvestItem,
    Provenance,
    State,
)
from community.harvests.working import at_work
from community.table_notes.models import TableNote
from community.topics import finding
from community.words import N_

#: Where there is no theme: after those that there are.
_LAST = 10_000


class NothingYet(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is nothing to harvest before it has begun."))


@dataclass(frozen=True, slots=True)
class _Source:
    """A note or a contribution, as an item would say it."""

    kind: Kind
    text: str
    note: TableNote | None = None
    contribution: Contribution | None = None

    @property
    def round_no(self) -> int:
        return self.note.round_no if self.note else 0


def make_draft(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> Harvest:
    """A draft of everything there is. Of one gathering there is one; twice changes nothing."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    if not seeing.has_one(gathering):
        raise NotFound
    if not gathering.has_begun(now):
        raise NothingYet
    # Before the harvest's own row: who takes back their words locks in that order too.
    said = source_queries.hold_contributions(session, library_id, gathering_id)
    made = insert_once(
        session, Harvest, library_id=library_id, gathering_id=gathering_id, state=State.DRAFT,
        version=1, title=_title(session, gathering), summary="", begun_at=now, early_why="",
        edition=0, withdrawn_why="",
    )  # fmt: skip
    harvest = queries.lock_of(session, library_id, gathering_id)
    if made:
        _take(session, harvest, said, now=now)
    return harvest


def take_in(
    session: Session, library_id: int, harvest_id: int, *, version: int, now: datetime
) -> int:
    """What was written since: sheets typed over later are equal. How many."""
    gathering_id = queries.get(session, library_id, harvest_id).gathering_id
    said = source_queries.hold_contributions(session, library_id, gathering_id)
    harvest = at_work(session, library_id, harvest_id, version=version, states={State.DRAFT})
    return _take(session, harvest, said, now=now)


def _title(session: Session, gathering: Gathering) -> str:
    taken = formats.find_of(session, gathering.library_id, gathering.id)
    return ((taken.main_question if taken else "") or gathering.title)[:LONGEST_TITLE]


def _take(
    session: Session, harvest: Harvest, said: Sequence[Contribution], *, now: datetime
) -> int:
    """Each new note and contribution as an item: by theme, in it by round and table."""
    new = list(_new(session, harvest, said))
    themes = [_theme(session, harvest, source.text) for source in new]
    order = sorted(
        range(len(new)),
        key=lambda nth: (themes[nth][0], new[nth].round_no or _LAST, _table(new[nth]), nth),
    )
    last = queries.last_position(session, harvest.id)
    for nth, at in enumerate(order, last + 1):
        item = HarvestItem(
            library_id=harvest.library_id, harvest_id=harvest.id, position=nth,
            kind=new[at].kind, text=new[at].text, version=1, theme_id=themes[at][1],
        )  # fmt: skip
        session.add(item)
        session.flush()
        session.add(_provenance(item, new[at]))
    session.flush()
    hearing.carry_over(session, harvest, now=now)
    return len(new)


def _new(session: Session, harvest: Harvest, said: Sequence[Contribution]) -> Iterator[_Source]:
    notes, contributions = source_queries.taken(session, harvest.id)
    for note in source_queries.list_notes(session, harvest.library_id, harvest.gathering_id):
        if note.id not in notes:
            yield _Source(note.kind, note.text, note=note)
    for one in said:
        if one.id not in contributions:
            yield _Source(one.kind or Kind.EXPERIENCE, one.text, contribution=one)


def _theme(session: Session, harvest: Harvest, text: str) -> tuple[int, int | None]:
    """What it is about, if that stands in it."""
    for suggestion in finding.suggest(session, harvest.library_id, text, most=1):
        return suggestion.theme.position, suggestion.theme.id
    return _LAST, None


def _table(source: _Source) -> int:
    return source.note.table_no if source.note else _LAST


def _provenance(item: HarvestItem, source: _Source) -> Provenance:
    return Provenance(
        library_id=item.library_id,
        item_id=item.id,
        note_id=source.note.id if source.note else None,
        contribution_id=source.contribution.id if source.contribution else None,
        table_no=source.note.table_no if source.note else None,
        round_no=source.note.round_no if source.note else None,
    )
