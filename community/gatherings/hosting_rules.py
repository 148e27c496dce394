"""When a change to a gathering is refused, and with which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import DomainError
from community.gatherings import drafts, hosting_queries, room_keeping
from community.gatherings.drafts import (
    DraftRefused,
    GatheringDraft,
    Problem,
    appointment_of,
)
from community.gatherings.models import Gathering, GatheringStatus
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
            N_("People have signed up. Cancel the activity, so that everybody hears of it.")
        )


def refuse_if_wrong(
    session: Session,
    library_id: int,
    draft: GatheringDraft,
    hand: Hand,
    gathering: Gathering | None = None,
) -> None:
    found = [
        *drafts.problems_of(draft, now=hand.now),
        *_problems_here(session, library_id, draft, gathering),
        *(problems_of_change(gathering, draft, hand.now) if gathering else ()),
    ]
    if found:
        raise DraftRefused(found)


def _problems_here(
    session: Session, library_id: int, draft: GatheringDraft, gathering: Gathering | None
) -> Iterator[Problem]:
    """Places, themes, hosts and pictures that are not this library's do not exist."""
    not_ours = N_("Choose one from the list.")
    branch = hosting_queries.find_branch(session, library_id, draft.branch_id)
    room = hosting_queries.find_room(session, library_id, draft.room_id)
    branch_is_wrong = draft.branch_id is not None and branch is None
    room_is_wrong = draft.room_id is not None and (
        room is None or room.branch_id != draft.branch_id
    )
    if branch_is_wrong or room_is_wrong:
        yield Problem("place", not_ours)
    elif room is not None:
        yield from room_keeping.problems_of_room(session, library_id, draft, room, gathering)
    if len(hosting_queries.list_themes(session, draft.theme_ids)) != len(draft.theme_ids):
        yield Problem("themes", not_ours)
    possible = hosting_queries.list_possible_hosts(session, library_id, gathering)
    if not draft.host_ids <= {person.id for person in possible}:
        yield Problem("hosts", not_ours)
    if draft.picture_id is not None and not hosting_queries.find_picture(
        session, library_id, draft.picture_id
    ):
        yield Problem("picture", not_ours)


def problems_of_change(
    gathering: Gathering, draft: GatheringDraft, now: datetime
) -> Iterator[Problem]:
    """What stands in the way of making a gathering like this completed draft."""
    if draft.capacity is not None and draft.capacity < gathering.taken:
        yield Problem(
            "capacity",
            N_("%(taken)s seats are taken already. Choose at least that number."),
            {"taken": gathering.taken},
        )
    if gathering.status is GatheringStatus.DRAFT:
        return
    was = appointment_of(gathering)
    if draft.appointment != was and gathering.is_over(now):
        yield Problem("starts_at", N_("This activity is over. Copy it to plan it again."))
    elif draft.starts_at != was.starts_at and draft.starts_at <= now:
        yield Problem("starts_at", N_("This lies in the past. Choose a date to come."))
    if draft.mode in drafts.WITH_PLACE and draft.branch_id is None and not draft.address:
        yield Problem("place", N_("Say where it is: people want to know where to go."))


def reason_of(typed: str) -> str:
    reason = drafts.one_line(typed, "reason", most=300)
    if not reason:
        raise DraftRefused([Problem("reason", N_("Say why, so that people understand."))])
    return reason
