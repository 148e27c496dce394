"""What the librarian does: cut the day into slots, ask people, and keep the covers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts import ages
from community.accounts.models import Person
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.gatherings.sign_up_rules import check_on
from community.libraries import versions
from community.living_books import lending, loan_queries, queries, timetable
from community.living_books.models import (
    USUAL_READERS,
    BookState,
    LivingBook,
    LivingDay,
    Means,
    Sitting,
    Slot,
    Way,
)
from community.living_books.rules import (
    NeedsConsent,
    NoLivingBooksHere,
    NotAsked,
    SurnameOnCover,
    TimesInUse,
    TooShort,
)
from community.living_books.timetable import Cut
from community.outbox.services import owe
from community.register.models import LONGEST_TITLE, Entry
from community.search.folding import fold
from community.tongues import Tongue


@dataclass(frozen=True, slots=True)
class Cover:
    """What others read of a book, and how it is lent."""

    title: str
    sentence: str = ""
    tongues: frozenset[Tongue] = frozenset({Tongue.DUTCH})
    readers: int = USUAL_READERS
    slot_ids: frozenset[int] = frozenset()


def lay_out(
    session: Session, library_id: int, gathering_id: int, cut: Cut, way: Way, *, now: datetime
) -> LivingDay:
    """Make a gathering a living library, or cut its day anew; no time goes that somebody has.

    A time that stays keeps its readers; at a new one every book sits, until somebody says no.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    check_on_or_draft(gathering, now)
    if gathering.is_sensitive:
        raise NoLivingBooksHere
    minutes = (gathering.ends_at - gathering.starts_at) // timedelta(minutes=1)
    begins = timetable.begins(minutes, cut)
    if not begins:
        raise TooShort
    day = queries.find_day(session, library_id, gathering_id)
    if day is None:
        day = LivingDay(
            gathering_id=gathering_id,
            library_id=library_id,
            known_starts_at=gathering.starts_at,
            known_ends_at=gathering.ends_at,
            made_at=now,
        )
        session.add(day)
    day.slot_minutes, day.pause_minutes = cut.slot, cut.pause
    day.break_after, day.break_minutes = cut.break_after, cut.break_minutes
    day.way = way
    session.flush()
    _put_slots(session, day, begins)
    versions.pages_changed(session, library_id)
    return day


def check_on_or_draft(gathering: Gathering, now: datetime) -> None:
    """A draft can be prepared too; what is over or called off is left as it was."""
    if gathering.published_at is not None:
        check_on(gathering, now)


def _put_slots(session: Session, day: LivingDay, begins: Collection[int]) -> None:
    slots = {slot.begins: slot for slot in queries.list_slots(session, day.library_id,
                                                               day.gathering_id)}  # fmt: skip
    in_use = queries.ids_of_slots_in_use(session, day.gathering_id)
    for at, slot in slots.items():
        if at in begins and slot.minutes == day.slot_minutes:
            continue
        if slot.id in in_use:
            raise TimesInUse
        if at in begins:
            slot.minutes = day.slot_minutes
        else:
            session.delete(slot)
    new = [
        Slot(
            library_id=day.library_id,
            gathering_id=day.gathering_id,
            begins=at,
            minutes=day.slot_minutes,
        )
        for at in begins
        if at not in slots
    ]
    session.add_all(new)
    session.flush()
    for book in queries.list_books(session, day.library_id, day.gathering_id):
        session.refresh(book, ["sittings"])
        for slot in new if book.is_on else []:
            book.sittings.append(_sitting(book, slot.id))
    session.flush()


def ask(
    session: Session, library_id: int, gathering_id: int, entry: Entry, *, now: datetime
) -> LivingBook:
    """Ask who offers this to be a book that day. Asked twice is asked once.

    `entry` is an open offer that a librarian may see.
    """
    gathering = seats.lock(session, gathering_id, library_id)
    check_on_or_draft(gathering, now)
    queries.get_day(session, library_id, gathering_id)
    if entry.is_sensitive and entry.consent_at is None:
        raise NeedsConsent
    ages.check(session, entry.person_id, now=now)
    found = queries.find_of_person(session, gathering_id, entry.person_id)
    if found is not None:
        return found
    book = LivingBook(
        library_id=library_id,
        gathering_id=gathering_id,
        entry_id=entry.id,
        person_id=entry.person_id,
        title=entry.title[:LONGEST_TITLE],
        language=entry.language,
        tongues=entry.tongues or frozenset({Tongue.DUTCH}),
        asked_at=now,
        # The words of the register were read; with a surname in them they do not go on a cover.
        checked_at=None if _has_surname(entry.person, entry.title) else now,
    )
    session.add(book)
    session.flush()
    book.sittings = [
        _sitting(book, slot.id) for slot in queries.list_slots(session, library_id, gathering_id)
    ]
    session.flush()
    tell_book(session, book, "asked", now=now)
    return book


def answer(
    session: Session,
    library_id: int,
    gathering_id: int,
    book_id: int,
    *,
    yes: bool,
    by: Means,
    now: datetime,
) -> LivingBook:
    """A yes or a no of the person; a no after a yes takes the book off, and readers hear of it."""
    gathering, book = _locked(session, library_id, gathering_id, book_id)
    if book.state is BookState.REMOVED and by is Means.PAGE:
        raise NotAsked
    if not yes and book.state in (BookState.AGREED, BookState.WITHDRAWN):
        return _take_off(session, gathering, book, BookState.WITHDRAWN, by=by, now=now)
    wanted = BookState.AGREED if yes else BookState.DECLINED
    if book.state is wanted:
        return book
    check_on_or_draft(gathering, now)
    if yes:
        ages.check(session, book.person_id, now=now)
    _become(session, book, wanted, by=by, now=now)
    if yes:
        tell_book(session, book, "agreed", now=now, occasion=now.isoformat())
    return book


def take_off(
    session: Session, library_id: int, gathering_id: int, book_id: int, *, now: datetime
) -> LivingBook:
    """The library does without this book after all; its person and its readers hear of it."""
    gathering, book = _locked(session, library_id, gathering_id, book_id)
    if book.state is BookState.REMOVED:
        return book
    knew = book.is_on
    _take_off(session, gathering, book, BookState.REMOVED, by=Means.DESK, now=now)
    if knew:
        tell_book(session, book, "removed", now=now, occasion=now.isoformat())
    return book


def take_off_all_of(session: Session, person_id: int, now: datetime) -> None:
    """A librarian says that this person is under 16: they are no book."""
    for book in queries.list_mine(session, person_id, now=now):
        take_off(session, book.library_id, book.gathering_id, book.id, now=now)


def _take_off(
    session: Session,
    gathering: Gathering,
    book: LivingBook,
    state: BookState,
    *,
    by: Means,
    now: datetime,
) -> LivingBook:
    if book.state is state:
        return book
    _become(session, book, state, by=by, now=now)
    for loan in loan_queries.list_loans_of_book(session, book.id):
        lending.give_up_by_us(session, gathering, loan, now=now)
    return book


def _become(
    session: Session, book: LivingBook, state: BookState, *, by: Means, now: datetime
) -> None:
    book.state, book.answered_at, book.answered_by = state, now, by
    versions.pages_changed(session, book.library_id)


def change_cover(
    session: Session,
    library_id: int,
    gathering_id: int,
    book_id: int,
    cover: Cover,
    *,
    by_librarian: bool,
    now: datetime,
) -> LivingBook:
    """Other words, languages, numbers or times. Words of the person itself a librarian reads first.

    A time with readers stays, and so do the places that are taken.
    """
    _gathering, book = _locked(session, library_id, gathering_id, book_id)
    if _has_surname(book.person, f"{cover.title} {cover.sentence}"):
        raise SurnameOnCover
    words = (cover.title, cover.sentence)
    if by_librarian:
        book.checked_at = now
    elif words != (book.title, book.sentence):
        book.checked_at = None
    book.title, book.sentence = words
    book.tongues, book.readers = cover.tongues or frozenset({Tongue.DUTCH}), cover.readers
    _put_sittings(session, book, cover.slot_ids)
    versions.pages_changed(session, library_id)
    return book


def _put_sittings(session: Session, book: LivingBook, wanted: frozenset[int]) -> None:
    stands = {sitting.slot_id: sitting for sitting in book.sittings}
    in_use = {loan.slot_id for loan in loan_queries.list_loans_of_book(session, book.id)}
    if in_use - wanted:
        raise TimesInUse
    for slot_id, sitting in stands.items():
        if slot_id not in wanted:
            book.sittings.remove(sitting)
        else:
            sitting.readers = max(book.readers, sitting.taken)
    ours = {slot.id for slot in queries.list_slots(session, book.library_id, book.gathering_id)}
    for slot_id in sorted((wanted & ours) - set(stands)):
        book.sittings.append(_sitting(book, slot_id))
    session.flush()


def _sitting(book: LivingBook, slot_id: int) -> Sitting:
    return Sitting(
        book_id=book.id, slot_id=slot_id, library_id=book.library_id, readers=book.readers, taken=0
    )


def _has_surname(person: Person, said: str) -> bool:
    """A surname of several words, or of one, is looked for as it is: ‘de Vries’, ‘Bakker’."""
    surname = fold(person.surname)
    return bool(surname and re.search(rf"\b{re.escape(surname)}\b", fold(said)))


def _locked(
    session: Session, library_id: int, gathering_id: int, book_id: int
) -> tuple[Gathering, LivingBook]:
    gathering = seats.lock(session, gathering_id, library_id)
    return gathering, queries.get_book(session, library_id, gathering_id, book_id, fresh=True)


def tell_book(
    session: Session, book: LivingBook, what: str, *, now: datetime, occasion: str = ""
) -> None:
    """A mail to the person; who has no address stands on the desk's list of people to call."""
    if not book.person.gets_mail:
        book.call_since = now
        return
    owe(
        session,
        f"living_books/{what}",
        to=book.person_id,
        key=f"living_book:{book.id}:{what}:{occasion}",
        library_id=book.library_id,
        gathering_id=book.gathering_id,
        now=now,
        book_id=book.id,
    )
