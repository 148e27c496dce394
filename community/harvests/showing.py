"""A harvest as it is read: every item with where it came from, whose name stands under it, and
how many stand by it. Pages, sheets, feeds and editions all take it from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.harvests import queries
from community.harvests.models import Harvest, HarvestItem, Provenance
from community.web.i18n import language


@dataclass(frozen=True, slots=True)
class Shown:
    item: HarvestItem
    sources: Sequence[Provenance]
    names: Sequence[str]  #: Empty: said by a table, or by nobody in particular.
    people: int = 0  #: Who were there and stand by these words,
    tables: int = 0  #: tables that do,
    confirmed_before: int = 0  #: and how many of both stood by the words before.

    @property
    def confirmed(self) -> int:
        return self.people + self.tables


def items(session: Session, harvest: Harvest) -> list[Shown]:
    """Three queries, whatever the number of items."""
    found = queries.list_items(session, harvest.library_id, harvest.id)
    return told(session, harvest.library_id, found)


def told(
    session: Session,
    library_id: int,
    found: Sequence[HarvestItem],
    sources: Mapping[int, Sequence[Provenance]] | None = None,
) -> list[Shown]:
    """These items, of whatever harvests, with what is told of each; two queries, and one where it
    is known already where they came from."""
    ids = [item.id for item in found]
    if not ids:
        return []
    if sources is None:
        sources = _came_from(session, library_id, ids)
    names, confirmed = queries.list_standing(session, library_id, ids)
    return [
        Shown(
            item,
            sources.get(item.id, []),
            names.get(item.id, []),
            *confirmed.get(item.id, (0, 0, 0)),
        )
        for item in found
    ]


def _came_from(
    session: Session, library_id: int, item_ids: Sequence[int]
) -> dict[int, list[Provenance]]:
    found: dict[int, list[Provenance]] = {}
    for source in queries.list_provenance(session, library_id, item_ids):
        found.setdefault(source.item_id, []).append(source)
    return found


def by_heading(shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Under one heading what stands under it, in the order in which they first come.

    A theme is called what the language of the page calls it; other headings are as written.
    """
    found: dict[tuple[int | None, str], list[Shown]] = {}
    for each in shown:
        found.setdefault((each.item.theme_id, each.item.heading), []).append(each)
    return [(_heading(each[0].item), each) for each in found.values()]


def _heading(item: HarvestItem) -> str:
    return item.heading or (item.theme.label_in(language()) if item.theme else "")
