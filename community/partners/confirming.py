"""What a partner answers, when that counts, and what a librarian does with a correction.

An answer counts from an address on the partner's own domain, or once a librarian approves it with
a reason. Only what counts enters the log and confirms anything. Every change takes the partner's
row first; an answer that was given stays as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.partners import besides, joining, list_queries, queries
from community.partners.joining import Brought
from community.partners.models import (
    Answer,
    LineKind,
    PartnerGoal,
    Partnership,
    QuarterLine,
    QuarterList,
    Settlement,
)
from community.partners.periods import quarter_of
from community.words import N_


class LinkHasExpired(DomainError):
    status = 410

    def __init__(self) -> None:
        super().__init__(
            N_("This link no longer works. E-mail or call us, and we will send a new one.")
        )


class NothingToDecide(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is no question here that waits for your answer."))


class NoReason(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Say in a sentence why."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """How it was according to the partner."""

    was_there: bool = True
    minutes: int = 0
    room: bool = False
    cents: int = 0
    remark: str = ""


# ─── the partner ───


def confirm_all(session: Session, library_id: int, list_id: int, *, now: datetime) -> QuarterList:
    """Everything that has no answer yet is as it stands. Doing so twice changes nothing."""
    asked = _asked(session, library_id, list_id, now)
    for line in asked.open_lines:
        _answer(session, asked, line, Answer.CONFIRMED, now)
    return asked


def correct(
    session: Session,
    library_id: int,
    list_id: int,
    line_id: int,
    correction: Correction,
    *,
    now: datetime,
) -> QuarterLine:
    """One line is otherwise. A correction that says the same is a confirmation."""
    asked = _asked(session, library_id, list_id, now)
    line = list_queries.line_of(asked, line_id)
    if line.answer is not None:
        return line
    if line.kind is LineKind.GATHERING and correction == Correction(
        minutes=line.minutes, room=line.room, cents=line.cents
    ):
        _answer(session, asked, line, Answer.CONFIRMED, now)
        return line
    there = correction.was_there
    line.was_there, line.remark = there, correction.remark
    line.their_minutes = correction.minutes if there else 0
    line.their_room = correction.room and there
    line.their_cents = correction.cents if there else 0
    _answer(session, asked, line, Answer.CORRECTED, now)
    return line


def _asked(session: Session, library_id: int, list_id: int, now: datetime) -> QuarterList:
    asked = list_queries.lock(session, library_id, list_id)
    if asked.has_expired(now) and asked.open_lines:
        raise LinkHasExpired
    return asked


def _answer(
    session: Session, asked: QuarterList, line: QuarterLine, answer: Answer, now: datetime
) -> None:
    line.answer, line.answered_at = answer, now
    asked.answered_at = asked.answered_at or now
    if asked.counts:
        _count(session, asked, line, now)


# ─── the librarian ───


def approve(
    session: Session, library_id: int, list_id: int, reason: str, *, by_id: int, now: datetime
) -> QuarterList:
    """The answers count, though they came from another address, because of this."""
    asked = _to_decide(session, library_id, list_id, reason)
    if asked is None:
        return list_queries.get(session, library_id, list_id)
    asked.approved_at, asked.decided_by_id, asked.reason = now, by_id, reason
    for line in asked.lines:
        if line.answer is not None:
            _count(session, asked, line, now)
    return asked


def refuse(
    session: Session, library_id: int, list_id: int, reason: str, *, by_id: int, now: datetime
) -> QuarterList:
    """The answers do not count, because of this. Nothing is confirmed by them."""
    asked = _to_decide(session, library_id, list_id, reason)
    if asked is None:
        return list_queries.get(session, library_id, list_id)
    asked.refused_at, asked.decided_by_id, asked.reason = now, by_id, reason
    return asked


def _to_decide(session: Session, library_id: int, list_id: int, reason: str) -> QuarterList | None:
    """The list, locked; None when it has been decided already."""
    if not reason:
        raise NoReason
    asked = list_queries.lock(session, library_id, list_id)
    if asked.approved_at or asked.refused_at:
        return None
    if not asked.waits:
        raise NothingToDecide
    return asked


def settle(
    session: Session,
    library_id: int,
    list_id: int,
    line_id: int,
    settlement: Settlement,
    *,
    now: datetime,
) -> QuarterLine:
    """Take over what the partner says, which confirms it; or leave it as we had it."""
    asked = list_queries.lock(session, library_id, list_id)
    line = list_queries.line_of(asked, line_id)
    if line.settled_at is not None:
        return line
    if line.answer is not Answer.CORRECTED or not asked.counts:
        raise NothingToDecide
    line.settlement, line.settled_at = settlement, now
    if settlement is Settlement.TAKEN_OVER and line.gathering_id is not None:
        _take_over(session, asked, line, line.gathering_id, now)
    return line


def _take_over(
    session: Session, asked: QuarterList, line: QuarterLine, gathering_id: int, now: datetime
) -> None:
    partner_id = asked.partner_id
    if not line.was_there:
        joining.leave(session, line.library_id, gathering_id, partner_id, now=now)
        return
    stands = queries.find_at(session, line.library_id, gathering_id, partner_id)
    brought = Brought(
        minutes=line.their_minutes,
        room=line.their_room,
        cents=line.their_cents,
        part=stands.part if stands else "",
    )
    row = joining.join(session, line.library_id, gathering_id, partner_id, brought, now=now)
    row.confirmed_at = row.listed_at = now
    _log(session, Verb.PARTNER_CONFIRMED, asked, line, theirs=True, now=now)


# ─── what counts ───


def _count(session: Session, asked: QuarterList, line: QuarterLine, now: datetime) -> None:
    """Into the log, once; and what was confirmed is confirmed, if it still is what was asked."""
    if line.counted_at is not None:
        return
    line.counted_at = now
    if line.answer is Answer.CORRECTED:
        line.activity_id = _log(session, Verb.PARTNER_DISPUTED, asked, line, theirs=True, now=now)
        return
    line.activity_id = _log(session, Verb.PARTNER_CONFIRMED, asked, line, theirs=False, now=now)
    if line.gathering_id is not None:
        stands = queries.find_at(session, line.library_id, line.gathering_id, asked.partner_id)
        if stands is not None and _is_as_asked(stands, line):
            stands.confirmed_at = now
        besides.counted(session, asked, line, now)
    if line.goal_id is not None:
        _confirm_goal(session.get_one(PartnerGoal, line.goal_id), line, now)


def _is_as_asked(stands: Partnership, line: QuarterLine) -> bool:
    return (stands.minutes, stands.room, stands.cents) == (line.minutes, line.room, line.cents)


def _confirm_goal(goal: PartnerGoal, line: QuarterLine, now: datetime) -> None:
    if line.kind is LineKind.GOAL:
        goal.confirmed_at = now
    elif goal.look_back == line.text:
        goal.look_back_confirmed_at = now


def _log(
    session: Session,
    verb: Verb,
    asked: QuarterList,
    line: QuarterLine,
    *,
    theirs: bool,
    now: datetime,
) -> int:
    """A row of the log: which line of which quarter's list, the amounts, and by which proof."""
    said = (
        Brought(minutes=line.their_minutes, room=line.their_room, cents=line.their_cents)
        if theirs
        else Brought(minutes=line.minutes, room=line.room, cents=line.cents)
    )
    return activity.record(
        session,
        verb,
        library_id=asked.library_id,
        gathering_id=line.gathering_id,
        partner_id=asked.partner_id,
        corrects_id=line.activity_id if verb is Verb.PARTNER_CONFIRMED else None,
        details={
            "what": line.kind,
            "goal_id": line.goal_id,
            "was_there": line.was_there,
            **joining.in_the_log(said),
            "quarter": str(quarter_of(asked.first_day)),
            "proof": "own address" if asked.is_own else "approved",
        },
        now=now,
    )
