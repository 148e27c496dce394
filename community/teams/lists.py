"""The list of a quarter: sent once to who leads a team, who says yes to it or disputes a line."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from community import tokens
from community.db import insert_once
from community.errors import NotFound
from community.outbox.services import owe
from community.teams import queries, services
from community.teams.models import Team, TeamList
from community.tokens import new_salt

PURPOSE = "team list"


def make_list(session: Session, team: Team, quarter: date, *, now: datetime) -> bool:
    """Make the list of one team and owe its mail; say whether it was not made before."""
    made = insert_once(
        session,
        TeamList,
        library_id=team.library_id,
        team_id=team.id,
        quarter=quarter,
        salt=new_salt(),
        made_at=now,
    )
    if not made or team.lead_id is None:
        return False
    for part in queries.list_parts_of_quarter(session, team.library_id, team.id, quarter):
        # What nobody closed has not been logged; only what is in the log can be disputed.
        services.log_parts(session, part.gathering, now=now)
    owe(
        session,
        "teams/list",
        to=team.lead_id,
        key=f"team_list:{team.id}:{quarter.isoformat()}",
        library_id=team.library_id,
        now=now,
        team_id=team.id,
        quarter=quarter.isoformat(),
    )
    return True


def token_of(found: TeamList, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, found.id, found.salt)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> TeamList:
    """The list that this link opens, in this library; any other does not exist."""
    list_id = tokens.row_id(token)
    found = queries.find_list(session, list_id) if list_id is not None else None
    if found is None or found.library_id != library_id:
        raise NotFound
    if not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def confirm(session: Session, list_id: int, *, now: datetime) -> None:
    """What is not disputed is right. Doing so twice keeps the first moment."""
    found = queries.lock_list(session, list_id)
    found.confirmed_at = found.confirmed_at or now


def dispute(
    session: Session, list_id: int, gathering_id: int, reason: str, *, now: datetime
) -> None:
    """One line of this list is not right."""
    found = queries.lock_list(session, list_id)
    on_it = queries.list_parts_of_quarter(session, found.library_id, found.team_id, found.quarter)
    if gathering_id not in {part.gathering_id for part in on_it}:
        raise NotFound
    services.dispute(session, found.library_id, gathering_id, found.team_id, reason, now=now)
