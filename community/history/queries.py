"""Every select of the room of past activities."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.errors import NotFound
from community.gatherings.kinds import Initiator
from community.gatherings.models import Attendance
from community.history.models import PastGathering, PastImport, PastPerson, State
from community.initiatives.models import Initiation
from community.libraries.models import Branch
from community.partners.models import Partner, Partnership
from community.series.models import Series, SeriesDate
from community.tally.models import Tally
from community.teams.models import Team, TeamPart

#: As many as somebody looks back on.
MOST_IMPORTS = 20


# ─── what a list may name ───


def list_branches(session: Session, library_id: int) -> Sequence[Branch]:
    return session.scalars(
        select(Branch).where(Branch.library_id == library_id).order_by(Branch.id)
    ).all()


def list_partners(session: Session, library_id: int) -> Sequence[Partner]:
    return session.scalars(
        select(Partner).where(Partner.library_id == library_id).order_by(Partner.id)
    ).all()


def list_teams(session: Session, library_id: int) -> Sequence[Team]:
    return session.scalars(
        select(Team).where(Team.library_id == library_id).order_by(Team.id)
    ).all()


def list_series(session: Session, library_id: int) -> Sequence[Series]:
    return session.scalars(
        select(Series).where(Series.library_id == library_id).order_by(Series.id)
    ).all()


def list_days(session: Session, series_ids: Collection[int]) -> dict[tuple[int, date], int | None]:
    """Every day that these series have, and the gathering that it is."""
    rows = session.execute(
        select(SeriesDate.series_id, SeriesDate.on_date, SeriesDate.gathering_id).where(
            SeriesDate.series_id.in_(series_ids)
        )
    )
    return {(series_id, day): gathering_id for series_id, day, gathering_id in rows}


# ─── what came in earlier ───


def by_key(session: Session, library_id: int, keys: Collection[str]) -> dict[str, PastGathering]:
    rows = session.scalars(
        select(PastGathering).where(
            PastGathering.library_id == library_id, PastGathering.key.in_(keys)
        ),
        execution_options={"populate_existing": True},
    )
    return {row.key: row for row in rows}


def latest_rows(
    session: Session, library_id: int, gathering_ids: Collection[int]
) -> dict[tuple[int, str], int]:
    """Per gathering and subject the log's row that stands, also where the desk changed it since."""
    closed = session.execute(
        select(Activity.gathering_id, func.max(Activity.id))
        .where(
            Activity.library_id == library_id,
            Activity.verb == Verb.GATHERING_CLOSED,
            Activity.gathering_id.in_(gathering_ids),
        )
        .group_by(Activity.gathering_id)
    )
    found = {(number or 0, "closed"): row for number, row in closed}
    partners = session.execute(
        select(Partnership.gathering_id, Partnership.partner_id, Partnership.activity_id).where(
            Partnership.gathering_id.in_(gathering_ids)
        )
    )
    found |= {(number, f"partner:{partner}"): row for number, partner, row in partners}
    teams = session.execute(
        select(TeamPart.gathering_id, TeamPart.team_id, TeamPart.activity_id).where(
            TeamPart.gathering_id.in_(gathering_ids)
        )
    )
    found |= {(number, f"team:{team}"): row for number, team, row in teams if row}
    tallies = session.execute(
        select(Tally.gathering_id, Tally.activity_id).where(Tally.gathering_id.in_(gathering_ids))
    )
    found |= {(number, "tally"): row for number, row in tallies if row}
    return found


def confirmed_initiators(session: Session, gathering_ids: Collection[int]) -> dict[int, Initiator]:
    """Who said themselves that it was their idea: no list knows better."""
    rows = session.execute(
        select(Initiation.gathering_id, Initiation.kind).where(
            Initiation.gathering_id.in_(gathering_ids), Initiation.confirmed_at.is_not(None)
        )
    )
    return {number: kind for number, kind in rows}  # noqa: C416 (rows are no pairs)


def rows_at(
    session: Session, table: Table, names: Sequence[str], gathering_ids: Collection[int]
) -> list[dict[str, Any]]:
    """What a table has of these gatherings."""
    rows = session.execute(
        select(*(table.c[name] for name in names)).where(table.c.gathering_id.in_(gathering_ids))
    )
    return [dict(row) for row in rows.mappings()]


# ─── who was there ───


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody whom an earlier list brought, and what the log says of it."""

    attendance_id: int
    gathering_id: int
    key: str
    is_here: bool
    activity_id: int
    person_key: str | None
    happened_at: datetime
    counted_as: str | None
    details: dict[str, Any]


def list_noted(session: Session, gathering_ids: Collection[int]) -> list[Noted]:
    """What an earlier list noted at these gatherings, with the row of the log of each."""
    rows = session.execute(
        select(
            Attendance.id,
            Attendance.gathering_id,
            Attendance.key,
            Attendance.undone_at.is_(None),
            Activity.id,
            Activity.person_key,
            Activity.happened_at,
            Activity.counted_as,
            Activity.details,
        )
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(Attendance.gathering_id.in_(gathering_ids), Attendance.key.is_not(None))
    )
    return [Noted(*row) for row in rows]


def list_members_with(
    session: Session, library_id: int, addresses: Collection[str]
) -> dict[str, int]:
    """The people of this library who have one of these addresses."""
    rows = session.execute(
        select(Person.email, Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.library_id == library_id, Person.email.in_(addresses))
    )
    return {address: number for address, number in rows if address}


def list_marked(session: Session, library_id: int, marks: Collection[str]) -> dict[str, str]:
    """The keys of people of earlier lists whom the library does not know."""
    rows = session.execute(
        select(PastPerson.mark, PastPerson.key).where(
            PastPerson.library_id == library_id, PastPerson.mark.in_(marks)
        )
    )
    return {mark: key for mark, key in rows}  # noqa: C416 (rows are no pairs)


# ─── lists that were handed in ───


def get_import(session: Session, library_id: int, import_id: int) -> PastImport:
    found = session.scalars(
        select(PastImport).where(PastImport.id == import_id, PastImport.library_id == library_id),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_imports(session: Session, library_id: int) -> Sequence[PastImport]:
    return session.scalars(
        select(PastImport)
        .where(PastImport.library_id == library_id)
        .order_by(PastImport.made_at.desc(), PastImport.id.desc())
        .limit(MOST_IMPORTS)
    ).all()


def find_due(session: Session, *, now: datetime) -> int | None:
    """The list that waits longest, or that somebody let fall."""
    return session.scalar(
        select(PastImport.id)
        .where(
            PastImport.state.in_((State.WAITING, State.CHECKING, State.WRITING)),
            func.coalesce(PastImport.leased_until, PastImport.made_at) <= now,
        )
        .order_by(PastImport.id)
        .limit(1)
    )
