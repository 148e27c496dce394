"""What a new sentence is held against: proposals that can be found, what comes, and who meets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.queries import Viewer, in_lists, not_over
from community.groups import queries as groups
from community.groups.models import Group, Stage
from community.proposals import seeing
from community.proposals.models import Proposal, State

#: What can still be got behind, or is being planned.
FOUND = (State.OPEN, State.PLANNED)


def findable(library_id: int) -> Select[int]:
    return select(Proposal.id).where(*seeing.listed(library_id), Proposal.state.in_(FOUND))


def list_coming(
    session: Session,
    library_id: int,
    viewer: Viewer,
    telling: Sequence[ColumnElement[bool]],
    *,
    now: datetime,
    until: datetime,
    most: int,
) -> Sequence[Gathering]:
    """What comes before then and is told by any of these conditions, the soonest first."""
    return session.scalars(
        select(Gathering)
        .where(
            *in_lists(library_id, viewer),
            *not_over(now),
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at < until,
            or_(*telling),
        )
        .options(joinedload(Gathering.branch), selectinload(Gathering.themes))
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(most)
    ).all()


def list_running(session: Session, library_id: int, viewer: Viewer, most: int) -> Sequence[Group]:
    """The groups that meet."""
    return session.scalars(
        select(Group)
        .where(*groups.in_list(library_id, viewer), Group.stage != Stage.RESTING)
        .options(selectinload(Group.themes))
        .order_by(Group.id)
        .limit(most)
    ).all()
