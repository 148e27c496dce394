"""When a change to a gathering is refused, and with which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.bookings import services as bookings
from community.errors import DomainError
from community.gatherings import drafts, naming, room_keeping
from community.gatherings.drafts import (
    DraftRefused,
    GatheringDraft,
    Problem,
    appointment_of,
)
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.naming import Named
from community.words import N_


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, when, and at which address this installation lives."""

    by: Person | None
    base_url: str
    now: datetime


class Overtaken(DomainError):
    """Somebody else saved this gathering after the form was opened."""

    def __init__(self) -> None:
        super().__init__(N_("Somebody else has changed this activity in the meantime."))


class GatheringIsCancelled(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity is cancelled. Copy it to plan it again."))


class GatheringIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity is over. Copy it to plan it again."))


class PeopleCountOnIt(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("People have signed up. Cancel the activity, so that everyone hears about it.")
        )


def refuse_if_wrong(
    session: Session,
    library_id: int,
    draft: GatheringDraft,
    hand: Hand,
    gathering: Gathering | None = None,
) -> Named:
    """Refuse a completed draft in which something is wrong; else say what it names."""
    named = naming.look_up(session, library_id, draft, gathering)
    looking = partial(bookings.in_the_way, session, library_id)
    if found := problems_of(draft, named, looking, gathering, now=hand.now):
        raise DraftRefused(found)
    return named


def problems_of(
    draft: GatheringDraft,
    named: Named,
    looking: room_keeping.Looking,
    gathering: Gathering | None = None,
    *,
    now: datetime,
) -> list[Problem]:
    """All that stands in the way of a new gathering, or of making `gathering` like this.

    Of one or of many: what the draft names was looked up, and `looking` knows what keeps a room.
    """
    return [
        *drafts.problems_of(draft, now=now),
        *_problems_here(draft, named, looking, gathering),
        *(problems_of_change(gathering, draft, now) if gathering else ()),
    ]


def _problems_here(
    draft: GatheringDraft,
    named: Named,
    looking: room_keeping.Looking,
    gathering: Gathering | None,
) -> Iterator[Problem]:
    """Places, themes, hosts and pictures that are not this library's do not exist."""
    not_ours = N_("Choose one from the list.")
    room = named.room
    branch_is_wrong = draft.branch_id is not None and named.branch is None
    room_is_wrong = draft.room_id is not None and (
        room is None or room.branch_id != draft.branch_id
    )
    if branch_is_wrong or room_is_wrong:
        yield Problem("place", not_ours)
    elif room is not None:
        yield from room_keeping.problems_of_room(draft, room, gathering, looking)
    if len(named.themes) != len(draft.theme_ids):
        yield Problem("themes", not_ours)
    if len(named.hosts) != len(draft.host_ids):
        yield Problem("hosts", not_ours)
    if draft.picture_id is not None and not named.has_picture:
        yield Problem("picture", not_ours)


def problems_of_change(
    gathering: Gathering, draft: GatheringDraft, now: datetime
) -> Iterator[Problem]:
    """What stands in the way of making a gathering like this completed draft."""
    if draft.capacity is not None and draft.capacity < gathering.taken:
        yield Problem(
            "capacity",
            N_("%(taken)s seats are already taken. Choose at least that number."),
            {"taken": gathering.taken},
        )
    if gathering.status is GatheringStatus.DRAFT:
        return
    was = appointment_of(gathering)
    if draft.appointment != was and gathering.is_over(now):
        yield Problem("starts_at", N_("This activity is over. Copy it to plan it again."))
    elif draft.starts_at != was.starts_at and draft.starts_at <= now:
        yield Problem("starts_at", N_("This is in the past. Choose a date that is still to come."))
    if draft.mode in drafts.WITH_PLACE and draft.branch_id is None and not draft.address:
        yield Problem("place", N_("Say where it is: people want to know where to go."))


def reason_of(typed: str) -> str:
    reason = drafts.one_line(typed, "reason", most=300)
    if not reason:
        raise DraftRefused([Problem("reason", N_("Say why, so that people understand."))])
    return reason
