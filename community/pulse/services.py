"""The exit pulse: codes that are nobody's, one answer each, and counts from paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.clock import local_day, start_of_day
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries, seats
from community.gatherings.attendance import DidNotTakePlace, OnlyHeadsAreCounted
from community.gatherings.models import Gathering, GatheringStatus
from community.pulse import codes, queries
from community.pulse.models import PulseCode
from community.pulse.outcome import SCALE, STATEMENTS, Answers, nothing, people
from community.words import N_

#: As many slips as a librarian prints in one go, and as many as may be out at one gathering.
MOST_AT_ONCE, MOST_OUT = 200, 1_000


class CodeIsSpent(NotFound):
    """Used, run out, or never was: which of them, nobody can tell any more."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This code does not work, or no longer works. Did you just use it? Then we have "
                "your answer: thank you."
            )
        )  # fmt: skip


class NothingSaid(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose an answer to at least one of them."))


class PulseIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Answers close two days after an activity."))


class TooManySlips(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("There are already %(most)s slips in circulation. Use those first."), most=MOST_OUT
        )


def make_codes(
    session: Session,
    library_id: int,
    gathering_id: int,
    number: int,
    *,
    key: str,
    now: datetime,
) -> list[str]:
    """New codes to give out. They are told this once: only what they come to is kept."""
    gathering = seats.lock(session, gathering_id, library_id)
    _refuse_unless_held(gathering)
    if now >= gathering.ends_at + queries.AFTER:
        raise PulseIsOver
    if not 1 <= number <= MOST_AT_ONCE:
        raise ValueError(f"{number} slips")
    if queries.count_open(session, library_id, gathering_id) + number > MOST_OUT:
        raise TooManySlips
    fresh = codes.new_codes(number)
    kept = sorted(codes.stored(code, library_id, key=key) for code in fresh)
    session.execute(
        insert(PulseCode),
        [{"library_id": library_id, "code_hash": each, "gathering_id": gathering_id}
         for each in kept],
    )  # fmt: skip
    return fresh


def answer(
    session: Session,
    library_id: int,
    code: str,
    answers: Sequence[int | None],
    *,
    key: str,
    now: datetime,
) -> None:
    """One answer for one code. The code goes; what stays of the moment is the day."""
    given = list(answers)
    if len(given) != STATEMENTS or any(one is not None and one not in SCALE for one in given):
        raise ValueError("no such answer")
    if not any(given):
        raise NothingSaid
    # Lock, check and use in one: of two who have the same slip, one is first.
    used = session.scalars(
        delete(PulseCode)
        .where(
            PulseCode.library_id == library_id,
            PulseCode.code_hash == codes.stored(code, library_id, key=key),
        )
        .returning(PulseCode.gathering_id)
    ).one_or_none()
    if used is None:
        raise CodeIsSpent
    gathering = hosting_queries.get(session, library_id, used)
    if not queries.is_open(gathering, now):
        raise CodeIsSpent
    activity.record(
        session,
        Verb.PULSE_ANSWERED,
        library_id=library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        details={"answers": given},
        now=start_of_day(local_day(now)),
    )


def count_paper(
    session: Session, library_id: int, gathering_id: int, answers: Answers, *, now: datetime
) -> None:
    """Note what the paper slips come to, instead of what was noted before."""
    gathering = seats.lock(session, gathering_id, library_id)
    _refuse_unless_held(gathering)
    if [len(row) for row in answers] != [len(SCALE)] * STATEMENTS or min(map(min, answers)) < 0:
        raise ValueError("no such counts")
    stands = queries.find_paper(session, library_id, gathering_id)
    if answers == (stands.details["answers"] if stands else nothing()):
        return
    activity.record(
        session,
        Verb.PULSE_COUNTED,
        library_id=library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        quantity=people(answers),
        corrects_id=stands.id if stands else None,
        happened_at=gathering.ends_at,
        details={"answers": answers},
        now=now,
    )


def _refuse_unless_held(gathering: Gathering) -> None:
    if gathering.is_sensitive:
        raise OnlyHeadsAreCounted
    if gathering.status in {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}:
        raise DidNotTakePlace
