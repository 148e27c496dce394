"""Making a gathering, and everything a librarian does to it before it takes place.

Whoever changes a gathering takes its row first (`seats.lock`), so that what is read after that
holds until the commit. A change of time or place after publishing is a move, whichever form it
came from: the SEQUENCE rises, and everybody who counts on it is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.gatherings import (
    along,
    calendar_items,
    copying,
    drafts,
    hosting_news,
    hosting_queries,
    room_keeping,
    seats,
)
from community.gatherings import hosting_steps as steps
from community.gatherings.drafts import (
    Appointment,
    GatheringDraft,
    appointment_of,
)
from community.gatherings.hosting_queries import NOBODY, Reach
from community.gatherings.hosting_rules import (
    GatheringIsCancelled,
    GatheringIsOver,
    Hand,
    Overtaken,
    PeopleCountOnIt,
    refuse_if_wrong,
)
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.room_keeping import AtOnce
from community.libraries import versions
from community.words import N_


def create(session: Session, library_id: int, draft: GatheringDraft, hand: Hand) -> Gathering:
    """Keep a new draft."""
    complete = drafts.completed(draft)
    room_keeping.take_turn(session, library_id, complete)
    named = refuse_if_wrong(session, library_id, complete, hand)
    gathering = steps.begun(library_id, complete, named, hand)
    room_keeping.keep(AtOnce(session), gathering, None, now=hand.now)
    session.add(gathering)
    session.flush()
    return gathering


def edit(
    session: Session,
    library_id: int,
    gathering_id: int,
    draft: GatheringDraft,
    hand: Hand,
    *,
    seen: datetime | None = None,
) -> tuple[Gathering, Reach]:
    """Change what the form gives; say who is told. `seen`: the revision the form was made from."""
    gathering = _take(session, library_id, gathering_id, seen)
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    complete = drafts.completed(draft)
    was, in_room = appointment_of(gathering), room_keeping.wish_of(gathering)
    room_keeping.take_turn(session, library_id, complete)
    named = refuse_if_wrong(session, library_id, complete, hand, gathering)
    steps.fill_in(gathering, complete, named)
    room_keeping.keep(AtOnce(session), gathering, in_room, now=hand.now)
    told = _moved(session, gathering, was, hand)
    steps.sign(gathering, hand)
    if gathering.waiting:
        seats.promote_waiting(session, gathering.id, now=hand.now)
    _show(session, gathering, hand)
    return gathering, told


def move(
    session: Session,
    library_id: int,
    gathering_id: int,
    new: Appointment,
    hand: Hand,
    *,
    seen: datetime | None = None,
) -> tuple[Gathering, Reach]:
    """Give it another time or place; until when people sign up moves along."""
    gathering = _take(session, library_id, gathering_id, seen)
    draft = drafts.draft_of(gathering)
    later = new.starts_at - gathering.starts_at
    closes_at = draft.sign_up_closes_at + later if draft.sign_up_closes_at else None
    opens_at = draft.sign_up_opens_at
    if opens_at and opens_at >= (closes_at or new.starts_at):
        opens_at = None
    moved = replace(
        draft,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        mode=new.mode,
        branch_id=new.branch_id,
        room_id=new.room_id,
        address=new.address,
        online_url=new.online_url,
        sign_up_opens_at=opens_at,
        sign_up_closes_at=closes_at,
    )
    return edit(session, library_id, gathering_id, moved, hand)


def publish(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Gathering:
    """Put it in the agenda. Doing so twice changes nothing."""
    gathering = _take(session, library_id, gathering_id)
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if gathering.status is not GatheringStatus.DRAFT:
        return gathering
    steps.refuse_for_agenda(gathering, hand)
    wish = room_keeping.wish_of(gathering)
    room_keeping.keep(AtOnce(session), gathering, wish, now=hand.now)
    steps.put_in_agenda(gathering, hand)
    _log(session, Verb.GATHERING_PUBLISHED, gathering, hand)
    _show(session, gathering, hand)
    return gathering


def unpublish(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Gathering:
    """Make it a draft again, as long as nobody counts on it."""
    gathering = _take(session, library_id, gathering_id)
    if gathering.status is GatheringStatus.DRAFT:
        return gathering
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if gathering.has_begun(hand.now):
        raise GatheringIsOver
    if hosting_queries.has_sign_ups(session, gathering):
        raise PeopleCountOnIt
    gathering.status = GatheringStatus.DRAFT
    gathering.published_at = None
    gathering.raise_sequence()
    steps.sign(gathering, hand)
    calendar_items.refresh(session, gathering, base_url=hand.base_url, now=hand.now)
    versions.agenda_changed(session, library_id, now=hand.now)
    return gathering


def cancel(
    session: Session, library_id: int, gathering_id: int, reason: str, hand: Hand
) -> tuple[Gathering, Reach]:
    """Call it off, and tell everybody who counts on it why. It stays where people look for it."""
    gathering = _take(session, library_id, gathering_id)
    if gathering.is_cancelled:
        return gathering, NOBODY
    if gathering.is_over(hand.now):
        raise GatheringIsOver
    steps.call_off(gathering, reason, hand)
    room_keeping.give_back(AtOnce(session), gathering)
    _log(session, Verb.GATHERING_CANCELLED, gathering, hand)
    told = _owe_everybody(session, gathering, "cancelled", hand)
    _show(session, gathering, hand)
    return gathering, told


def copy(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Gathering:
    """A new draft like an earlier gathering, a month later."""
    draft = draft_of_copy(session, library_id, gathering_id, hand)
    earlier = hosting_queries.get(session, library_id, gathering_id)
    gathering = create(session, library_id, draft, hand)
    along.give(session, gathering, along.of(session, earlier), hand)
    return gathering


def draft_of_copy(
    session: Session, library_id: int, gathering_id: int, hand: Hand
) -> GatheringDraft:
    """What a copy would be; who does not work here any more does not receive people again."""
    earlier = hosting_queries.get(session, library_id, gathering_id)
    draft = copying.copy_of(earlier, now=hand.now)
    at_work = {each.id for each in hosting_queries.list_possible_hosts(session, library_id, None)}
    return replace(draft, host_ids=draft.host_ids & at_work)


def discard(session: Session, library_id: int, gathering_id: int) -> None:
    """Throw away a draft that nobody ever signed up for."""
    gathering = _take(session, library_id, gathering_id)
    if gathering.status is not GatheringStatus.DRAFT:
        raise DomainError(N_("Only a draft can be deleted. Cancel the activity instead."))
    if hosting_queries.has_sign_ups(session, gathering, ever=True):
        raise PeopleCountOnIt
    room_keeping.give_back(AtOnce(session), gathering)
    session.delete(gathering)


def _take(
    session: Session, library_id: int, gathering_id: int, seen: datetime | None = None
) -> Gathering:
    gathering = seats.lock(session, gathering_id, library_id)
    if seen is not None and gathering.revised_at != seen:
        raise Overtaken
    return gathering


def _moved(session: Session, gathering: Gathering, was: Appointment, hand: Hand) -> Reach:
    """What a new time or place of something published sets going."""
    moved = steps.moved(gathering, was)
    if not moved:
        return NOBODY
    _log(session, Verb.GATHERING_MOVED, gathering, hand)
    return _owe_everybody(session, gathering, "moved", hand, was=moved.began)


def _owe_everybody(
    session: Session, gathering: Gathering, news: str, hand: Hand, was: datetime | None = None
) -> Reach:
    """Owe the news to everybody who counts on it; who has no address is on the list to call.

    `was`: when it would have begun, if that is what changed.
    """
    session.flush()
    counting = hosting_queries.list_counting_on(session, gathering)
    return hosting_news.tell(session, counting, news, was, now=hand.now)


def _show(session: Session, gathering: Gathering, hand: Hand) -> None:
    """A draft is nobody's business yet; anything else is in feeds and on pages."""
    if gathering.status is GatheringStatus.DRAFT:
        return
    calendar_items.refresh(session, gathering, base_url=hand.base_url, now=hand.now)
    versions.pages_changed(session, gathering.library_id)


def _log(session: Session, verb: Verb, gathering: Gathering, hand: Hand) -> None:
    activity.record(session, verb, **steps.facts(gathering, hand))
