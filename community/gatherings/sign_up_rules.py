"""What every verb about a sign-up begins with: the lock, and whether anything can still change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from community.accounts import people
from community.consents.models import Channel
from community.errors import DomainError, NotFound
from community.gatherings import seats
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.words import N_

OVER = N_("This activity is over or was cancelled. Nothing can be changed.")
HAS_LEFT = N_("You are no longer signed up. Sign up again if you would like to come.")


class PartyDoesNotFit(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is no room for so many people."))


def locked(
    session: Session, sign_up_id: int, library_id: int | None = None
) -> tuple[Gathering, SignUp]:
    """A sign-up and its gathering, the gathering's row locked before the sign-up is read."""
    gathering = seats.lock(session, gathering_of(session, sign_up_id, library_id))
    return gathering, session.get_one(SignUp, sign_up_id, populate_existing=True)


def gathering_of(session: Session, sign_up_id: int, library_id: int | None) -> int:
    gathering_id = session.scalar(
        select(SignUp.gathering_id).where(
            SignUp.id == sign_up_id,
            true() if library_id is None else SignUp.library_id == library_id,
        )
    )
    if gathering_id is None:
        raise NotFound
    return gathering_id


def check_on(gathering: Gathering, now: datetime) -> None:
    if gathering.status is not GatheringStatus.PUBLISHED or gathering.is_over(now):
        raise DomainError(OVER)


def become_known(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    may_invite: bool | None,
    *,
    channel: Channel = Channel.SCREEN,
    now: datetime,
) -> None:
    """Who certainly comes belongs to the library; a sensitive gathering makes nobody known."""
    if gathering.is_sensitive:
        return
    if may_invite is None:
        people.belong(session, gathering.library_id, sign_up.person_id, now=now)
    else:
        people.set_may_invite(
            session,
            gathering.library_id,
            sign_up.person,
            may=may_invite,
            channel=channel,
            now=now,
        )
