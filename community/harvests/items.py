"""What a librarian does with the items of a draft: join, split, word, place, leave out, add."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.conversations.models import Kind
from community.errors import DomainError, NotFound
from community.harvests import queries, reader_queries
from community.harvests.models import PUBLIC, HarvestItem, Provenance, State
from community.harvests.working import OPEN, at_work, item_of
from community.search.folding import fold
from community.words import N_

_DRAFT = frozenset({State.DRAFT})


class ChooseSeveral(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose two or more to combine."))


class NothingToSplit(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This came from one place: there is nothing to separate."))


class HiddenSince(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("The library hid these words. They come back here when that is undone.")
        )


def describe(
    session: Session, library_id: int, harvest_id: int, *, version: int, title: str, summary: str
) -> None:
    harvest = at_work(session, library_id, harvest_id, version=version)
    harvest.title, harvest.summary = title, summary


def add(
    session: Session, library_id: int, harvest_id: int, *, version: int, kind: Kind, text: str
) -> HarvestItem:
    """What nobody wrote down: it says that the librarian added it."""
    harvest = at_work(session, library_id, harvest_id, version=version, states=_DRAFT)
    item = HarvestItem(
        library_id=library_id, harvest_id=harvest.id, kind=kind, text=text, version=1,
        position=queries.last_position(session, harvest.id) + 1, by_librarian=True,
    )  # fmt: skip
    session.add(item)
    session.flush()
    return item


def edit(
    session: Session,
    library_id: int,
    harvest_id: int,
    item_id: int,
    *,
    version: int,
    kind: Kind,
    text: str,
) -> HarvestItem:
    """Other words are another version: names and confirmations stay with the words before."""
    harvest = at_work(session, library_id, harvest_id, version=version)
    item = item_of(session, harvest, item_id)
    reword(item, kind, text)
    return item


def reword(item: HarvestItem, kind: Kind, text: str) -> bool:
    """Whether the words are different."""
    item.kind = kind
    if item.text == text:
        return False
    item.text, item.version, item.hidden_at = text, item.version + 1, None
    return True


def merge(
    session: Session, library_id: int, harvest_id: int, item_ids: Sequence[int], *, version: int
) -> HarvestItem:
    """Several become the first of them, which keeps where all came from.

    Who confirmed the others stood by other words; that stays to be seen, and counts for no more.
    """
    harvest = at_work(session, library_id, harvest_id, version=version, states=_DRAFT)
    chosen = set(item_ids)
    items = [
        item for item in queries.list_items(session, library_id, harvest.id) if item.id in chosen
    ]
    if len(items) < 2:
        raise ChooseSeveral
    first, *others = items
    for other in others:
        _into(session, first, other)
    session.flush()
    return first


def _into(session: Session, item: HarvestItem, other: HarvestItem) -> None:
    for source in queries.list_provenance(session, item.library_id, [other.id]):
        source.item_id = item.id
    known = {
        (each.sign_up_id, each.table_no)
        for each in reader_queries.list_confirmations(session, item.id)
    }
    same = fold(item.text) == fold(other.text)
    for each in reader_queries.list_confirmations(session, other.id):
        if (each.sign_up_id, each.table_no) not in known:
            stands = same and each.version == other.version
            each.item_id, each.version = item.id, item.version if stands else 0
    item.by_librarian = item.by_librarian and other.by_librarian
    item.hidden_at = item.hidden_at or other.hidden_at
    item.counted_at = item.counted_at or other.counted_at
    reader_queries.move_corrections(session, other.id, item.id)
    session.flush()
    session.delete(other)
    session.flush()


def split_off(
    session: Session,
    library_id: int,
    harvest_id: int,
    item_id: int,
    source_id: int,
    *,
    version: int,
) -> HarvestItem:
    """One of the sources stands by itself again, in the words that it had."""
    harvest = at_work(session, library_id, harvest_id, version=version, states=_DRAFT)
    item = item_of(session, harvest, item_id)
    sources = queries.list_provenance(session, library_id, [item.id])
    source = next((each for each in sources if each.id == source_id), None)
    if source is None:
        raise NotFound
    text = _words_of(source)
    if len(sources) < 2 or not text:
        raise NothingToSplit
    queries.make_room(session, harvest.id, after=item.position)
    alone = HarvestItem(
        library_id=library_id, harvest_id=harvest.id, position=item.position + 1, kind=item.kind,
        text=text, version=1, theme_id=item.theme_id, heading=item.heading,
    )  # fmt: skip
    session.add(alone)
    session.flush()
    source.item_id = alone.id
    return alone


def _words_of(source: Provenance) -> str:
    if source.note is not None:
        return source.note.text
    said = source.contribution
    return said.text if said is not None and said.hidden_at is None else ""


def place(
    session: Session,
    library_id: int,
    harvest_id: int,
    item_ids: Sequence[int],
    *,
    version: int,
    theme_id: int | None,
    heading: str,
) -> None:
    """Under a theme, or under words of one's own; they come to stand together."""
    harvest = at_work(session, library_id, harvest_id, version=version)
    chosen = set(item_ids)
    items = queries.list_items(session, library_id, harvest.id)
    moved = [item for item in items if item.id in chosen]
    for item in moved:
        item.theme_id, item.heading = (None, heading) if heading else (theme_id, "")
    placed = [item for item in items if item.id not in chosen]
    if moved:
        there = [nth for nth, item in enumerate(placed) if _under(item) == _under(moved[0])]
        at = there[-1] + 1 if there else len(placed)
        placed[at:at] = moved
    _number(placed)


def _under(item: HarvestItem) -> tuple[int | None, str]:
    return item.theme_id, item.heading


def move(
    session: Session, library_id: int, harvest_id: int, item_id: int, *, by: int
) -> HarvestItem:
    """One place up (-1) or down (1); at the end it stays where it is."""
    harvest = at_work(session, library_id, harvest_id)
    item = item_of(session, harvest, item_id)
    items = list(queries.list_items(session, library_id, harvest.id))
    at = next(nth for nth, each in enumerate(items) if each.id == item.id)
    to = at + by
    if 0 <= to < len(items):
        if _under(items[to]) == _under(item):
            items[at], items[to] = items[to], items[at]
        else:  # Over the line: it goes to stand under the other heading.
            item.theme_id, item.heading = _under(items[to])
    _number(items)
    return item


def _number(items: Sequence[HarvestItem]) -> None:
    for nth, item in enumerate(items, 1):
        item.position = nth


def leave_out(
    session: Session, library_id: int, harvest_id: int, item_id: int, *, out: bool, now: datetime
) -> HarvestItem:
    """It is kept, and can be put back; nobody but librarians sees it."""
    harvest = at_work(session, library_id, harvest_id)
    item = item_of(session, harvest, item_id)
    if item.hidden_at is not None and not out:
        raise HiddenSince
    item.left_out_at = (item.left_out_at or now) if out else None
    return item


def let_stand(session: Session, library_id: int, harvest_id: int, item_id: int) -> HarvestItem:
    """Part of what it was made of was hidden since; its own words may be read all the same."""
    harvest = at_work(session, library_id, harvest_id, states=OPEN | PUBLIC)
    item = item_of(session, harvest, item_id)
    if item.left_out_at is None:
        item.hidden_at = None
    return item


def quote(
    session: Session, library_id: int, harvest_id: int, item_id: int, *, is_quote: bool
) -> HarvestItem:
    """As it was said, word for word; a name may stand under it once its owner says so."""
    harvest = at_work(session, library_id, harvest_id)
    item = item_of(session, harvest, item_id)
    item.is_quote = is_quote
    return item
