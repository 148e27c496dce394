"""Every select about teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.teams.models import Team, TeamList, TeamPart
from community.teams.quarters import bounds


def list_teams(session: Session, library_id: int, *, resting: bool = True) -> Sequence[Team]:
    """By name; without those that rest when only who can be chosen matters."""
    wanted = [Team.library_id == library_id]
    if not resting:
        wanted.append(Team.is_resting.is_(False))
    return session.scalars(
        select(Team)
        .where(*wanted)
        .options(joinedload(Team.lead))
        .order_by(Team.is_resting, func.lower(Team.name), Team.id)
    ).all()


def get_team(session: Session, library_id: int, team_id: int) -> Team:
    team = session.scalars(
        select(Team)
        .where(Team.library_id == library_id, Team.id == team_id)
        .options(joinedload(Team.lead))
    ).one_or_none()
    if team is None:
        raise NotFound
    return team


def has_team_named(session: Session, library_id: int, name: str, *, but: int = 0) -> bool:
    found = select(Team.id).where(
        Team.library_id == library_id, func.lower(Team.name) == name.lower(), Team.id != but
    )
    return session.scalars(found.limit(1)).first() is not None


def has_parts(session: Session, library_id: int, team_id: int) -> bool:
    found = select(TeamPart.gathering_id).where(
        TeamPart.library_id == library_id, TeamPart.team_id == team_id
    )
    return session.scalars(found.limit(1)).first() is not None


def list_parts(session: Session, library_id: int, gathering_id: int) -> Sequence[TeamPart]:
    """Which teams took part in a gathering, with what they say of it themselves."""
    return session.scalars(
        select(TeamPart)
        .join(TeamPart.team)
        .options(contains_eager(TeamPart.team))
        .where(TeamPart.library_id == library_id, TeamPart.gathering_id == gathering_id)
        .order_by(func.lower(Team.name), Team.id)
        .execution_options(populate_existing=True)
    ).all()


def list_team_ids(session: Session, gathering: Gathering) -> list[int]:
    """The teams that took part and do not say otherwise."""
    parts = list_parts(session, gathering.library_id, gathering.id)
    return [part.team_id for part in parts if part.disputed_at is None]


def list_parts_of_quarter(
    session: Session, library_id: int, team_id: int, quarter: date
) -> Sequence[TeamPart]:
    """What a team took part in during a quarter, in order; nothing that was called off."""
    begins, ends = bounds(quarter)
    return session.scalars(
        select(TeamPart)
        .join(TeamPart.gathering)
        .options(contains_eager(TeamPart.gathering).joinedload(Gathering.branch))
        .where(
            TeamPart.library_id == library_id,
            TeamPart.team_id == team_id,
            *_took_place(begins, ends),
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .execution_options(populate_existing=True)
    ).all()


def list_due(session: Session, quarter: date) -> Sequence[Team]:
    """The teams of every library that have something to read about a quarter and got no list."""
    begins, ends = bounds(quarter)
    something = (
        exists()
        .where(TeamPart.team_id == Team.id, TeamPart.gathering_id == Gathering.id)
        .where(*_took_place(begins, ends))
    )
    got_it = exists().where(TeamList.team_id == Team.id, TeamList.quarter == quarter)
    return session.scalars(
        select(Team).join(Team.lead).where(something, ~got_it).order_by(Team.library_id, Team.id)
    ).all()


def find_list(session: Session, list_id: int) -> TeamList | None:
    return session.scalars(
        select(TeamList)
        .where(TeamList.id == list_id)
        .options(joinedload(TeamList.team).joinedload(Team.lead))
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_list_of(session: Session, team_id: int, quarter: date) -> TeamList | None:
    return session.scalars(
        select(TeamList)
        .where(TeamList.team_id == team_id, TeamList.quarter == quarter)
        .options(joinedload(TeamList.team))
    ).one_or_none()


def lock_list(session: Session, list_id: int) -> TeamList:
    return session.scalars(
        select(TeamList)
        .where(TeamList.id == list_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def list_latest(session: Session, library_id: int) -> dict[int, TeamList]:
    """The latest list of each team."""
    rows = session.scalars(
        select(TeamList).where(TeamList.library_id == library_id).order_by(TeamList.quarter)
    )
    return {row.team_id: row for row in rows}


def disputed(library_id: int) -> tuple[Select[Any], ...]:
    """How many disputes no librarian has read yet; of the first the gathering, its title, the team.

    For the librarian's Today.
    """
    unread = (
        TeamPart.library_id == library_id,
        TeamPart.disputed_at.is_not(None),
        TeamPart.dispute_seen_at.is_(None),
    )
    first = (
        select(TeamPart.gathering_id)
        .where(*unread)
        .order_by(TeamPart.disputed_at, TeamPart.gathering_id)
        .limit(1)
    )
    return (
        select(func.count()).select_from(TeamPart).where(*unread),
        first,
        first.join(TeamPart.gathering).with_only_columns(Gathering.title),
        first.join(TeamPart.team).with_only_columns(Team.name),
    )


def _took_place(begins: datetime, ends: datetime) -> list[ColumnElement[bool]]:
    return [
        Gathering.starts_at >= begins,
        Gathering.starts_at < ends,
        Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)),
    ]
