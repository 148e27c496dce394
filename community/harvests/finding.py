"""How a harvest is found by words as soon as everybody may read it, and no longer than that.

One document an item: its own words first, then what it is about and where it was said, as labels.
No name is among them, nor anything of a gathering that not everybody may know of.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.harvests import queries
from community.harvests.models import Harvest, HarvestItem
from community.libraries import versions
from community.search import index
from community.search.hits import Document, Label

#: By which search knows an item.
KIND = "harvest_item"


def lay_out(session: Session, harvest: Harvest) -> None:
    """From this transaction on everybody finds and reads what the harvest says now.

    To be asked whenever something changes that a public harvest shows, or whether it is public.
    """
    session.flush()
    gathering = harvest.gathering
    said = {
        item.id: _document(item, gathering)
        for item in queries.list_items(session, harvest.library_id, harvest.id)
        if harvest.is_public and not gathering.is_sensitive
    }
    for item_id in queries.list_item_ids(session, harvest.library_id, harvest.id):
        if item_id in said:
            index.put(session, harvest.library_id, KIND, item_id, said[item_id])
        else:
            index.remove(session, harvest.library_id, KIND, item_id)
    versions.pages_changed(session, harvest.library_id)


def _document(item: HarvestItem, gathering: Gathering) -> Document:
    return Document(item.text, labels=tuple(_labels(item, gathering)))


def _labels(item: HarvestItem, gathering: Gathering) -> Iterator[Label]:
    if item.heading:
        yield Label(item.heading)
    themes = dict.fromkeys([*([item.theme] if item.theme else []), *gathering.themes])
    yield from (Label(theme.label, (theme.label_en,)) for theme in themes)
    if gathering.visibility is Visibility.PUBLIC:
        yield Label(gathering.title)
        if gathering.branch is not None:
            yield Label(gathering.branch.place, (gathering.branch.name,))
