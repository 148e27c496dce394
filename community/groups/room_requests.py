"""A group asks for a room; the library grants it, which books it, or says why not.

Whoever answers holds the request's row, then the room's: of two librarians who say yes at once,
one books, and the other finds it done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.bookings import services as bookings
from community.bookings.models import Purpose
from community.bookings.services import Wish
from community.errors import DomainError, NotFound
from community.gatherings import hosting
from community.gatherings.drafts import GatheringDraft
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Initiator, Kind
from community.gatherings.models import Gathering
from community.groups import queries, room_queries, services
from community.groups.models import Group, RequestState, RoomRequest
from community.outbox.services import owe
from community.words import N_

#: Nobody plans further ahead, and a typing mistake in the year is further.
FARTHEST = timedelta(days=400)
LONGEST = timedelta(hours=14)
#: What a group's gathering is when it never had one: people walk in and meet.
USUAL = Kind.DROP_IN


class WrongTime(DomainError):
    """Not to be asked for: the words stand beside the date."""

    status = 422


class AnsweredAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("This request has been answered or withdrawn in the meantime. Check again.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a group asks."""

    branch_id: int
    starts_at: datetime
    ends_at: datetime
    people: int
    what: str
    room_id: int | None = None
    in_agenda: bool = False


def ask(
    session: Session, library_id: int, group_id: int, by_id: int, asked: Asked, *, now: datetime
) -> RoomRequest:
    """Ask for a room. The same question twice is one question."""
    queries.lock(session, library_id, group_id)
    if not room_queries.has_branch(session, library_id, asked.branch_id, asked.room_id):
        raise NotFound
    check_time(asked.starts_at, asked.ends_at, now=now)
    stands = room_queries.find_asked(session, group_id, asked.starts_at)
    if stands is not None:
        return stands
    request = RoomRequest(
        library_id=library_id,
        group_id=group_id,
        asked_by_id=by_id,
        branch_id=asked.branch_id,
        room_id=asked.room_id,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        people=asked.people,
        what=asked.what,
        in_agenda=asked.in_agenda,
        asked_at=now,
    )
    session.add(request)
    session.flush()
    return request


def withdraw(
    session: Session, library_id: int, group_id: int, request_id: int, *, now: datetime
) -> RoomRequest:
    """Not needed after all. A room that was given already is given back; a gathering is not
    called off by this: people may count on it."""
    request = room_queries.lock(session, library_id, request_id)
    if request.group_id != group_id:
        raise NotFound
    if request.state is RequestState.GRANTED and request.booking_id is not None:
        booking_id, request.booking_id = request.booking_id, None
        request.state, request.answered_at = RequestState.WITHDRAWN, now
        session.flush()
        bookings.release_by_hand(session, library_id, booking_id)
    elif request.state is RequestState.ASKED:
        request.state, request.answered_at = RequestState.WITHDRAWN, now
    elif request.state is not RequestState.WITHDRAWN:
        raise AnsweredAlready
    return request


def grant(
    session: Session, library_id: int, request_id: int, room_id: int, answer: str, hand: Hand
) -> RoomRequest:
    """Give this room: booked at once, and a draft at the desk when it is for the agenda.

    Refused when the room is taken then. Granting what is granted changes nothing.
    """
    request = room_queries.lock(session, library_id, request_id)
    if request.state is RequestState.GRANTED:
        return request
    if request.state is not RequestState.ASKED:
        raise AnsweredAlready
    if not room_queries.has_branch(session, library_id, request.branch_id, room_id):
        raise NotFound
    group = queries.get(session, library_id, request.group_id)
    if request.in_agenda:
        request.gathering_id = _draft(session, group, request, room_id, hand).id
    else:
        request.booking_id = bookings.book(
            session,
            library_id,
            Wish(room_id=room_id, starts_at=request.starts_at, ends_at=request.ends_at),
            purpose=Purpose.GROUP,
            what="" if group.is_sensitive else group.name,
            now=hand.now,
        ).id
    request.room_id = room_id
    _answered(session, request, RequestState.GRANTED, answer, hand)
    return request


def decline(
    session: Session, library_id: int, request_id: int, answer: str, hand: Hand
) -> RoomRequest:
    """Say no, and why."""
    request = room_queries.lock(session, library_id, request_id)
    if request.state is RequestState.DECLINED:
        return request
    if request.state is not RequestState.ASKED:
        raise AnsweredAlready
    _answered(session, request, RequestState.DECLINED, answer, hand)
    return request


def start(
    session: Session, library_id: int, group_id: int, draft: GatheringDraft, hand: Hand
) -> Gathering:
    """A gathering that a group begins: a draft at the desk, which the library looks at first.

    The same one proposed twice is one gathering.
    """
    group = queries.lock(session, library_id, group_id)
    stands = queries.find_same(session, group, draft.title, draft.starts_at)
    if stands is not None:
        return stands
    gathering = hosting.create(session, library_id, draft, hand)
    services.link(session, group, gathering)
    return gathering


def usual_kind(session: Session, group: Group) -> Kind:
    """What this group's gatherings are, going by the last one."""
    last = queries.find_last_gathering(session, group)
    return last.kind if last else USUAL


def check_time(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    if starts_at <= now:
        raise WrongTime(N_("This is in the past. Choose a date that is still to come."))
    if starts_at > now + FARTHEST:
        raise WrongTime(N_("Check the year: that is very far away."))
    if ends_at <= starts_at or ends_at > starts_at + LONGEST:
        raise WrongTime(N_("Check both times: it ends on the same day, after it begins."))


def _draft(
    session: Session, group: Group, request: RoomRequest, room_id: int, hand: Hand
) -> Gathering:
    return start(
        session,
        group.library_id,
        group.id,
        GatheringDraft(
            kind=usual_kind(session, group),
            title=request.what,
            summary="" if group.is_sensitive else group.summary,
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            branch_id=request.branch_id,
            room_id=room_id,
            language=group.language,
            theme_ids=frozenset(theme.id for theme in group.themes),
            is_sensitive=group.is_sensitive,
            initiator=Initiator.GROUP,
        ),
        hand,
    )


def _answered(
    session: Session, request: RoomRequest, state: RequestState, answer: str, hand: Hand
) -> None:
    request.state, request.answer = state, answer
    request.answered_at, request.answered_by_id = hand.now, hand.by.id if hand.by else None
    session.flush()
    if request.asked_by_id is None:
        return
    owe(
        session,
        f"groups/room_{state.value}",
        to=request.asked_by_id,
        key=f"room_request:{request.id}:{request.asked_at:%Y%m%d%H%M%S}:{state.value}",
        library_id=request.library_id,
        gathering_id=request.gathering_id,
        now=hand.now,
        request_id=request.id,
    )
