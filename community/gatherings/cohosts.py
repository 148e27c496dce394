"""Who receives people at one gathering, with rights on that one only: invited, and thanked."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.accounts.people import belong
from community.db import insert_once
from community.gatherings import calendar_items, seats
from community.gatherings.hosting_rules import GatheringIsCancelled, GatheringIsOver, Hand
from community.gatherings.models import Gathering, GatheringHost, GatheringStatus
from community.libraries import versions
from community.outbox.services import owe


def invite(
    session: Session,
    library_id: int,
    gathering_id: int,
    person: Person,
    hand: Hand,
    *,
    tell: bool = True,
) -> bool:
    """Let somebody receive the people at this gathering, and tell them; say whether that is new.

    Whoever they are: a resident stays a resident here. Doing so twice changes nothing. Without
    `tell` who asks tells them in a mail of its own.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if gathering.is_over(hand.now):
        raise GatheringIsOver
    belong(session, library_id, person.id, now=hand.now)
    if not insert_once(session, GatheringHost, gathering_id=gathering_id, person_id=person.id):
        return False
    _show(session, gathering, hand)
    if tell and person.gets_mail:
        owe(
            session,
            "gatherings/co_host",
            to=person.id,
            # Asked again after having been thanked, they hear of it again.
            key=f"co_host:{gathering_id}:{person.id}:{hand.now.isoformat()}",
            library_id=library_id,
            gathering_id=gathering_id,
            now=hand.now,
        )
    return True


def remove(
    session: Session, library_id: int, gathering_id: int, person_id: int, hand: Hand
) -> None:
    """From this moment they see no more of it than anybody. Doing so twice changes nothing."""
    gathering = seats.lock(session, gathering_id, library_id)
    session.execute(
        delete(GatheringHost).where(
            GatheringHost.gathering_id == gathering_id, GatheringHost.person_id == person_id
        )
    )
    _show(session, gathering, hand)


def _show(session: Session, gathering: Gathering, hand: Hand) -> None:
    """Their first names stand on its page; a form that was opened before may not undo it."""
    session.expire(gathering, ["hosts"])
    gathering.revised_at = hand.now
    gathering.revised_by_id = hand.by.id if hand.by else None
    if gathering.status is not GatheringStatus.DRAFT:
        calendar_items.refresh(session, gathering, base_url=hand.base_url, now=hand.now)
        versions.pages_changed(session, gathering.library_id)
