"""Every select about promises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community import tokens
from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.models import (
    Attendance,
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.harvests.models import Harvest, HarvestItem
from community.partners.models import Partner, PartnerContact, PartnerState
from community.promises.models import OPEN, Promise, PromiseChange, State, Who

#: What a link in a mail is derived from.
PURPOSE = "promise"
#: So many stand on one page of the desk's list, and one more says that there is another.
PER_PAGE = 50
#: As many as somebody calls in a day.
MOST_CALLS = 100


class Shelf(StrEnum):
    """The lists of the desk."""

    OPEN = "open"
    LATE = "te-laat"
    ASKED = "wacht"  #: Not yet said yes to.
    DONE = "gedaan"
    LET_GO = "losgelaten"


# ─── one ───


def get(session: Session, library_id: int, promise_id: int) -> Promise:
    found = session.scalars(
        _whole().where(Promise.id == promise_id, Promise.library_id == library_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, promise_id: int) -> Promise:
    """For nobody else to answer in the meantime."""
    found = session.scalars(
        select(Promise)
        .where(Promise.id == promise_id, Promise.library_id == library_id)
        .with_for_update(of=Promise, key_share=True)
        .options(joinedload(Promise.gathering))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Promise:
    """Whose promise a link opens; NotFound for one that we did not make."""
    number = tokens.row_id(token)
    of = _whole().where(Promise.id == number, Promise.library_id == library_id)
    found = session.scalars(of).one_or_none() if number else None
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(promise: Promise, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, promise.id, promise.salt)


def find_sent(session: Session, gathering_id: int, once: str) -> Promise | None:
    return session.scalars(
        select(Promise).where(Promise.gathering_id == gathering_id, Promise.once == once)
    ).one_or_none()


def find_to_mail(session: Session, promise_id: int) -> Promise | None:
    """By its id alone: whose mail it is, is known to the outbox."""
    return session.scalars(_whole().where(Promise.id == promise_id)).one_or_none()


def _whole() -> Select[Promise]:
    return select(Promise).options(
        joinedload(Promise.library),
        joinedload(Promise.gathering).joinedload(Gathering.library),
        joinedload(Promise.person),
        joinedload(Promise.partner).selectinload(Partner.contacts),
    )


def list_changes(session: Session, library_id: int, promise_id: int) -> Sequence[PromiseChange]:
    """The latest first."""
    return session.scalars(
        select(PromiseChange)
        .where(PromiseChange.library_id == library_id, PromiseChange.promise_id == promise_id)
        .order_by(PromiseChange.id.desc())
    ).all()


def name_of(session: Session, person_id: int | None) -> str:
    """Who noted something at the desk, as far as we know."""
    person = session.get(Person, person_id) if person_id else None
    return person.full_name if person else ""


# ─── of a gathering ───


def list_of(session: Session, library_id: int, gathering_id: int) -> Sequence[Promise]:
    """All of them, for who works here, in the order in which they were made."""
    return session.scalars(
        select(Promise)
        .where(Promise.library_id == library_id, Promise.gathering_id == gathering_id)
        .options(joinedload(Promise.person), joinedload(Promise.partner))
        .order_by(Promise.made_at, Promise.id)
    ).all()


def list_standing(session: Session, library_id: int, gathering_id: int) -> Sequence[Promise]:
    """What others may read of: said yes to and not let go."""
    return session.scalars(
        select(Promise)
        .where(
            Promise.library_id == library_id,
            Promise.gathering_id == gathering_id,
            Promise.stands,
            Promise.state != State.LET_GO,
        )
        .options(joinedload(Promise.person), joinedload(Promise.partner))
        .order_by(Promise.made_at, Promise.id)
    ).all()


def list_kept(session: Session, library_id: int, ids: Collection[int]) -> Sequence[Promise]:
    """Those of these that are still done."""
    return session.scalars(
        select(Promise)
        .where(Promise.library_id == library_id, Promise.id.in_(ids), is_kept())
        .options(joinedload(Promise.person), joinedload(Promise.partner))
        .order_by(Promise.made_at, Promise.id)
    ).all()


def is_kept() -> ColumnElement[bool]:
    can_be_told = select(Gathering.id).where(
        ~Gathering.is_sensitive, Gathering.status != GatheringStatus.CANCELLED
    )
    return and_(Promise.stands, Promise.state == State.DONE, Promise.gathering_id.in_(can_be_told))


def was_there(gathering_id: int) -> Select[int]:
    """The people who were there: who was checked in, or where nobody was, who had a place."""
    here = select(Attendance.sign_up_id).where(
        Attendance.gathering_id == gathering_id,
        Attendance.undone_at.is_(None),
        Attendance.sign_up_id.is_not(None),
    )
    return select(SignUp.person_id).where(
        SignUp.gathering_id == gathering_id,
        SignUp.status == SignUpStatus.CONFIRMED,
        or_(SignUp.id.in_(here), ~here.exists()),
    )


def list_who_can(session: Session, library_id: int, gathering_id: int) -> Sequence[Person]:
    """The people who can have promised something there: who had a place, and who received them."""
    signed_up = select(SignUp.person_id).where(
        SignUp.library_id == library_id,
        SignUp.gathering_id == gathering_id,
        SignUp.status == SignUpStatus.CONFIRMED,
    )
    hosts = select(GatheringHost.person_id).where(GatheringHost.gathering_id == gathering_id)
    return session.scalars(
        select(Person)
        .where(Person.id.in_(signed_up.union(hosts)))
        .order_by(func.lower(Person.first_name), func.lower(Person.surname), Person.id)
    ).all()


def list_partners(session: Session, library_id: int) -> Sequence[Partner]:
    return session.scalars(
        select(Partner)
        .where(Partner.library_id == library_id, Partner.state == PartnerState.ACTIVE)
        .order_by(func.lower(Partner.name), Partner.id)
    ).all()


def find_partner(session: Session, library_id: int, partner_id: int) -> Partner | None:
    return session.scalars(
        select(Partner)
        .where(Partner.library_id == library_id, Partner.id == partner_id)
        .options(selectinload(Partner.contacts))
    ).one_or_none()


def find_item(session: Session, library_id: int, gathering_id: int, item_id: int) -> HarvestItem:
    """An item of the harvest of this gathering, out of which a promise comes."""
    found = session.scalars(
        select(HarvestItem)
        .join(HarvestItem.harvest)
        .where(
            HarvestItem.id == item_id,
            HarvestItem.library_id == library_id,
            Harvest.gathering_id == gathering_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


# ─── of a person ───


def list_mine(session: Session, person_id: int) -> Sequence[Promise]:
    """In every library; what is to be done first, then what was settled lately."""
    return session.scalars(
        _whole()
        .join(Promise.gathering)
        .where(
            Promise.person_id == person_id,
            Promise.denied_at.is_(None),
            ~Gathering.is_sensitive,
        )
        .order_by(Promise.settled_at.is_not(None), Promise.by_when, Promise.id.desc())
        .limit(PER_PAGE)
    ).all()


# ─── of the desk ───


def list_shelf(
    session: Session, library_id: int, shelf: Shelf, who: Who | None, *, today: date, page: int
) -> Sequence[Promise]:
    """A page of one list, and one more than a page when there is another; most urgent first."""
    done = shelf in {Shelf.DONE, Shelf.LET_GO}
    order = (Promise.settled_at.desc(),) if done else (Promise.by_when.is_(None), Promise.by_when)
    return session.scalars(
        select(Promise)
        .join(Promise.gathering)
        .where(
            Promise.library_id == library_id,
            _on(shelf, today),
            *([Promise.who == who] if who else []),
        )
        .options(
            contains_eager(Promise.gathering),
            joinedload(Promise.person),
            joinedload(Promise.partner),
        )
        .order_by(*order, Promise.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    ).all()


def _on(shelf: Shelf, today: date) -> ColumnElement[bool]:
    still: ColumnElement[bool] = Promise.state.in_(OPEN)
    return {
        Shelf.OPEN: and_(still, Promise.stands),
        Shelf.LATE: and_(still, Promise.by_when < today),
        Shelf.ASKED: and_(still, ~Promise.stands),
        Shelf.DONE: Promise.state == State.DONE,
        Shelf.LET_GO: Promise.state == State.LET_GO,
    }[shelf]


def how_many_late(library_id: int, today: date) -> Select[int]:
    """For the librarian's Today: what should have been done."""
    return select(func.count(Promise.id)).where(
        Promise.library_id == library_id, _on(Shelf.LATE, today)
    )


def how_many_of_ours(library_id: int, today: date) -> Select[int]:
    """For the librarian's Today: what the library promised and has time for yet."""
    return select(func.count(Promise.id)).where(
        Promise.library_id == library_id,
        Promise.who == Who.LIBRARY,
        _on(Shelf.OPEN, today),
        or_(Promise.by_when.is_(None), Promise.by_when >= today),
    )


def list_calls(session: Session, library_id: int) -> Sequence[Promise]:
    """Of whom a word is waited for, and who gets no mail; who waits longest comes first."""
    return session.scalars(
        _calls(library_id)
        .options(
            contains_eager(Promise.person),
            contains_eager(Promise.gathering),
            joinedload(Promise.partner).selectinload(Partner.contacts),
        )
        .order_by(Promise.asked_at, Promise.id)
        .limit(MOST_CALLS)
    ).all()


def how_many_calls(library_id: int) -> Select[int]:
    return _calls(library_id).with_only_columns(func.count(Promise.id))


def _calls(library_id: int) -> Select[Promise]:
    mailed = select(PartnerContact.id).where(
        PartnerContact.partner_id == Promise.partner_id,
        PartnerContact.gets_list,
        PartnerContact.email != "",
    )
    return (
        select(Promise)
        .join(Promise.gathering)
        .outerjoin(Promise.person)
        .where(
            Promise.library_id == library_id,
            Promise.state.in_(OPEN),
            or_(Promise.answered_at.is_(None), Promise.answered_at < Promise.asked_at),
            ~Gathering.is_sensitive,
            or_(
                and_(Promise.person_id.is_not(None), ~Person.gets_mail),
                and_(Promise.partner_id.is_not(None), ~mailed.exists()),
            ),
        )
    )


def is_named_in_one(session: Session, library_id: int, person_id: int) -> bool:
    """Whether somebody's first name stands with one of their promises."""
    named = select(Promise.id).where(
        Promise.library_id == library_id, Promise.person_id == person_id, Promise.is_named
    )
    return session.scalar(named.limit(1)) is not None
