"""Working on a harvest: one at a time, on what one saw, and only while it may still change."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.harvests import finding, queries
from community.harvests.models import Harvest, HarvestItem, State
from community.words import N_

#: As long as who was there can still say that it was otherwise.
OPEN = frozenset({State.DRAFT, State.PRESENTED})


class SomebodyElseWasHere(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else changed this harvest in the meantime. None of your changes were "
                "overwritten: look at it as it is now, and do it again if it is still needed."
            )
        )


class NotNow(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("That is no longer possible: the harvest has moved on."))


def at_work(
    session: Session,
    library_id: int,
    harvest_id: int,
    *,
    version: int | None = None,
    states: Collection[State] = OPEN,
) -> Harvest:
    """The harvest, held until the end. `version`: as it was when somebody looked."""
    harvest = queries.lock(session, library_id, harvest_id)
    if harvest.state not in states:
        raise NotNow
    if version is not None and harvest.version != version:
        raise SomebodyElseWasHere
    harvest.version += 1
    return harvest


def touched(session: Session, harvest: Harvest) -> None:
    """After something in it changed."""
    harvest.version += 1
    if harvest.is_public:
        finding.lay_out(session, harvest)


def item_of(session: Session, harvest: Harvest, item_id: int) -> HarvestItem:
    """One that is still said; what was taken back cannot be worked on."""
    return queries.get_item(session, harvest, item_id)
