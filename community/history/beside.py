"""What stands beside a gathering: themes, partners, teams, cards, who began it, its series.

Each table is brought to what the lines say: what is there already stays as it is, with whatever the
desk has added to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from community.clock import local_day
from community.db import table_of
from community.gatherings.kinds import Initiator
from community.gatherings.models import gathering_theme
from community.history import queries
from community.history.log_rows import Told
from community.history.names import Names
from community.history.vocabulary import fold
from community.initiatives.models import Initiation
from community.initiatives.services import LASTS
from community.partners.models import Partnership
from community.series.models import SeriesDate
from community.tally.counts import cards
from community.tally.models import Tally
from community.teams.models import TeamPart
from community.tokens import new_salt

Row = dict[str, Any]
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A table, by what a row of it is known, and what makes two rows different."""

    table: Table
    known_by: tuple[str, ...]
    told_by: tuple[str, ...] = ()


_THEMES = _Shelf(gathering_theme, ("gathering_id", "theme_id"))
_PARTNERS = _Shelf(
    table_of(Partnership), ("gathering_id", "partner_id"), ("minutes", "room", "cents")
)
_TEAMS = _Shelf(table_of(TeamPart), ("gathering_id", "team_id"))
_TALLIES = _Shelf(table_of(Tally), ("gathering_id",), ("paper",))
_BEGINNERS = _Shelf(table_of(Initiation), ("gathering_id",), ("kind",))
_DATES = _Shelf(table_of(SeriesDate), ("gathering_id",), ("series_id", "on_date"))


def settle(
    session: Session,
    library_id: int,
    told: list[Told],
    known: Collection[int],
    names: Names,
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """`known`: those of the gatherings that stood before, and so may have something beside them."""
    here = {"library_id": library_id}
    added = {"added_at": now, "added_by_id": by_id}
    _bring(session, _THEMES, _themes(told), known)
    _bring(session, _PARTNERS, _partners(told, names), known, {**here, "created_at": now})
    _bring(session, _TEAMS, _teams(told, names), known, {**here, **added})
    _bring(session, _TALLIES, _tallies(told), known, here)
    _bring(session, _BEGINNERS, _beginners(told, names, now), known, here)
    _bring(session, _DATES, _dates(session, told, names), known, here)


def _bring(
    session: Session,
    shelf: _Shelf,
    wanted: Mapping[Key, Row],
    known: Collection[int],
    fresh: Mapping[str, object] | None = None,
) -> None:
    """Remove what is not wanted, change what is different, add what lacks."""
    table, columns = shelf.table, (*shelf.known_by, *shelf.told_by)
    stand = {
        tuple(row[name] for name in shelf.known_by): row
        for row in (queries.rows_at(session, table, columns, known) if known else ())
    }
    this = and_(*(table.c[name] == bindparam(f"its_{name}") for name in shelf.known_by))
    if gone := [_its(shelf, key) for key in stand.keys() - wanted.keys()]:
        session.execute(delete(table).where(this), gone)
    for key in sorted(wanted.keys() & stand.keys()):
        row = wanted[key]
        if any(stand[key][name] != row[name] for name in shelf.told_by):
            session.execute(update(table).where(this).values(**row), _its(shelf, key))
    if new := sorted(wanted.keys() - stand.keys()):
        rows = [
            {**dict(zip(shelf.known_by, key, strict=True)), **(fresh or {}), **wanted[key]}
            for key in new
        ]
        session.execute(insert(table), rows)


def _its(shelf: _Shelf, key: Key) -> dict[str, int]:
    return {f"its_{name}": part for name, part in zip(shelf.known_by, key, strict=True)}


def _themes(told: list[Told]) -> dict[Key, Row]:
    return {(one.gathering_id, theme): {} for one in told for theme in one.past.theme_ids}


def _partners(told: list[Told], names: Names) -> dict[Key, Row]:
    """What the partner had confirmed of other amounts is asked again."""
    found: dict[Key, Row] = {}
    for one in told:
        for joint in one.past.partners:
            partner_id = names.partners[fold(joint.name)].id
            found[one.gathering_id, partner_id] = {
                "minutes": joint.brings.minutes,
                "room": joint.brings.room,
                "cents": joint.brings.cents,
                "part": "",
                "activity_id": one.logged[f"partner:{partner_id}"][0],
                "confirmed_at": None,
                "listed_at": None,
            }
    return found


def _teams(told: list[Told], names: Names) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    for one in told:
        for name in one.past.teams:
            team_id = names.teams[fold(name)].id
            number = one.logged[f"team:{team_id}"][0]
            found[one.gathering_id, team_id] = {"activity_id": number, "dispute_reason": ""}
    return found


def _tallies(told: list[Told]) -> dict[Key, Row]:
    return {
        (one.gathering_id,): {
            "paper": one.past.counts,
            "door": {},
            "untold": 0,
            "seen": [],
            "activity_id": one.logged["tally"][0],
        }
        for one in told
        if cards(one.past.counts)
    }


def _beginners(told: list[Told], names: Names, now: datetime) -> dict[Key, Row]:
    """Whose idea it was according to the list: nobody has said so themselves yet."""
    found: dict[Key, Row] = {}
    for one in told:
        if one.past.initiator is Initiator.LIBRARY:
            continue
        joint = one.past.partners
        only = names.partners[fold(joint[0].name)] if len(joint) == 1 else None
        partner = only if one.past.initiator is Initiator.PARTNER else None
        found[(one.gathering_id,)] = {
            "kind": one.past.initiator,
            "person_id": None,
            "group_id": None,
            "partner_id": partner.id if partner else None,
            "name": partner.name if partner else "",
            "mailed_to": "",
            "salt": new_salt(),
            "named_at": now,
            "expires_at": now + LASTS,
            "wording": "",
        }
    return found


def _dates(session: Session, told: list[Told], names: Names) -> dict[Key, Row]:
    """The day of the series that it was; of two on one day the log alone knows the second."""
    in_series = [one for one in told if one.past.series]
    series_ids = {names.series[fold(one.past.series)].id for one in in_series}
    taken = queries.list_days(session, series_ids) if series_ids else {}
    found: dict[Key, Row] = {}
    for one in in_series:
        series_id = names.series[fold(one.past.series)].id
        day = local_day(one.past.starts_at)
        holder = taken.setdefault((series_id, day), one.gathering_id)
        if holder == one.gathering_id:
            found[(one.gathering_id,)] = {"series_id": series_id, "on_date": day, "trouble": []}
    return found
