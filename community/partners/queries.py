"""Every select about partners; the lists of the quarter are in `list_queries.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.pages import Page, how_many
from community.partners.models import (
    ContactMoment,
    Judgement,
    Partner,
    PartnerContact,
    PartnerGoal,
    Partnership,
    PartnerState,
    Sector,
)
from community.search.matching import has_every_word

PAGE_SIZE = 40
#: As many contact moments as a page shows; older ones are in the log.
MOST_MOMENTS = 30
#: What took place, or will: not a draft, not called off.
STANDS = (GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in a list, with how often we did something together lately."""

    partner: Partner
    joint: int


def list_partners(
    session: Session,
    library_id: int,
    *,
    words: str = "",
    sector: Sector | None = None,
    page: int = 1,
    since: datetime,
    now: datetime,
) -> Page[PartnerRow]:
    """By name, the active ones first; `joint` counts what took place since a moment."""
    wanted: list[ColumnElement[bool]] = [
        Partner.library_id == library_id,
        *has_every_word(Partner.search_text, words),
    ]
    if sector is not None:
        wanted.append(Partner.sector == sector)
    total = session.scalars(select(func.count()).select_from(Partner).where(*wanted)).one()
    number = min(max(1, page), how_many(total, PAGE_SIZE))
    joint = (
        select(func.count())
        .select_from(Partnership)
        .join(Partnership.gathering)
        .where(Partnership.partner_id == Partner.id, *took_place(since, now))
        .correlate(Partner)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Partner, joint)
        .where(*wanted)
        .order_by(Partner.state != PartnerState.ACTIVE, func.lower(Partner.name), Partner.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    found = [PartnerRow(partner, count) for partner, count in rows]
    return Page(found, total, number, PAGE_SIZE)


def took_place(since: datetime, now: datetime) -> list[ColumnElement[bool]]:
    return [
        Gathering.status.in_(STANDS),
        Gathering.starts_at >= since,
        Gathering.ends_at <= now,
    ]


def get(session: Session, library_id: int, partner_id: int) -> Partner:
    """One partner with whom one speaks there."""
    found = session.scalars(
        select(Partner)
        .where(Partner.library_id == library_id, Partner.id == partner_id)
        .options(selectinload(Partner.contacts))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, partner_id: int) -> Partner:
    """The partner with its row locked until the transaction ends."""
    locked = session.scalars(
        select(Partner)
        .where(Partner.library_id == library_id, Partner.id == partner_id)
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if locked is None:
        raise NotFound
    return locked


def has_one_named(session: Session, library_id: int, name: str, but: int | None) -> bool:
    named = select(Partner.id).where(
        Partner.library_id == library_id,
        func.lower(Partner.name) == name.lower(),
        Partner.id != (but or 0),
    )
    return session.scalars(named.limit(1)).first() is not None


def get_contact(
    session: Session, library_id: int, partner_id: int, contact_id: int
) -> PartnerContact:
    found = session.scalars(
        select(PartnerContact).where(
            PartnerContact.library_id == library_id,
            PartnerContact.partner_id == partner_id,
            PartnerContact.id == contact_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_contacts(session: Session, partner_id: int) -> Sequence[PartnerContact]:
    return session.scalars(
        select(PartnerContact)
        .where(PartnerContact.partner_id == partner_id)
        .order_by(PartnerContact.name, PartnerContact.id)
    ).all()


def list_moments(session: Session, partner_id: int) -> Sequence[ContactMoment]:
    """The latest first."""
    return session.scalars(
        select(ContactMoment)
        .where(ContactMoment.partner_id == partner_id)
        .order_by(ContactMoment.happened_on.desc(), ContactMoment.id.desc())
        .limit(MOST_MOMENTS)
    ).all()


def find_same_moment(session: Session, moment: ContactMoment) -> ContactMoment | None:
    """The one that says exactly this already: a button pressed twice."""
    return session.scalars(
        select(ContactMoment)
        .where(
            ContactMoment.partner_id == moment.partner_id,
            ContactMoment.happened_on == moment.happened_on,
            ContactMoment.kind == moment.kind,
            ContactMoment.about == moment.about,
        )
        .limit(1)
    ).first()


def list_goals(session: Session, partner_id: int) -> Sequence[PartnerGoal]:
    """The latest first; the one without a look-back is what we work on."""
    return session.scalars(
        select(PartnerGoal)
        .where(PartnerGoal.partner_id == partner_id)
        .order_by(PartnerGoal.agreed_on.desc(), PartnerGoal.id.desc())
    ).all()


def get_goal(session: Session, library_id: int, partner_id: int, goal_id: int) -> PartnerGoal:
    found = session.scalars(
        select(PartnerGoal).where(
            PartnerGoal.library_id == library_id,
            PartnerGoal.partner_id == partner_id,
            PartnerGoal.id == goal_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


# ─── together at a gathering ───


def list_at(session: Session, gathering_id: int) -> Sequence[Partnership]:
    """Who makes this gathering with us, by name."""
    return session.scalars(
        select(Partnership)
        .join(Partnership.partner)
        .options(contains_eager(Partnership.partner))
        .where(Partnership.gathering_id == gathering_id)
        .order_by(func.lower(Partner.name), Partnership.id)
    ).all()


def find_at(
    session: Session, library_id: int, gathering_id: int, partner_id: int
) -> Partnership | None:
    """Its row, locked: the list of the quarter reads it as well."""
    return session.scalars(
        select(Partnership)
        .where(
            Partnership.library_id == library_id,
            Partnership.gathering_id == gathering_id,
            Partnership.partner_id == partner_id,
        )
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()


def get_at(session: Session, library_id: int, gathering_id: int, partner_id: int) -> Partnership:
    found = session.scalars(
        select(Partnership)
        .where(
            Partnership.library_id == library_id,
            Partnership.gathering_id == gathering_id,
            Partnership.partner_id == partner_id,
        )
        .options(joinedload(Partnership.partner), joinedload(Partnership.gathering))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_joint(
    session: Session, partner_id: int, *, since: datetime, until: datetime
) -> Sequence[Partnership]:
    """What we do together between two moments, the latest first; nothing that was called off."""
    return session.scalars(
        _joint()
        .where(
            Partnership.partner_id == partner_id,
            Gathering.status.in_(STANDS),
            Gathering.starts_at >= since,
            Gathering.starts_at < until,
        )
        .order_by(Gathering.starts_at.desc(), Partnership.id)
    ).all()


def _joint() -> Select[Partnership]:
    return (
        select(Partnership)
        .join(Partnership.gathering)
        .options(contains_eager(Partnership.gathering))
    )


def list_possible(session: Session, library_id: int, gathering_id: int) -> list[tuple[int, str]]:
    """Partners that could join: active, and not at this gathering already. Number and name."""
    there = select(Partnership.partner_id).where(Partnership.gathering_id == gathering_id)
    rows = session.execute(
        select(Partner.id, Partner.name)
        .where(
            Partner.library_id == library_id,
            Partner.state == PartnerState.ACTIVE,
            Partner.id.not_in(there),
        )
        .order_by(func.lower(Partner.name), Partner.id)
    )
    return [(number, name) for number, name in rows]


def find_earlier(session: Session, gathering: Gathering) -> Gathering | None:
    """The last time that something of this title was made with partners."""
    together = select(Partnership.gathering_id).where(
        Partnership.library_id == gathering.library_id
    )
    return session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == gathering.library_id,
            Gathering.title == gathering.title,
            Gathering.id != gathering.id,
            or_(
                Gathering.starts_at < gathering.starts_at,
                Gathering.created_at < gathering.created_at,
            ),
            Gathering.id.in_(together),
        )
        .order_by(Gathering.starts_at.desc(), Gathering.id.desc())
        .limit(1)
    ).first()


def last_contact(session: Session, partner_id: int, since: date) -> date | None:
    return session.scalars(
        select(func.max(ContactMoment.happened_on)).where(
            ContactMoment.partner_id == partner_id, ContactMoment.happened_on >= since
        )
    ).one()


def list_full_boxes(session: Session, together: int) -> Sequence[int]:
    """Libraries of which so many answers to the question of the year lie ready."""
    return session.scalars(
        select(Judgement.library_id)
        .group_by(Judgement.library_id)
        .having(func.count() >= together)
        .order_by(Judgement.library_id)
    ).all()
