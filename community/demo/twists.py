"""What makes a year look lived in: one is off, one is moved, one is full, a few are drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from community.clock import local
from community.demo.planning import Planned
from community.demo.turnout import Turnout
from community.gatherings.models import GatheringStatus, SignUpStatus


def tell_apart(planned: Sequence[Planned], now: datetime) -> None:
    """What happens in every agenda: one is off, one is moved, one is full, a few are drafts."""
    coming = [one for one in planned if one.row["starts_at"] > now + timedelta(days=1)]
    for draft in coming[-4:]:
        draft.row.update(status=GatheringStatus.DRAFT, published_at=None)
        draft.wanted = 0
    with_seats = [one for one in coming[:-4] if one.row["capacity"] and not one.row["is_sensitive"]]
    if len(with_seats) > 4:  # A small town may have too few to spare one.
        _call_off(with_seats[4], now)
        _move(with_seats[2], now)
    for popular in [one for one in with_seats[5:] if one.wanted][:1]:
        _overbook(popular)
    for one in planned[5::40]:
        if one.row["ends_at"] < now:
            _call_off(one, one.row["starts_at"] - timedelta(days=2))


def _overbook(one: Planned) -> None:
    """More people want to come than there are seats: whatever the hour, one list is waiting."""
    one.wanted = max(one.wanted, one.row["capacity"] * 3 // 2)


def _call_off(one: Planned, when: datetime) -> None:
    one.row.update(
        status=GatheringStatus.CANCELLED,
        cancelled_at=when,
        revised_at=when,
        sequence=1,
        cancel_reason="Onze gastvrouw is ziek. We zoeken een nieuwe datum.",
    )


def _move(one: Planned, now: datetime) -> None:
    starts_at = one.row["starts_at"]
    later = timedelta(hours=1)
    one.row.update(
        moved_from=starts_at - later if local(starts_at).hour > 12 else starts_at + later,
        revised_at=now - timedelta(days=1),
        sequence=1,
    )


def fill_up(planned: Sequence[Planned], target: int) -> None:
    """Spread what lacks over the gatherings that take sign-ups, so that a city has its crowd."""
    open_to_sign_up = [one for one in planned if one.wanted]
    wanted = sum(one.wanted for one in open_to_sign_up)
    for one in open_to_sign_up:
        one.wanted = one.wanted * target // wanted
    for one in open_to_sign_up[: target - sum(one.wanted for one in open_to_sign_up)]:
        one.wanted += 1


def welcome(
    person: int | None, planned: Sequence[Planned], turnouts: Sequence[Turnout], now: datetime
) -> None:
    """Let the demo resident have something to look forward to, and one place on a waiting list."""
    if person is None:
        return
    coming = [
        (one, there)
        for one, there in zip(planned, turnouts, strict=True)
        if one.row["starts_at"] > now and one.row["status"] is GatheringStatus.PUBLISHED
    ]
    full = [there for _, there in coming if there.waiting]
    roomy = [there for _, there in coming if there.taken and not there.waiting]
    for there, wish in ((full[:1], SignUpStatus.WAITING), (roomy[:3], SignUpStatus.CONFIRMED)):
        for one in there:
            if any(sign_up["person_id"] == person for sign_up in one.sign_ups):
                continue
            theirs = next(row for row in one.sign_ups if row["status"] is wish)
            theirs["person_id"] = person
