"""Rounding off a gathering: the head-count, what we learned, and who was missed.

Only the number is asked for. The rest is offered, and may be written or changed later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.gatherings import attendance_queries, closing, closing_queries, hosting, seats
from community.gatherings.drafts import TOO_LONG, DraftRefused, Problem
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Absent, Gathering, LookBack
from community.outbox.services import owe
from community.texts import UnfitText, clean_text

#: The three lines of a look-back, and how long each may be.
LINES = ("worked", "did_not", "next_time")
LINE_LENGTH = 500

#: "We missed you" is said within this time, or not at all.
MISSED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is told of a gathering once it is over."""

    head_count: int
    estimated: bool = False
    worked: str = ""
    did_not: str = ""
    next_time: str = ""
    absent: Absent | None = None  #: None: as it stands.


def round_off(
    session: Session,
    library_id: int,
    gathering_id: int,
    told: Afterwards,
    *,
    by: Person | None,
    now: datetime,
) -> Gathering:
    """Note all of it; saying the same again changes nothing and mails nobody twice."""
    lines = _tidy(told)
    gathering = closing.close(
        session, library_id, gathering_id, told.head_count, estimated=told.estimated, now=now
    )
    _write_down(session, gathering, lines, told.absent, by, now)
    if told.absent is Absent.NOTE and can_be_missed(gathering, now):
        _owe_notes(session, gathering, now)
    return gathering


def can_be_missed(gathering: Gathering, now: datetime) -> bool:
    """Whether a word to who did not come is still of this week, and of this world."""
    return not gathering.is_sensitive and now < gathering.ends_at + MISSED_WITHIN


def who_was_missed(session: Session, gathering: Gathering) -> list[str]:
    """First names of who did not come. Where nobody was checked in, nobody knows."""
    if not attendance_queries.count_present(session, gathering.library_id, gathering.id):
        return []
    missing = closing_queries.list_missing(session, gathering)
    return [sign_up.person.first_name for sign_up in missing]


def plan_next(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Gathering:
    """The same again, as a draft; who presses twice gets the draft that stands."""
    seats.lock(session, gathering_id, library_id)
    draft = hosting.draft_of_copy(session, library_id, gathering_id, hand)
    stands = closing_queries.find_draft(session, library_id, draft.title, draft.starts_at)
    return stands or hosting.copy(session, library_id, gathering_id, hand)


def _write_down(
    session: Session,
    gathering: Gathering,
    lines: dict[str, str],
    absent: Absent | None,
    by: Person | None,
    now: datetime,
) -> None:
    stands = closing_queries.find_look_back(session, gathering.library_id, gathering.id)
    new = {**lines, "absent": absent or (stands.absent if stands else Absent.NOTHING)}
    if stands is None:
        if not any(lines.values()) and new["absent"] is Absent.NOTHING:
            return
        stands = LookBack(gathering_id=gathering.id, library_id=gathering.library_id)
        session.add(stands)
    elif new == {name: getattr(stands, name) for name in new}:
        return
    for name, value in new.items():
        setattr(stands, name, value)
    stands.written_by_id = by.id if by else None
    stands.written_at = now


def _owe_notes(session: Session, gathering: Gathering, now: datetime) -> None:
    if not attendance_queries.count_present(session, gathering.library_id, gathering.id):
        return
    for sign_up in closing_queries.list_missing(session, gathering):
        if sign_up.person.email is not None:
            owe(
                session,
                "gatherings/missed",
                to=sign_up.person_id,
                key=f"missed:{sign_up.id}",
                library_id=gathering.library_id,
                gathering_id=gathering.id,
                now=now,
                sign_up_id=sign_up.id,
            )


def _tidy(told: Afterwards) -> dict[str, str]:
    found: list[Problem] = []
    lines = {}
    for name in LINES:
        try:
            lines[name] = clean_text(getattr(told, name))
        except UnfitText as unfit:
            found.append(Problem(name, unfit.message, unfit.values))
    found += _too_long(lines)
    if found:
        raise DraftRefused(found)
    return lines


def _too_long(lines: dict[str, str]) -> Iterator[Problem]:
    for name, line in lines.items():
        if len(line) > LINE_LENGTH:
            yield Problem(name, TOO_LONG, {"most": LINE_LENGTH})
