"""The lists of the last quarter in the demo: some answered, some that stand still."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.outbox.models import MailState, OutboxMail
from community.partners import confirming, judging, list_queries, lists
from community.partners.confirming import Correction
from community.partners.judging import Opinion
from community.partners.models import Partner, QuarterList
from community.partners.periods import Quarter, quarter_of

#: What becomes of whose list. Who is not named has yet to answer; one has nobody to ask.
CONFIRM = frozenset({"Buurtwerk De Brug", "Gemeente Vechtrand", "Historische Kring Vechtland"})
PUT_RIGHT = "Basisschool De Wilgen"
NOT_ARRIVED = "Taalhuis Ommerland"


def quarter_asked(now: datetime) -> Quarter:
    """The last quarter of which the lists have gone out."""
    return lists.quarter_to_ask(now) or quarter_of(now).previous.previous


def add_lists(session: Session, library_id: int, *, now: datetime) -> None:
    """By the services themselves: there are few, and every rule then holds."""
    quarter = quarter_asked(now)
    at = quarter.ends + lists.GRACE + timedelta(hours=9)
    partners = select(Partner.id).where(Partner.library_id == library_id).order_by(Partner.id)
    for partner_id in session.scalars(partners).all():
        made = lists.make(session, library_id, partner_id, quarter, now=at)
        if made is not None:
            _answer(session, list_queries.get(session, library_id, made.id), at)


def _answer(session: Session, asked: QuarterList, at: datetime) -> None:
    later, name = at + timedelta(hours=3), asked.partner.name
    if name in CONFIRM:
        confirming.confirm_all(session, asked.library_id, asked.id, now=later)
        judging.judge(session, asked, Opinion(same_goal=4, keeps_word=5), now=later)
    elif name == PUT_RIGHT:
        line = asked.lines[0]
        theirs = Correction(
            minutes=line.minutes + 120, room=True, remark="De juf van groep 2 was er ook bij."
        )
        confirming.correct(session, asked.library_id, asked.id, line.id, theirs, now=later)
    elif name == NOT_ARRIVED:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.key == list_queries.mail_key(asked))
            .values(state=MailState.FAILED, attempts=1, last_error="address_refused 550")
        )
