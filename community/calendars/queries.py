"""Every select of the feeds. Versions are asked first, and by themselves: a 304 loads no event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.accounts.models import Person
from community.clock import end_of_day, start_of_day
from community.config import LANGUAGES
from community.errors import NotFound
from community.gatherings.filters import AgendaFilter
from community.gatherings.hosting_queries import received_by
from community.gatherings.models import CalendarItem, Gathering, SignUp, SignUpStatus
from community.gatherings.queries import about, in_lists
from community.libraries.models import Branch, LibraryVersion
from community.topics.models import Theme

Columns = TypeVarTuple("Columns")

DAYS_BACK = 30
DAYS_AHEAD = 365
MOST_EVENTS = 2_000
#: A feed reader shows the next few weeks of a busy library; who wants a year takes the calendar.
MOST_NEWS = 200

#: What stands in somebody's own feed. Who left has nothing to keep free; who has yet to confirm an
#: address has no feed.
_COUNTS_ON_IT = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING)


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that a feed is about; it moves on at midnight."""

    today: date

    @property
    def begins(self) -> datetime:
        return start_of_day(self.today - timedelta(days=DAYS_BACK))

    @property
    def ends(self) -> datetime:
        return end_of_day(self.today + timedelta(days=DAYS_AHEAD))

    @property
    def midnight(self) -> datetime:
        return start_of_day(self.today)

    def holds(self) -> list[ColumnElement[bool]]:
        return [Gathering.ends_at > self.begins, Gathering.starts_at < self.ends]


def list_public(
    session: Session,
    library_id: int,
    wish: AgendaFilter,
    *,
    window: Window,
    language: str,
    edition: str,
) -> Sequence[Row[int, bytes | None]]:
    """Ids and bytes of a public feed; no bytes where none of this edition are kept."""
    wanted = (*in_lists(library_id), *about(library_id, wish), *window.holds())
    kept = _with_bytes(select(Gathering.id, CalendarItem.body), language, edition)
    return session.execute(_in_order(kept.where(*wanted))).all()


def list_news(
    session: Session, library_id: int, wish: AgendaFilter, *, window: Window
) -> Sequence[Gathering]:
    """What comes, from this day on, for who reads it in another way than in a calendar."""
    coming = (Gathering.ends_at > window.midnight, Gathering.starts_at < window.ends)
    wanted = (*in_lists(library_id), *about(library_id, wish), *coming)
    in_order = _whole().where(*wanted).order_by(Gathering.starts_at, Gathering.id)
    return session.scalars(in_order.limit(MOST_NEWS)).all()


def list_own(
    session: Session, person_id: int, *, window: Window, language: str, edition: str
) -> Sequence[Row[int, bytes | None, SignUpStatus]]:
    """Ids, bytes and place of what somebody signed up for, in every library."""
    columns = select(Gathering.id, CalendarItem.body, SignUp.status)
    kept = _with_bytes(columns.join(SignUp, SignUp.gathering_id == Gathering.id), language, edition)
    return session.execute(_in_order(kept.where(*_own(person_id, window)))).all()


def list_own_state(
    session: Session, person_id: int, *, window: Window
) -> Sequence[Row[int, SignUpStatus, str]]:
    """What decides whether somebody's own feed is still the same, without an event in it."""
    statement = (
        select(SignUp.gathering_id, SignUp.status, LibraryVersion.agenda)
        .join(Gathering, Gathering.id == SignUp.gathering_id)
        .join(LibraryVersion, LibraryVersion.library_id == SignUp.library_id)
        .where(*_own(person_id, window))
        .order_by(SignUp.gathering_id)
    )
    return session.execute(statement).all()


def list_received_state(
    session: Session, person_id: int, *, window: Window
) -> Sequence[Row[int, int, int, str]]:
    """What decides whether a host's feed is still the same: also how many people come."""
    statement = (
        select(Gathering.id, Gathering.taken, Gathering.waiting, LibraryVersion.agenda)
        .join(LibraryVersion, LibraryVersion.library_id == Gathering.library_id)
        .where(*_received(person_id, window))
        .order_by(Gathering.id)
    )
    return session.execute(statement).all()


def list_received(session: Session, person_id: int, *, window: Window) -> Sequence[Gathering]:
    """At which somebody receives the people, in every library, with all that a calendar shows."""
    received = _whole().where(*_received(person_id, window))
    return session.scalars(
        received.order_by(Gathering.starts_at, Gathering.id).limit(MOST_EVENTS)
    ).all()


def list_to_write(session: Session, ids: Sequence[int]) -> Sequence[Gathering]:
    """Gatherings with all that a calendar shows of them, for nobody else to write meanwhile."""
    return session.scalars(
        _whole()
        .where(Gathering.id.in_(ids))
        .order_by(Gathering.id)
        .with_for_update(of=Gathering, key_share=True),
        execution_options={"populate_existing": True},
    ).all()


def list_behind(session: Session, edition: str, window: Window, most: int) -> Sequence[int]:
    """Ids of gatherings that are in feeds, but not in the bytes of this edition in every language.

    Unlike `list_after` it looks at no contents, so it is soon done.
    """
    of_this_edition = CalendarItem.inputs_hash.startswith(edition)
    kept = (
        select(func.count())
        .where(CalendarItem.gathering_id == Gathering.id, of_this_edition)
        .scalar_subquery()
    )
    behind = (Gathering.published_at.is_not(None), *window.holds(), kept < len(LANGUAGES))
    return session.scalars(
        select(Gathering.id).where(*behind).order_by(Gathering.id).limit(most)
    ).all()


def list_after(session: Session, after_id: int, window: Window, most: int) -> Sequence[Gathering]:
    """The next gatherings that are in feeds, by id."""
    published = (Gathering.published_at.is_not(None), *window.holds(), Gathering.id > after_id)
    return session.scalars(_whole().where(*published).order_by(Gathering.id).limit(most)).all()


def list_hashes(session: Session, ids: Sequence[int]) -> set[tuple[int, str, str]]:
    """What the kept bytes were made from, by gathering and language."""
    rows = session.execute(
        select(CalendarItem.gathering_id, CalendarItem.language, CalendarItem.inputs_hash).where(
            CalendarItem.gathering_id.in_(ids)
        )
    )
    return {(row.gathering_id, row.language, row.inputs_hash) for row in rows}


def find_item(session: Session, gathering: Gathering, language: str, edition: str) -> bytes | None:
    """The kept bytes of one gathering."""
    return session.scalars(
        select(CalendarItem.body).where(
            CalendarItem.gathering_id == gathering.id,
            CalendarItem.language == language,
            CalendarItem.inputs_hash.startswith(edition),
        )
    ).one_or_none()


def get_branch_by_slug(session: Session, library_id: int, slug: str) -> Branch:
    branch = session.scalars(
        select(Branch).where(Branch.library_id == library_id, Branch.slug == slug)
    ).one_or_none()
    if branch is None:
        raise NotFound
    return branch


def get_theme_by_slug(session: Session, slug: str) -> Theme:
    theme = session.scalars(select(Theme).where(Theme.slug == slug)).one_or_none()
    if theme is None:
        raise NotFound
    return theme


def find_person(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def _own(person_id: int, window: Window) -> list[ColumnElement[bool]]:
    return [
        SignUp.person_id == person_id,
        SignUp.status.in_(_COUNTS_ON_IT),
        Gathering.published_at.is_not(None),
        *window.holds(),
    ]


def _received(person_id: int, window: Window) -> list[ColumnElement[bool]]:
    return [received_by(person_id), Gathering.published_at.is_not(None), *window.holds()]


def _with_bytes(statement: Select[*Columns], language: str, edition: str) -> Select[*Columns]:
    return statement.outerjoin(
        CalendarItem,
        and_(
            CalendarItem.gathering_id == Gathering.id,
            CalendarItem.language == language,
            CalendarItem.inputs_hash.startswith(edition),
        ),
    )


def _in_order(statement: Select[*Columns]) -> Select[*Columns]:
    return statement.order_by(Gathering.starts_at, Gathering.id).limit(MOST_EVENTS)


def _whole() -> Select[Gathering]:
    return select(Gathering).options(
        joinedload(Gathering.library),
        joinedload(Gathering.branch),
        joinedload(Gathering.room),
        selectinload(Gathering.themes),
    )
