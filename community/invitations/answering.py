"""What somebody answers, by the link in their mail or to a librarian who calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.models import Person
from community.errors import DomainError
from community.gatherings import seats, sign_up_queries, sign_ups
from community.gatherings.models import SignUpStatus
from community.gatherings.sign_up_rules import OVER, check_on
from community.invitations import queries
from community.invitations.models import ANSWERS, Answer, Invitation
from community.suggestions import services as suggestions
from community.words import N_

COMES = N_("You said yes and are signed up. To cancel, use the page of your sign-up.")


def answer(
    session: Session,
    library_id: int,
    invitation_id: int,
    said: Answer,
    *,
    at_desk: bool = False,
    now: datetime,
) -> Invitation:
    """Remember it. A yes signs up, within the seats there are; twice is once.

    A no is also never suggested again; whoever said so may still change their mind.
    """
    of = session.get(Invitation, invitation_id)
    gathering = seats.lock(session, of.gathering_id if of else 0, library_id)
    invitation = queries.lock(session, library_id, invitation_id)
    if gathering.has_begun(now):
        raise DomainError(OVER)
    person_id = invitation.person_id
    if said is Answer.YES:
        _sign_up(session, invitation, at_desk=at_desk, now=now)
    elif _is_coming(session, invitation):
        raise DomainError(COMES)
    if said is Answer.NO:
        suggestions.put_aside(session, library_id, gathering.id, person_id, now=now)
    else:
        suggestions.take_back(session, library_id, gathering.id, person_id)
    if invitation.answer is not said:
        invitation.answer, invitation.answered_at = said, now
    return invitation


def on_offer(invitation: Invitation, first: Answer, now: datetime) -> list[Answer]:
    """What can be answered now, `first` before the others; never what was said already."""
    gathering = invitation.gathering
    can_come = gathering.sign_up_is_open(now) and (
        gathering.has_waiting_list or not gathering.is_full
    )
    others = (each for each in ANSWERS.values() if each is not first)
    return [
        each
        for each in (first, *others)
        if each is not invitation.answer and (can_come or each is not Answer.YES)
    ]


def no_more(session: Session, library_id: int, invitation_id: int, *, now: datetime) -> None:
    """Never invite this person again, whatever they answer to this one."""
    person_id = queries.lock(session, library_id, invitation_id).person_id
    person = session.get_one(Person, person_id)
    people.set_may_invite(session, library_id, person, may=False, now=now)


def _sign_up(session: Session, invitation: Invitation, *, at_desk: bool, now: datetime) -> None:
    """The link, or the librarian, proves whose answer it is: nothing is left to confirm."""
    check_on(session.get_one(type(invitation.gathering), invitation.gathering_id), now)
    sign_ups.sign_up(
        session,
        invitation.library_id,
        invitation.gathering_id,
        session.get_one(Person, invitation.person_id),
        confirmed=True,
        at_desk=at_desk,
        now=now,
    )


def _is_coming(session: Session, invitation: Invitation) -> bool:
    entry = sign_up_queries.find_own(session, invitation.gathering_id, invitation.person_id)
    return entry is not None and entry.status in {SignUpStatus.CONFIRMED, SignUpStatus.WAITING}
