"""Every select about living books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community import tokens
from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.living_books.models import (
    BookState,
    LivingBook,
    LivingDay,
    Loan,
    Sitting,
    Slot,
)
from community.register import queries as entries
from community.register import seeing
from community.register.models import Entry, Form
from community.register.narrowing import Wish
from community.register.seeing import Viewer

#: What links are derived from: to the page of a book, and to the board.
PURPOSE, BOARD = "living-book", "living-board"
#: More than anybody lends out on one day.
MOST_BOOKS = 60
#: Offers to ask, on one page.
MOST_OFFERS = 100

_FRESH = {"populate_existing": True}


# ─── the day ───


def find_day(session: Session, library_id: int, gathering_id: int) -> LivingDay | None:
    return session.scalars(
        select(LivingDay).where(
            LivingDay.library_id == library_id, LivingDay.gathering_id == gathering_id
        )
    ).one_or_none()


def get_day(session: Session, library_id: int, gathering_id: int) -> LivingDay:
    found = find_day(session, library_id, gathering_id)
    if found is None:
        raise NotFound
    return found


def list_slots(session: Session, library_id: int, gathering_id: int) -> Sequence[Slot]:
    return session.scalars(
        select(Slot)
        .where(Slot.library_id == library_id, Slot.gathering_id == gathering_id)
        .order_by(Slot.begins)
    ).all()


def ids_of_slots_in_use(session: Session, gathering_id: int) -> set[int]:
    """Slots in which somebody counts on a talk."""
    held = select(Loan.slot_id).where(Loan.gathering_id == gathering_id, Loan.given_up_at.is_(None))
    return set(session.scalars(held))


def board_token(day: LivingDay, *, key: str) -> str:
    return tokens.derive(key, BOARD, day.gathering_id, day.salt)


def get_day_by_token(session: Session, library_id: int, token: str, *, key: str) -> LivingDay:
    number = tokens.row_id(token)
    day = find_day(session, library_id, number) if number is not None else None
    if day is None or not tokens.matches(token, key, BOARD, day.gathering_id, day.salt):
        raise NotFound
    return day


def ids_of_changed(session: Session, *, now: datetime) -> Sequence[int]:
    """Days to come of which the time is another than their books know."""
    is_off = case((Gathering.status == GatheringStatus.CANCELLED, True), else_=False)
    return session.scalars(
        select(LivingDay.gathering_id)
        .join(LivingDay.gathering)
        .where(
            Gathering.ends_at > now,
            or_(
                LivingDay.known_starts_at != Gathering.starts_at,
                LivingDay.known_ends_at != Gathering.ends_at,
                LivingDay.known_cancelled != is_off,
            ),
        )
        .order_by(LivingDay.gathering_id)
    ).all()


def ids_of_books_of(gatherings: Select[int]) -> Select[int]:
    return select(LivingBook.id).where(LivingBook.gathering_id.in_(gatherings))


# ─── books ───


def on_the_list() -> ColumnElement[bool]:
    """What stands in the catalogue: agreed, read by a librarian, not hidden; of a sensitive theme
    only with the consent of the register. Asked wherever others see a book or take a place."""
    return and_(
        LivingBook.state == BookState.AGREED,
        LivingBook.checked_at.is_not(None),
        LivingBook.entry_id.in_(_showable()),
    )


def _showable() -> Select[int]:
    return select(Entry.id).where(
        Entry.hidden_at.is_(None),
        or_(Entry.consent_at.is_not(None), Entry.id.not_in(seeing.sensitive())),
    )


def list_catalogue(session: Session, library_id: int, gathering_id: int) -> Sequence[LivingBook]:
    """The books that can be read, with their times and themes, by title."""
    return session.scalars(
        _with_all()
        .where(
            LivingBook.library_id == library_id,
            LivingBook.gathering_id == gathering_id,
            on_the_list(),
        )
        .order_by(func.lower(LivingBook.title), LivingBook.id)
        .limit(MOST_BOOKS),
        execution_options=_FRESH,
    ).all()


def ids_on_the_list(session: Session, library_id: int, gathering_id: int) -> set[int]:
    """Of whom the words may be shown; who reserved another one has the time, and no words."""
    return set(
        session.scalars(
            select(LivingBook.id).where(
                LivingBook.library_id == library_id,
                LivingBook.gathering_id == gathering_id,
                on_the_list(),
            )
        )
    )


def list_books(session: Session, library_id: int, gathering_id: int) -> Sequence[LivingBook]:
    """For the desk: everybody who was asked, with the person; who comes first."""
    return session.scalars(
        _with_all()
        .options(joinedload(LivingBook.person))
        .where(LivingBook.library_id == library_id, LivingBook.gathering_id == gathering_id)
        .order_by(func.lower(LivingBook.title), LivingBook.id)
    ).all()


def get_book(
    session: Session, library_id: int, gathering_id: int, book_id: int, *, fresh: bool = False
) -> LivingBook:
    found = session.scalars(
        _with_all()
        .options(joinedload(LivingBook.person))
        .where(
            LivingBook.library_id == library_id,
            LivingBook.gathering_id == gathering_id,
            LivingBook.id == book_id,
        ),
        execution_options=_FRESH if fresh else {},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_book(session: Session, book_id: int) -> LivingBook | None:
    """For a mail: with everything that a letter says."""
    return session.scalars(
        _with_all()
        .options(
            joinedload(LivingBook.person),
            joinedload(LivingBook.day)
            .joinedload(LivingDay.gathering)
            .options(
                joinedload(Gathering.library),
                joinedload(Gathering.branch),
                joinedload(Gathering.room),
            ),
        )
        .where(LivingBook.id == book_id),
        execution_options=_FRESH,
    ).one_or_none()


def list_mine(session: Session, person_id: int, *, now: datetime) -> Sequence[LivingBook]:
    """Where somebody was asked to be a book, or is one, of what is still to come."""
    return session.scalars(
        select(LivingBook)
        .join(LivingBook.day)
        .join(LivingDay.gathering)
        .options(
            contains_eager(LivingBook.day)
            .contains_eager(LivingDay.gathering)
            .joinedload(Gathering.library)
        )
        .where(
            LivingBook.person_id == person_id,
            LivingBook.state.in_((BookState.ASKED, BookState.AGREED)),
            Gathering.ends_at > now,
            Gathering.status != GatheringStatus.CANCELLED,
        )
        .order_by(Gathering.starts_at)
    ).all()


def token_of(book: LivingBook, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, book.id, book.salt)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> LivingBook:
    number = tokens.row_id(token)
    found = find_book(session, number) if number is not None else None
    if (
        found is None
        or found.library_id != library_id
        or not tokens.matches(token, key, PURPOSE, found.id, found.salt)
    ):
        raise NotFound
    return found


def list_offers(
    session: Session, library_id: int, gathering_id: int, viewer: Viewer, *, now: datetime
) -> Sequence[Entry]:
    """Open offers to be a living book, of people who were not asked for this day yet."""
    asked = select(LivingBook.person_id).where(LivingBook.gathering_id == gathering_id)
    wish = Wish(form=Form.LIVING_BOOK)
    ids = session.scalars(
        entries.among(library_id, wish, viewer, now=now)
        .where(Entry.person_id.not_in(asked))
        .order_by(Entry.opened_at.desc(), Entry.id)
        .limit(MOST_OFFERS)
    ).all()
    found = {entry.id: entry for entry in entries.list_by_ids(session, library_id, ids)}
    return [found[each] for each in ids]


def get_offer(
    session: Session, library_id: int, entry_id: int, viewer: Viewer, *, now: datetime
) -> Entry:
    """One of those; whatever else it is does not exist here."""
    wish = Wish(form=Form.LIVING_BOOK)
    listed = entries.among(library_id, wish, viewer, now=now).where(Entry.id == entry_id)
    if session.scalars(listed).one_or_none() is None:
        raise NotFound
    return entries.get(session, library_id, entry_id)


def find_of_person(session: Session, gathering_id: int, person_id: int) -> LivingBook | None:
    """Somebody is one book on one day, whatever else they offer."""
    return session.scalars(
        select(LivingBook).where(
            LivingBook.gathering_id == gathering_id, LivingBook.person_id == person_id
        )
    ).one_or_none()


def how_many_wait(library_id: int, now: datetime) -> Select[int]:
    """Covers of which the words changed, of days to come: a librarian reads them first."""
    return (
        select(func.count(LivingBook.id))
        .join(Gathering, Gathering.id == LivingBook.gathering_id)
        .where(
            LivingBook.library_id == library_id,
            LivingBook.state == BookState.AGREED,
            LivingBook.checked_at.is_(None),
            Gathering.ends_at > now,
            Gathering.status != GatheringStatus.CANCELLED,
        )
    )


def first_that_waits(library_id: int, now: datetime) -> Select[int]:
    return how_many_wait(library_id, now).with_only_columns(func.min(LivingBook.gathering_id))


def _with_all() -> Select[LivingBook]:
    return select(LivingBook).options(
        selectinload(LivingBook.sittings).joinedload(Sitting.slot),
        joinedload(LivingBook.entry).options(selectinload(Entry.themes), selectinload(Entry.terms)),
    )
