"""What is read of the lists of the quarter: what is due, one list, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community import tokens
from community.clock import start_of_day
from community.errors import NotFound
from community.gatherings.models import Gathering
from community.outbox.models import MailState, OutboxMail
from community.partners.models import (
    Answer,
    ContactMoment,
    JudgementGiven,
    Partner,
    PartnerGoal,
    Partnership,
    PartnerState,
    QuarterLine,
    QuarterList,
)
from community.partners.periods import Quarter, a_year_before
from community.partners.queries import STANDS, took_place

#: What a token in a link is made for.
PURPOSE = "partner-list"
#: As many lists of a partner as its page shows.
MOST_LISTS = 8
#: The quarter of whose list the yearly questions are part for everybody.
LAST = 4


def _unlisted_joint(quarter: Quarter, now: datetime) -> list[ColumnElement[bool]]:
    """Took place before the quarter's end, at most a year before, and is on no list yet."""
    return [
        Partnership.listed_at.is_(None),
        Gathering.status.in_(STANDS),
        Gathering.starts_at < quarter.ends,
        Gathering.starts_at >= start_of_day(a_year_before(quarter.next.first_day)),
        Gathering.ends_at <= now,
    ]


def _unlisted_goal(quarter: Quarter) -> ColumnElement[bool]:
    return and_(
        PartnerGoal.listed_at.is_(None),
        PartnerGoal.agreed_on < quarter.next.first_day,
        PartnerGoal.agreed_on >= a_year_before(quarter.next.first_day),
    )


def _unlisted_look_back(quarter: Quarter) -> ColumnElement[bool]:
    return and_(
        PartnerGoal.look_back_listed_at.is_(None),
        PartnerGoal.looked_back_on < quarter.next.first_day,
        PartnerGoal.looked_back_on >= a_year_before(quarter.next.first_day),
    )


def _to_be_polled(quarter: Quarter, now: datetime) -> ColumnElement[bool]:
    """Once a year, with the last quarter's list: every active partner, also without anything to
    confirm, is asked what it thinks of us. Nobody can be left out."""
    if quarter.number != LAST:
        return false()
    since = a_year_before(quarter.next.first_day)
    spoken = select(ContactMoment.partner_id).where(ContactMoment.happened_on >= since)
    joint = (
        select(Partnership.partner_id)
        .join(Partnership.gathering)
        .where(*took_place(start_of_day(since), now))
    )
    given = select(JudgementGiven.partner_id).where(JudgementGiven.year == quarter.next.year)
    return and_(or_(Partner.id.in_(spoken), Partner.id.in_(joint)), Partner.id.not_in(given))


def is_polled(session: Session, partner_id: int, quarter: Quarter, *, now: datetime) -> bool:
    asked = select(Partner.id).where(Partner.id == partner_id, _to_be_polled(quarter, now))
    return session.scalars(asked).first() is not None


def list_due(session: Session, quarter: Quarter, *, now: datetime) -> list[tuple[int, int]]:
    """Library and partner, for every active one with something to confirm and no list of it."""
    joint = (
        select(Partnership.partner_id)
        .join(Partnership.gathering)
        .where(*_unlisted_joint(quarter, now))
    )
    goals = select(PartnerGoal.partner_id).where(
        or_(_unlisted_goal(quarter), _unlisted_look_back(quarter))
    )
    listed = select(QuarterList.partner_id).where(QuarterList.first_day == quarter.first_day)
    rows = session.execute(
        select(Partner.library_id, Partner.id)
        .where(
            Partner.state == PartnerState.ACTIVE,
            or_(Partner.id.in_(joint), Partner.id.in_(goals), _to_be_polled(quarter, now)),
            Partner.id.not_in(listed),
        )
        .order_by(Partner.library_id, Partner.id)
    )
    return [(library_id, partner_id) for library_id, partner_id in rows]


def has_list(session: Session, partner_id: int, first_day: date) -> bool:
    found = select(QuarterList.id).where(
        QuarterList.partner_id == partner_id, QuarterList.first_day == first_day
    )
    return session.scalars(found).first() is not None


def take_joint(
    session: Session, partner_id: int, quarter: Quarter, *, now: datetime
) -> Sequence[Partnership]:
    """What goes on the list, locked: nobody changes what a partner brought while it is written."""
    return session.scalars(
        select(Partnership)
        .join(Partnership.gathering)
        .options(contains_eager(Partnership.gathering))
        .where(Partnership.partner_id == partner_id, *_unlisted_joint(quarter, now))
        .order_by(Gathering.starts_at, Partnership.id)
        .with_for_update(of=Partnership, key_share=True),
        execution_options={"populate_existing": True},
    ).all()


def list_unlisted_goals(
    session: Session, partner_id: int, quarter: Quarter
) -> tuple[Sequence[PartnerGoal], Sequence[PartnerGoal]]:
    """Goals to confirm, and look-backs to confirm."""
    of_partner = select(PartnerGoal).where(PartnerGoal.partner_id == partner_id)
    goals = session.scalars(of_partner.where(_unlisted_goal(quarter)).order_by(PartnerGoal.id))
    backs = session.scalars(of_partner.where(_unlisted_look_back(quarter)).order_by(PartnerGoal.id))
    return goals.all(), backs.all()


# ─── one list ───


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> QuarterList:
    """The list that a link in a mail opens."""
    number = tokens.row_id(token)
    found = find(session, library_id, number) if number is not None else None
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(asked: QuarterList, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, asked.id, asked.salt)


def get(session: Session, library_id: int, list_id: int) -> QuarterList:
    found = find(session, library_id, list_id)
    if found is None:
        raise NotFound
    return found


def find(session: Session, library_id: int, list_id: int) -> QuarterList | None:
    return session.scalars(
        select(QuarterList)
        .where(QuarterList.library_id == library_id, QuarterList.id == list_id)
        .options(joinedload(QuarterList.partner), selectinload(QuarterList.lines))
        .execution_options(populate_existing=True)
    ).one_or_none()


def lock(session: Session, library_id: int, list_id: int) -> QuarterList:
    """The list and its partner, locked: partner first, as whoever makes a list does."""
    partner_id = session.scalars(
        select(QuarterList.partner_id).where(
            QuarterList.library_id == library_id, QuarterList.id == list_id
        )
    ).one_or_none()
    if partner_id is None:
        raise NotFound
    session.execute(
        select(Partner.id).where(Partner.id == partner_id).with_for_update(key_share=True)
    )
    return get(session, library_id, list_id)


def line_of(asked: QuarterList, line_id: int) -> QuarterLine:
    found = next((line for line in asked.lines if line.id == line_id), None)
    if found is None:
        raise NotFound
    return found


def has_judged(session: Session, partner_id: int, year: int) -> bool:
    return session.get(JudgementGiven, (partner_id, year)) is not None


# ─── what waits for somebody ───


def mail_key(asked: QuarterList) -> str:
    """Of the mail that is owed now; an earlier one that failed says nothing any more."""
    return f"quarter_list:{asked.id}:{asked.mailings}"


def list_of_partner(session: Session, partner_id: int) -> Sequence[QuarterList]:
    """The latest first, with what was answered."""
    return session.scalars(
        select(QuarterList)
        .where(QuarterList.partner_id == partner_id)
        .options(selectinload(QuarterList.lines))
        .order_by(QuarterList.first_day.desc())
        .limit(MOST_LISTS)
    ).all()


def list_waiting(session: Session, library_id: int, *, now: datetime) -> list[QuarterList]:
    """Lists of which the confirmation stands still until a librarian does something.

    Nothing is put on this list and nothing can be forgotten: nobody to mail it to, a mail that did
    not arrive, an answer from an address that is not the partner's, or a line put right.
    """
    found = session.scalars(
        select(QuarterList)
        .where(*_waits(library_id, now))
        .options(joinedload(QuarterList.partner), selectinload(QuarterList.lines))
        .order_by(QuarterList.first_day, QuarterList.id)
    )
    return list(found)


def waiting(library_id: int, now: datetime) -> tuple[Select[Any], ...]:
    """How many lists wait, and the id of one of them; for the librarian's Today."""
    waits = _waits(library_id, now)
    return (
        select(func.count(QuarterList.id)).where(*waits),
        select(func.min(QuarterList.id)).where(*waits),
    )


def _waits(library_id: int, now: datetime) -> list[ColumnElement[bool]]:
    corrected = select(QuarterLine.list_id).where(
        QuarterLine.library_id == library_id,
        QuarterLine.answer == Answer.CORRECTED,
        QuarterLine.settled_at.is_(None),
    )
    unanswered = and_(QuarterList.answered_at.is_(None), QuarterList.expires_at > now)
    undecided = and_(
        QuarterList.answered_at.is_not(None),
        QuarterList.is_own.is_(False),
        QuarterList.approved_at.is_(None),
    )
    return [
        QuarterList.library_id == library_id,
        QuarterList.refused_at.is_(None),
        or_(
            and_(unanswered, or_(QuarterList.mailed_to == "", _was_given_up())),
            undecided,
            QuarterList.id.in_(corrected),
        ),
    ]


def did_not_arrive(session: Session, asked: QuarterList) -> bool:
    found = select(QuarterList.id).where(QuarterList.id == asked.id, _was_given_up())
    return session.scalars(found).first() is not None


def _was_given_up() -> ColumnElement[bool]:
    """The mail that is owed now (`mail_key`) was tried for the last time."""
    number, mailing = cast(QuarterList.id, String), cast(QuarterList.mailings, String)
    key = literal("quarter_list:") + number + literal(":") + mailing
    return exists().where(OutboxMail.key == key, OutboxMail.state == MailState.FAILED)
