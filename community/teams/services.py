"""What a manager does to the teams, and which of them took part in a gathering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.activity import services as activity
from community.activity.verbs import Verb
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.gatherings import seats
from community.gatherings.hosting_rules import GatheringIsCancelled, Hand
from community.gatherings.models import Gathering, GatheringStatus
from community.teams import queries
from community.teams.models import Team, TeamPart
from community.words import N_


class NameIsTaken(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("This name is already in use."))


class TeamHasTakenPart(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("This team took part in activities, and that is kept. Make it inactive instead.")
        )


@dataclass(frozen=True, slots=True)
class TeamDraft:
    name: str
    front_line: bool = False
    is_resting: bool = False


# ─── the teams ───


def add_team(session: Session, library_id: int, draft: TeamDraft, lead: Person | None) -> Team:
    if queries.has_team_named(session, library_id, draft.name):
        raise NameIsTaken
    team = Team(library_id=library_id)
    _fill_in(team, draft, lead)
    session.add(team)
    session.flush()
    return team


def change_team(
    session: Session, library_id: int, team_id: int, draft: TeamDraft, lead: Person | None
) -> Team:
    """What it is called and who leads it; what the log says of it stays as it was then."""
    team = queries.get_team(session, library_id, team_id)
    if queries.has_team_named(session, library_id, draft.name, but=team_id):
        raise NameIsTaken
    _fill_in(team, draft, lead)
    return team


def remove_team(session: Session, library_id: int, team_id: int) -> None:
    """Only one that never did anything; any other can rest."""
    team = queries.get_team(session, library_id, team_id)
    if queries.has_parts(session, library_id, team_id):
        raise TeamHasTakenPart
    session.delete(team)


def _fill_in(team: Team, draft: TeamDraft, lead: Person | None) -> None:
    team.name = draft.name
    team.front_line = draft.front_line
    team.is_resting = draft.is_resting
    team.lead_id = lead.id if lead else None


# ─── taking part ───


def set_teams(
    session: Session,
    library_id: int,
    gathering_id: int,
    team_ids: Collection[int],
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """These teams took part, and no others. Before it is over that is a plan, and not logged."""
    gathering = seats.lock(session, gathering_id, library_id)
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    stand = {part.team_id: part for part in queries.list_parts(session, library_id, gathering_id)}
    for team_id in sorted(set(team_ids) - stand.keys()):
        queries.get_team(session, library_id, team_id)
        insert_once(
            session,
            TeamPart,
            gathering_id=gathering_id,
            team_id=team_id,
            library_id=library_id,
            added_at=now,
            added_by_id=by_id,
        )
    for team_id in sorted(stand.keys() - set(team_ids)):
        _take_back(session, gathering, stand[team_id], now=now)
    if gathering.is_over(now) and gathering.status is not GatheringStatus.DRAFT:
        log_parts(session, gathering, now=now)


def take_along(
    session: Session, gathering: Gathering, team_ids: Collection[int], hand: Hand
) -> None:
    """The teams of the gathering that this one is like, as far as they are still at work."""
    at_work = {
        team.id for team in queries.list_teams(session, gathering.library_id) if not team.is_resting
    }
    set_teams(
        session,
        gathering.library_id,
        gathering.id,
        at_work & set(team_ids),
        by_id=hand.by.id if hand.by else None,
        now=hand.now,
    )


def log_parts(session: Session, gathering: Gathering, *, now: datetime) -> list[TeamPart]:
    """Log every part that is not in the log yet; the parts that nobody disputes."""
    parts = queries.list_parts(session, gathering.library_id, gathering.id)
    for part in parts:
        if part.activity_id is None:
            part.activity_id = _log(session, Verb.TEAM_TOOK_PART, gathering, part.team, now=now)
    session.flush()
    return [part for part in parts if part.disputed_at is None]


def see_disputes(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> None:
    """A librarian has read what teams say of this gathering."""
    seats.lock(session, gathering_id, library_id)
    for part in queries.list_parts(session, library_id, gathering_id):
        if part.disputed_at is not None:
            part.dispute_seen_at = part.dispute_seen_at or now


def dispute(
    session: Session,
    library_id: int,
    gathering_id: int,
    team_id: int,
    reason: str,
    *,
    now: datetime,
) -> None:
    """The team says that it was not so: its part no longer counts. The first reason stands."""
    gathering = seats.lock(session, gathering_id, library_id)
    parts = queries.list_parts(session, library_id, gathering_id)
    part = next((each for each in parts if each.team_id == team_id), None)
    if part is None or part.activity_id is None:
        raise NotFound
    if part.disputed_at is not None:
        return
    part.disputed_at, part.dispute_reason = now, reason
    _log(session, Verb.TEAM_DISPUTED, gathering, part.team, corrects=part.activity_id, now=now)


def _take_back(session: Session, gathering: Gathering, part: TeamPart, *, now: datetime) -> None:
    """Somebody ticked it by mistake: a row with nought names the one that was wrong."""
    if part.activity_id is not None and part.disputed_at is None:
        _log(
            session, Verb.TEAM_TOOK_PART, gathering, part.team,
            corrects=part.activity_id, quantity=0, now=now,
        )  # fmt: skip
    session.delete(part)


def _log(
    session: Session,
    verb: Verb,
    gathering: Gathering,
    team: Team,
    *,
    corrects: int | None = None,
    quantity: int = 1,
    now: datetime,
) -> int:
    return activity.record(
        session,
        verb,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        corrects_id=corrects,
        quantity=quantity,
        happened_at=gathering.ends_at if corrects is None else now,
        details={"team": team.id, "front_line": team.front_line},
        now=now,
    )
