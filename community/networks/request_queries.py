"""What is read of requests for support, by each of the two sides.

To an adviser a request exists as long as the library lets the network look along: every statement
that reads for an adviser says so itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.accounts.roles import DESK_ROLES
from community.errors import NotFound
from community.libraries.models import Library
from community.networks import queries
from community.networks.glance import PATIENCE
from community.networks.models import (
    OPEN,
    Consent,
    RequestState,
    Side,
    SupportMessage,
    SupportRequest,
)

#: More than this is not looked through.
MOST = 200


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose act it is: a side, which library or network that is, and who."""

    side: Side
    of_id: int
    person_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A request in a list, and how many messages are new to whoever looks."""

    request: SupportRequest
    question: str
    unread: int

    def waits_since(self, now: datetime) -> datetime | None:
        """Since when nobody takes it up, once that is too long."""
        late = self.request.state is RequestState.ASKED and self.request.asked_at < now - PATIENCE
        return self.request.asked_at if late else None


def get(session: Session, side: Side, of_id: int, request_id: int) -> SupportRequest:
    """One request with its thread."""
    found = session.scalars(
        _seen_by(side, of_id)
        .where(SupportRequest.id == request_id)
        .options(
            joinedload(SupportRequest.network),
            joinedload(SupportRequest.taken_up_by),
            selectinload(SupportRequest.messages).joinedload(SupportMessage.written_by),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, hand: Hand, request_id: int) -> SupportRequest:
    """The request with its row locked; for an adviser the consent too, which is taken first."""
    if hand.side is Side.NETWORK:
        consent = session.scalars(
            select(Consent.id)
            .join(SupportRequest, SupportRequest.library_id == Consent.library_id)
            .where(
                SupportRequest.id == request_id,
                Consent.network_id == hand.of_id,
                Consent.withdrawn_at.is_(None),
            )
            .with_for_update(of=Consent, key_share=True)
        ).one_or_none()
        if consent is None:
            raise NotFound
    found = session.scalars(
        _seen_by(hand.side, hand.of_id)
        .where(SupportRequest.id == request_id)
        .with_for_update(of=SupportRequest, key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_once(session: Session, library_id: int, once: str) -> SupportRequest | None:
    """The request that this very form made before."""
    return session.scalars(
        select(SupportRequest).where(
            SupportRequest.library_id == library_id, SupportRequest.once == once
        )
    ).one_or_none()


def has_message(session: Session, request_id: int, once: str) -> bool:
    found = select(SupportMessage.id).where(
        SupportMessage.request_id == request_id, SupportMessage.once == once
    )
    return session.scalars(found).first() is not None


def latest_message(session: Session, request_id: int, *, by: Side) -> int:
    """The number of what that side said last; 0 when it said nothing."""
    latest = select(func.max(SupportMessage.id)).where(
        SupportMessage.request_id == request_id, SupportMessage.side == by
    )
    return session.scalar(latest) or 0


def list_of_library(session: Session, library_id: int) -> Sequence[Listed]:
    """What a library asked: what is open first, then the latest first."""
    return _listed(session, Side.LIBRARY, library_id)


def list_of_network(
    session: Session, network_id: int, library_id: int | None = None
) -> Sequence[Listed]:
    """What the libraries with consent ask, or one of them."""
    return _listed(session, Side.NETWORK, network_id, library_id)


def unread_at_library(library_id: int) -> Select[int]:
    """In how many requests the adviser said something new; for the librarian's Today."""
    return select(func.count(SupportRequest.id)).where(
        SupportRequest.library_id == library_id,
        has_news_for(Side.LIBRARY),
    )


def list_to_tell(session: Session, request: SupportRequest, side: Side) -> Sequence[int]:
    """Who of that side hears of news by mail: whom it concerns, else everybody there who could.

    Of the network: who took it up, else all advisers. Of the library: who wrote in it and still
    works there, else its managers.
    """
    if side is Side.NETWORK:
        advisers = session.scalars(
            select(NetworkAdviser.person_id)
            .where(NetworkAdviser.network_id == request.network_id)
            .order_by(NetworkAdviser.person_id)
        ).all()
        return [each for each in advisers if each == request.taken_up_by_id] or advisers
    wrote = exists().where(
        SupportMessage.request_id == request.id,
        SupportMessage.side == Side.LIBRARY,
        SupportMessage.written_by_id == Membership.person_id,
    )
    works_there = select(Membership.person_id).where(
        Membership.library_id == request.library_id, Membership.role.in_(DESK_ROLES)
    )
    told = session.scalars(works_there.where(wrote).order_by(Membership.person_id)).all()
    managers = works_there.where(Membership.role == Role.MANAGER).order_by(Membership.person_id)
    return told or session.scalars(managers).all()


def find_to_mail(
    session: Session, request_id: int, side: Side, person_id: int
) -> tuple[SupportRequest, Person] | None:
    """The request and its reader, as long as there is news and the reader may know of it."""
    found = (
        select(SupportRequest)
        .join(SupportRequest.library)
        .where(SupportRequest.id == request_id, has_news_for(side))
        .options(contains_eager(SupportRequest.library), joinedload(SupportRequest.network))
    )
    if side is Side.NETWORK:
        found = found.where(queries.stands(), Library.network_id == SupportRequest.network_id)
    request = session.scalars(found).one_or_none()
    if request is None:
        return None
    belongs = (
        exists().where(
            NetworkAdviser.network_id == request.network_id,
            NetworkAdviser.person_id == Person.id,
        )
        if side is Side.NETWORK
        else exists().where(
            Membership.library_id == request.library_id,
            Membership.person_id == Person.id,
            Membership.role.in_(DESK_ROLES),
        )
    )
    reader = session.scalars(select(Person).where(Person.id == person_id, belongs)).one_or_none()
    return (request, reader) if reader is not None else None


def _seen_by(side: Side, of_id: int) -> Select[SupportRequest]:
    asked = (
        select(SupportRequest)
        .join(SupportRequest.library)
        .options(contains_eager(SupportRequest.library))
    )
    if side is Side.LIBRARY:
        return asked.where(SupportRequest.library_id == of_id)
    return asked.where(
        SupportRequest.network_id == of_id, Library.network_id == of_id, queries.stands()
    )


def has_news_for(side: Side) -> ColumnElement[bool]:
    """Of a SupportRequest in the statement: that side has something in it to read."""
    return exists().where(_is_new_to(side))


def _is_new_to(side: Side) -> ColumnElement[bool]:
    """Of a message of a SupportRequest in the statement: that side has not read it."""
    read = SupportRequest.library_read if side is Side.LIBRARY else SupportRequest.network_read
    return and_(
        SupportMessage.request_id == SupportRequest.id,
        SupportMessage.side == side.other,
        SupportMessage.id > read,
    )


def _listed(
    session: Session, side: Side, of_id: int, library_id: int | None = None
) -> Sequence[Listed]:
    unread = select(func.count(SupportMessage.id)).where(_is_new_to(side)).scalar_subquery()
    first = (
        select(SupportMessage.text)
        .where(SupportMessage.request_id == SupportRequest.id)
        .order_by(SupportMessage.id)
        .limit(1)
        .scalar_subquery()
    )
    statement = _seen_by(side, of_id).add_columns(first, unread)
    if library_id is not None:
        statement = statement.where(SupportRequest.library_id == library_id)
    rows = session.execute(
        statement.order_by(
            SupportRequest.state.in_(OPEN).desc(),
            SupportRequest.asked_at.desc(),
            SupportRequest.id.desc(),
        ).limit(MOST)
    )
    return [Listed(*row) for row in rows]
