"""What of a harvest is for whom. Every page, feed, mail and file of findings asks here.

An item is for everybody once its harvest is published, as long as it is not taken back, and only
when it says where it came from. Where that was is told as far as one may know of the gathering.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.gatherings.queries import Viewer
from community.harvests.models import PUBLIC, Harvest, HarvestItem, Provenance


def readable(library_id: int) -> list[ColumnElement[bool]]:
    """Harvests that everybody may read, in a select that has their gathering in it."""
    return [
        Harvest.library_id == library_id,
        Harvest.state.in_(PUBLIC),
        Gathering.is_sensitive.is_(False),
    ]


def readable_items(library_id: int) -> list[ColumnElement[bool]]:
    """The items of those: not taken back or left out, and with provenance."""
    comes_from = exists().where(Provenance.item_id == HarvestItem.id).correlate(HarvestItem)
    return [
        *readable(library_id),
        HarvestItem.withdrawn_at.is_(None),
        HarvestItem.left_out_at.is_(None),
        or_(HarvestItem.by_librarian, comes_from),
    ]


def tells_where(gathering: Gathering, viewer: Viewer) -> bool:
    """Whether its title and its place may stand below what was said there."""
    if gathering.visibility is Visibility.PUBLIC:
        return True
    return gathering.visibility is Visibility.SIGNED_IN and viewer.is_signed_in
