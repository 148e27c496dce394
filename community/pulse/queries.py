"""Codes that are still out, and what the log has of the answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.gatherings.models import Gathering, GatheringStatus
from community.pulse import codes
from community.pulse.models import PulseCode
from community.pulse.outcome import Answers, Outcome, added, nothing, people, together

#: From the start until two days after the end.
AFTER = timedelta(hours=48)


def is_open(gathering: Gathering, now: datetime) -> bool:
    on = gathering.status in {GatheringStatus.PUBLISHED, GatheringStatus.CLOSED}
    in_time = gathering.starts_at <= now < gathering.ends_at + AFTER
    return on and in_time and not gathering.is_sensitive


def find_gathering(session: Session, library_id: int, code: str, *, key: str) -> Gathering | None:
    """What a code that is still out is about."""
    kept = codes.stored(code, library_id, key=key)
    return session.scalars(
        select(Gathering)
        .join(PulseCode, PulseCode.gathering_id == Gathering.id)
        .where(PulseCode.library_id == library_id, PulseCode.code_hash == kept)
        .options(joinedload(Gathering.branch))
    ).one_or_none()


def count_open(session: Session, library_id: int, gathering_id: int) -> int:
    return session.scalars(
        select(func.count())
        .select_from(PulseCode)
        .where(PulseCode.library_id == library_id, PulseCode.gathering_id == gathering_id)
    ).one()


def find_paper(session: Session, library_id: int, gathering_id: int) -> Activity | None:
    """The log's latest row about the paper slips."""
    return session.scalars(
        select(Activity)
        .where(
            Activity.library_id == library_id,
            Activity.gathering_id == gathering_id,
            Activity.verb == Verb.PULSE_COUNTED,
        )
        .order_by(Activity.id.desc())
        .limit(1)
    ).one_or_none()


def outcome(session: Session, gathering: Gathering, *, now: datetime) -> Outcome:
    """What came in by code and on paper."""
    by_code = nothing()
    given = session.scalars(
        select(Activity.details).where(
            Activity.library_id == gathering.library_id,
            Activity.gathering_id == gathering.id,
            Activity.verb == Verb.PULSE_ANSWERED,
        )
    ).all()
    for details in given:
        by_code = added(by_code, details["answers"])
    paper = find_paper(session, gathering.library_id, gathering.id)
    on_paper: Answers = paper.details["answers"] if paper else nothing()
    return Outcome(
        by_code=len(given),
        on_paper=people(on_paper),
        answers=together([by_code, on_paper]),
        head_count=gathering.head_count,
        is_final=now >= gathering.ends_at + AFTER,
    )
