"""After a gathering: how many were there. Nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.gatherings import hosting_queries, seats
from community.gatherings.drafts import DraftRefused, Problem
from community.gatherings.hosting_rules import GatheringIsCancelled
from community.gatherings.hosting_steps import what_it_is
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries import versions
from community.words import N_

#: What the log's row about a closed gathering carries besides what the gathering itself knows, and
#: what it says while no room above has filled that in.
_IN_THE_LOG: dict[str, object] = {
    "series_id": None,
    "partners": [],
    "teams": [],
    "pulse": "none",
    "tally": "none",
}
_known_above: dict[str, Callable[[Session, Gathering], object]] = {}

#: More people than fit in a stadium; a typing mistake is above it.
MOST_PEOPLE = 100_000


def also_carries(name: str, ask: Callable[[Session, Gathering], object]) -> None:
    """Let a room above say, at the moment of closing, what only that room knows."""
    if name not in _IN_THE_LOG:
        raise ValueError(f"the log of a closed gathering has no {name}")
    _known_above[name] = ask


class GatheringIsNotOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity is not over yet. Count the people when it is."))


class GatheringWasNeverPublished(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity was never published, so nobody can have come."))


def close(
    session: Session,
    library_id: int,
    gathering_id: int,
    head_count: int,
    *,
    estimated: bool,
    now: datetime,
) -> Gathering:
    """Note how many people came. Another number later is a new row that corrects the first."""
    gathering = seats.lock(session, gathering_id, library_id)
    refuse_unless_over(gathering, now)
    if not 0 <= head_count <= MOST_PEOPLE:
        raise DraftRefused(
            [
                Problem(
                    "head_count", N_("Choose a number from 0 to %(most)s."), {"most": MOST_PEOPLE}
                )
            ]
        )
    closed = gathering.status is GatheringStatus.CLOSED
    if closed and (gathering.head_count, gathering.head_count_estimated) == (head_count, estimated):
        return gathering
    corrects_id = (
        hosting_queries.find_last_closed(session, library_id, gathering_id) if closed else None
    )
    gathering.status = GatheringStatus.CLOSED
    gathering.head_count = head_count
    gathering.head_count_estimated = estimated
    activity.record(
        session,
        Verb.GATHERING_CLOSED,
        library_id=library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        quantity=head_count,
        corrects_id=corrects_id,
        happened_at=gathering.ends_at,
        details={
            **what_it_is(gathering),
            "estimated": estimated,
            "duration": (gathering.ends_at - gathering.starts_at) // timedelta(minutes=1),
            **_IN_THE_LOG,
            **{name: ask(session, gathering) for name, ask in _known_above.items()},
        },
        now=now,
    )
    versions.pages_changed(session, library_id)
    return gathering


def refuse_unless_over(gathering: Gathering, now: datetime) -> None:
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if gathering.status is GatheringStatus.DRAFT:
        raise GatheringWasNeverPublished
    if not gathering.is_over(now):
        raise GatheringIsNotOver
