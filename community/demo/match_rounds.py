"""Two match rounds: one in which people choose now, and one that was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership
from community.clock import from_local, local_day
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.match_rounds import planning
from community.match_rounds.making import SEEDS
from community.match_rounds.models import (
    Choice,
    MatchRound,
    Participant,
    Population,
    RoundGathering,
)

_DAYS_OPEN = 9
#: What can be chosen now: small enough that not everybody fits.
_CHOOSABLE, _LARGEST = 3, 16
#: More of which sign-up has still to open, for a librarian who begins a round herself.
_FREE = 3
#: Of those who are asked, how many answered, and how many of those would rather not.
_ANSWER, _DECLINE, _SURPRISE = 0.35, 0.08, 0.15
_PUBLISHED, _SEATED, _LEFT_OUT = 2, 6, 3


def add_match_rounds(
    session: Session, library_id: int, slug: str, librarian: int, *, now: datetime
) -> None:
    chance = Random(f"matchrondes van {slug}")  # noqa: S311 (a town, not a secret)
    coming = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > now + timedelta(days=14),
            Gathering.capacity <= _LARGEST,
            Gathering.is_sensitive.is_(False),
            Gathering.waiting == 0,
        )
        .order_by(Gathering.starts_at, Gathering.id)
    ).all()
    untouched = [
        each
        for each in coming
        if not each.taken and each.starts_at > now + timedelta(days=_DAYS_OPEN + 21)
    ]
    asked = session.scalars(
        select(Membership.person_id)
        .where(Membership.library_id == library_id, Membership.may_invite_since.is_not(None))
        .order_by(Membership.person_id)
    ).all()
    if len(untouched) >= _CHOOSABLE:
        made = _round(session, library_id, "Winteravonden", librarian, chance, now)
        _let_choose(session, made, untouched[:_CHOOSABLE], asked, chance, now)
        for each in untouched[_CHOOSABLE : _CHOOSABLE + _FREE]:
            each.sign_up_opens_at = made.closes_at + timedelta(days=7)
    _publish(session, library_id, coming, asked, librarian, chance, now)
    session.flush()


def _round(
    session: Session, library_id: int, name: str, librarian: int, chance: Random, now: datetime
) -> MatchRound:
    made = MatchRound(
        library_id=library_id,
        name=name,
        closes_at=from_local(local_day(now) + timedelta(days=_DAYS_OPEN), time(18)),
        population=Population.EVERYBODY,
        seed=chance.randrange(SEEDS),
        made_by_id=librarian,
        made_at=now - timedelta(days=5),
    )
    session.add(made)
    session.flush()
    return made


def _let_choose(
    session: Session,
    made: MatchRound,
    gatherings: Sequence[Gathering],
    asked: Sequence[int],
    chance: Random,
    now: datetime,
) -> None:
    for each in gatherings:
        each.sign_up_opens_at = made.closes_at + timedelta(days=7)
        _add_to(session, made, each)
    for person_id in asked:
        participant = _asked(session, made, person_id)
        if chance.random() > _ANSWER:
            continue
        participant.answered_at = now - timedelta(hours=chance.randrange(1, 100))
        participant.declines = chance.random() < _DECLINE
        if participant.declines:
            continue
        participant.surprise = chance.random() < _SURPRISE
        wanted = chance.sample(list(gatherings), k=chance.randint(1, len(gatherings)))
        _choose(session, participant, [each.id for each in wanted])


def _publish(
    session: Session,
    library_id: int,
    coming: Sequence[Gathering],
    asked: Sequence[int],
    librarian: int,
    chance: Random,
    now: datetime,
) -> None:
    """Of this plan the seats are taken: its people are signed up where they were placed."""
    chosen = sorted(coming, key=lambda each: (-each.taken, each.starts_at, each.id))[:_PUBLISHED]
    entries: dict[int, list[int]] = {
        each.id: list(
            session.scalars(
                select(SignUp.person_id)
                .where(SignUp.gathering_id == each.id, SignUp.status == SignUpStatus.CONFIRMED)
                .order_by(SignUp.id)
                .limit(_SEATED)
            )
        )
        for each in chosen
    }
    if not any(entries.values()):
        return  # A small town in which nobody has signed up for anything yet.
    made = _round(session, library_id, "Samen aan tafel", librarian, chance, now)
    made.made_at, made.closes_at = now - timedelta(days=30), made.closes_at - timedelta(days=25)
    seated: set[int] = set()
    rows: list[Participant] = []
    for each in chosen:
        _add_to(session, made, each)
        for person_id in entries[each.id]:
            if person_id in seated:
                continue
            seated.add(person_id)
            participant = _asked(session, made, person_id, gathering_id=each.id)
            other = [one.id for one in chosen if one is not each]
            first = chance.random() < 0.7
            _choose(session, participant, [each.id, *other] if first else [*other, each.id])
            rows.append(participant)
    free = [person_id for person_id in asked if person_id not in seated]
    for person_id in free[:_LEFT_OUT]:
        participant = _asked(session, made, person_id)
        _choose(session, participant, [each.id for each in chosen])
        rows.append(participant)
    for participant in rows:
        participant.answered_at = now - timedelta(days=20)
    session.flush()
    made.plan = _plan(session, made, chosen, rows, now)
    made.published_at = now - timedelta(days=15)


def _plan(
    session: Session,
    made: MatchRound,
    chosen: Sequence[Gathering],
    rows: Sequence[Participant],
    now: datetime,
) -> dict[str, object]:
    """As the engine would have found it: every seat that was free is taken."""
    problem = planning.problem_of(session, made, now=now)
    for each in problem["conversations"]:
        each["capacity"] = sum(str(row.gathering_id) == each["id"] for row in rows)
    ids = {str(each.id) for each in chosen}
    problem["conversations"] = [each for each in problem["conversations"] if each["id"] in ids]
    return {"made_at": now.isoformat(), "proven": True, "closed": [], "problem": problem}


def _add_to(session: Session, made: MatchRound, gathering: Gathering) -> None:
    session.add(
        RoundGathering(library_id=made.library_id, round_id=made.id, gathering_id=gathering.id)
    )


def _asked(
    session: Session, made: MatchRound, person_id: int, *, gathering_id: int | None = None
) -> Participant:
    participant = Participant(
        library_id=made.library_id,
        round_id=made.id,
        person_id=person_id,
        gathering_id=gathering_id,
    )
    session.add(participant)
    session.flush()
    return participant


def _choose(session: Session, participant: Participant, wishes: Sequence[int]) -> None:
    session.add_all(
        Choice(
            library_id=participant.library_id,
            participant_id=participant.id,
            gathering_id=gathering_id,
            position=position,
        )
        for position, gathering_id in enumerate(wishes, start=1)
    )
