"""The list of the quarter: made once per partner, frozen, and mailed to who gets it.

What was on no list yet goes on this one, so an activity that is noted late, or changed after the
partner confirmed it, comes with the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.accounts.people import find_or_create_person
from community.clock import from_local, local_day
from community.outbox.services import owe
from community.partners import list_queries, queries
from community.partners.domains import is_own_address
from community.partners.models import (
    LineKind,
    Partner,
    PartnerContact,
    PartnerGoal,
    Partnership,
    PartnerState,
    QuarterLine,
    QuarterList,
)
from community.partners.periods import Quarter, quarter_of
from community.tokens import new_salt

#: So long the desk has after a quarter to note what is missing.
GRACE = timedelta(days=3)
#: How long the link in the mail works.
LASTS = timedelta(days=90)
#: A mail leaves when somebody is there to read it.
AT = time(9)
#: Pressed twice, a button mails once.
BETWEEN_MAILINGS = timedelta(minutes=10)


def quarter_to_ask(now: datetime) -> Quarter | None:
    """The quarter that has ended, once the desk has had its days of grace; else none."""
    ended = quarter_of(now).previous
    return ended if local_day(now) >= ended.next.first_day + GRACE else None


def make(
    session: Session, library_id: int, partner_id: int, quarter: Quarter, *, now: datetime
) -> QuarterList | None:
    """Freeze what a partner has to confirm and owe it the mail. Once per partner and quarter."""
    partner = queries.lock(session, library_id, partner_id)
    if partner.state is not PartnerState.ACTIVE:
        return None
    if list_queries.has_list(session, partner_id, quarter.first_day):
        return None
    lines = list(_lines(session, partner, quarter, now))
    if not lines and not list_queries.is_polled(session, partner_id, quarter, now=now):
        return None
    made = QuarterList(
        library_id=library_id,
        partner_id=partner_id,
        first_day=quarter.first_day,
        made_at=now,
        expires_at=now + LASTS,
        mailings=0,
        mailed_to="",
        mailed_name="",
        is_own=False,
        lines=[_numbered(line, number) for number, line in enumerate(lines, start=1)],
    )
    session.add(made)
    session.flush()
    _mail(session, made, partner, now=now)
    return made


def mail_again(session: Session, library_id: int, list_id: int, *, now: datetime) -> QuarterList:
    """Mail it to who gets the list now; the link of the mail before no longer works."""
    asked = list_queries.lock(session, library_id, list_id)
    partner = queries.get(session, library_id, asked.partner_id)
    if asked.answered_at is not None:
        return asked
    receiver = partner.receiver
    same = receiver is not None and receiver.email == asked.mailed_to
    if same and asked.mailed_at is not None and now - asked.mailed_at < BETWEEN_MAILINGS:
        return asked
    asked.salt = new_salt()
    asked.expires_at = now + LASTS
    _mail(session, asked, partner, now=now, due_at=now)
    return asked


def _mail(
    session: Session,
    asked: QuarterList,
    partner: Partner,
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """To the contact who gets the list. Without one it waits at the desk for a librarian."""
    contacts = queries.list_contacts(session, partner.id)
    receiver = next((one for one in contacts if one.gets_list), None)
    asked.mailed_to = receiver.email if receiver else ""
    asked.mailed_name = receiver.name if receiver else ""
    asked.is_own = is_own_address(asked.mailed_to, partner.domain)
    if receiver is None:
        return
    asked.mailings += 1
    asked.mailed_at = now
    owe(
        session,
        "partners/quarter",
        to=mailed_as(session, receiver, now),
        key=list_queries.mail_key(asked),
        library_id=asked.library_id,
        due_at=due_at or max(now, from_local(local_day(now), AT)),
        now=now,
        list_id=asked.id,
        mailing=asked.mailings,
    )


def mailed_as(session: Session, contact: PartnerContact, now: datetime) -> int:
    """The person of somebody at a partner, whom the outbox can mail; no member here for that."""
    first_name = contact.name.split()[0][:80] if contact.name.split() else contact.email
    return find_or_create_person(session, contact.email, first_name, "nl", now).id


def _lines(
    session: Session, partner: Partner, quarter: Quarter, now: datetime
) -> Iterator[QuarterLine]:
    for row in list_queries.take_joint(session, partner.id, quarter, now=now):
        row.listed_at = now
        yield _line_of_gathering(row)
    goals, look_backs = list_queries.list_unlisted_goals(session, partner.id, quarter)
    for goal in goals:
        goal.listed_at = now
        yield _line_of_goal(goal, LineKind.GOAL)
    for goal in look_backs:
        goal.look_back_listed_at = now
        yield _line_of_goal(goal, LineKind.LOOK_BACK)


def _line_of_gathering(row: Partnership) -> QuarterLine:
    return QuarterLine(
        library_id=row.library_id,
        kind=LineKind.GATHERING,
        gathering_id=row.gathering_id,
        text=row.gathering.title,
        happened_on=local_day(row.gathering.starts_at),
        minutes=row.minutes,
        room=row.room,
        cents=row.cents,
    )


def _line_of_goal(goal: PartnerGoal, kind: LineKind) -> QuarterLine:
    back = kind is LineKind.LOOK_BACK
    return QuarterLine(
        library_id=goal.library_id,
        kind=kind,
        goal_id=goal.id,
        text=goal.look_back if back else goal.text,
        happened_on=(goal.looked_back_on if back else None) or goal.agreed_on,
    )


def _numbered(line: QuarterLine, number: int) -> QuarterLine:
    line.position = number
    return line
