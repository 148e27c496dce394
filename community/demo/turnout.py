"""Who signs up for what, who waits, and who was there in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from community.demo.planning import Planned
from community.demo.rows import Row, secret
from community.gatherings.models import LARGEST_PARTY, GatheringStatus, SignUpStatus

#: Parties of one, two and three, as they come to a library.
PARTIES = ((1, 2, 3), (90, 8, 2))


@dataclass(slots=True)
class Turnout:
    """The sign-ups of one gathering; the counters follow from them."""

    sign_ups: list[Row] = field(default_factory=list)
    taken: int = 0
    waiting: int = 0

    @property
    def next_queue_no(self) -> int:
        return len(self.sign_ups) + 1


def sign_people_up(
    planned: Planned, people: Sequence[int], questions: Sequence[str], chance: Random, now: datetime
) -> Turnout:
    """As many parties as want to come, in order of arrival: seats first, then the waiting list."""
    turnout = Turnout()
    row = planned.row
    open_from, until = row["published_at"], min(now, row["starts_at"])
    parties = min(planned.wanted, len(people) * 9 // 10)  # Somebody always stays at home.
    moments = sorted(open_from + (until - open_from) * chance.random() for _ in range(parties))
    for moment, person in zip(moments, chance.sample(people, len(moments)), strict=True):
        size = chance.choices(*PARTIES)[0]
        turnout.sign_ups.append(_sign_up(turnout, row, person, size, moment, questions, chance))
    return turnout


def _sign_up(
    turnout: Turnout,
    row: Row,
    person: int,
    size: int,
    moment: datetime,
    questions: Sequence[str],
    chance: Random,
) -> Row:
    queue_no = turnout.next_queue_no
    capacity = row["capacity"]
    left = chance.random() < 0.05
    fits = capacity is None or (turnout.taken + size <= capacity and not turnout.waiting)
    if left:
        status = SignUpStatus.CANCELLED
    elif fits:
        status = SignUpStatus.CONFIRMED
        turnout.taken += size
    else:
        status = SignUpStatus.WAITING
        turnout.waiting += 1
    return {
        "library_id": row["library_id"],
        "person_id": person,
        "status": status,
        "has_seat": status is SignUpStatus.CONFIRMED,
        "party_size": min(size, LARGEST_PARTY),
        "queue_no": queue_no,
        "held_until": None,
        "question": chance.choice(questions) if chance.random() < 0.15 else "",
        "may_invite": chance.random() < 0.4,
        "made_at_desk": chance.random() < 0.2,
        "salt": secret(chance),
        "sequence": 1 if left else 0,
        "created_at": moment,
        "confirmed_at": moment,
        "cancelled_at": moment if left else None,
    }


def closes(row: Row, now: datetime) -> bool:
    """Whether the librarian has closed it: all but those of the last days."""
    return bool(
        row["status"] is GatheringStatus.PUBLISHED and row["ends_at"] < now - timedelta(days=4)
    )


def who_was_there(turnout: Turnout, chance: Random) -> list[Row]:
    """Of those with a seat, nearly nine in ten."""
    return [
        sign_up
        for sign_up in turnout.sign_ups
        if sign_up["status"] is SignUpStatus.CONFIRMED and chance.random() < 0.88
    ]
