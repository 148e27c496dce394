"""Bringing in who live around a library: looked at first, replaced as a whole, and put back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.areas import queries
from community.areas.area import Area
from community.areas.models import Stage, WorkingArea
from community.libraries import queries as libraries


def hand_in(
    session: Session, library_id: int, area: Area, name: str, *, by_id: int | None, now: datetime
) -> WorkingArea:
    """Keep it to be looked at; what waited before is forgotten."""
    libraries.take_turn(session, library_id)
    _forget(session, library_id, Stage.CHECKED)
    handed = WorkingArea(
        library_id=library_id,
        stage=Stage.CHECKED,
        name=name[:200],
        handed_in_at=now,
        handed_in_by_id=by_id,
    )
    handed.area = area
    session.add(handed)
    session.flush()
    return handed


def take_over(session: Session, library_id: int) -> bool:
    """What waits counts from now on, what counted is kept until the next; whether any waited."""
    libraries.take_turn(session, library_id)
    waiting = queries.find(session, library_id, Stage.CHECKED)
    if waiting is None:
        return False
    _forget(session, library_id, Stage.PREVIOUS)
    if standing := queries.find(session, library_id, Stage.STANDING):
        _move(session, standing, Stage.PREVIOUS)
    _move(session, waiting, Stage.STANDING)
    return True


def throw_away(session: Session, library_id: int) -> None:
    """What waits is forgotten; nothing else changes."""
    libraries.take_turn(session, library_id)
    _forget(session, library_id, Stage.CHECKED)


def put_back(session: Session, library_id: int, handed_in_at: datetime | None) -> None:
    """The list before counts again, or the fictional one; doing so once more undoes this.

    `handed_in_at`: of the list before, so that pressing twice puts back once.
    """
    libraries.take_turn(session, library_id)
    standing = queries.find(session, library_id, Stage.STANDING)
    previous = queries.find(session, library_id, Stage.PREVIOUS)
    if (previous.handed_in_at if previous else None) != handed_in_at:
        return
    if standing and previous:
        _exchange(standing, previous)
    elif standing:
        _move(session, standing, Stage.PREVIOUS)
    elif previous:
        _move(session, previous, Stage.STANDING)


def _forget(session: Session, library_id: int, stage: Stage) -> None:
    if row := queries.find(session, library_id, stage):
        session.delete(row)
        session.flush()


def _move(session: Session, row: WorkingArea, stage: Stage) -> None:
    row.stage = stage
    session.flush()


def _exchange(one: WorkingArea, other: WorkingArea) -> None:
    """A library has one at each stage at any moment, so what they say changes places."""
    for name in ("name", "handed_in_at", "handed_in_by_id", "contents"):
        kept = getattr(one, name)
        setattr(one, name, getattr(other, name))
        setattr(other, name, kept)
