"""A living library that comes: eight people who were asked, most said yes, and their readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.demo.ids import theme_ids
from community.demo.people import Townspeople
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.living_books import timetable
from community.living_books.models import (
    BookState,
    LivingBook,
    LivingDay,
    Loan,
    Made,
    Means,
    Sitting,
    Slot,
    Way,
)
from community.living_books.timetable import Cut
from community.register import finding
from community.register import queries as entries
from community.register.models import LASTS, Direction, Entry, EntryState, Form, entry_theme
from community.tongues import Tongue

_CUT = Cut(20, 0, break_after=2, break_minutes=10)
#: How each of those who were asked answered, in the order of the offers below, and how many may
#: read each of them at once.
_ANSWERS = (
    *[BookState.AGREED] * 6,
    BookState.WITHDRAWN,
    BookState.ASKED,
)
_READERS = (4, 2, 1, 3, 4, 2, 4, 4)
#: The last one who agreed: what is written of them waits for a librarian.
_UNREAD = _ANSWERS.count(BookState.AGREED) - 1
#: What they offered in the register, under which theme, and in which languages besides Dutch.
_OFFERS = (
    ("Ik voer tot mijn zestigste op de kustvaart", "werk-ondernemen", ""),
    ("Ik leerde pas lezen op mijn vijftigste", "lezen-literatuur", ""),
    ("Ik kwam met één koffer uit Aleppo", "talen-culturen", "ar en"),
    ("Ik ben doof en ik dans", "muziek-podium", "dse"),
    ("Ik stopte met school en werd bakker", "werk-ondernemen", ""),
    ("Wij wonen met drie gezinnen in één boerderij", "duurzaam-wonen", "de"),
    ("Ik was burgemeester van een dorp dat niet wilde", "democratie-buurt", ""),
    ("Ik werd vader op mijn zeventiende", "leren-opvoeden", ""),
)
_SENTENCES = (
    "Vraag me gerust hoe dat was, ook wat er misging.",
    "Ik neem een foto mee, daar begint het meestal mee.",
    "Voor wie het zelf overweegt, en voor wie het nooit zou doen.",
    "",
    "Ik vertel, jij vraagt. Stil zijn mag ook.",
    "Het duurt kort, dus vraag meteen wat je echt wilt weten.",
    "Met twee lezers praat het lekkerder dan met acht.",
    "",
)


def add_living_books(
    session: Session, library_id: int, slug: str, folk: Townspeople, *, now: datetime
) -> None:
    """At the first gathering of that name that is still to come."""
    gathering = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.title.startswith("Levende boeken"),
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > now + timedelta(hours=1),
        )
        .order_by(Gathering.starts_at)
        .limit(1)
    ).first()
    if gathering is None:
        return
    chance = Random(f"levende boeken van {slug}")  # noqa: S311 (a town, not a secret)
    offers = _add_offers(session, gathering, folk, chance, now)
    slot_ids = _add_day(session, gathering, chance, now)
    books = [_book(gathering, each, number, chance, now) for number, each in enumerate(offers)]
    book_ids = add_returning_ids(session, LivingBook, books)
    on = [
        (book_id, row) for book_id, row in zip(book_ids, books, strict=True)
        if row["state"] in (BookState.AGREED, BookState.ASKED)
    ]  # fmt: skip
    sittings = {
        (book_id, slot_id): {
            "book_id": book_id,
            "slot_id": slot_id,
            "library_id": library_id,
            "readers": row["readers"],
            "taken": 0,
        }
        for book_id, row in on
        for slot_id in slot_ids[: chance.choice((3, 4, 4))]
    }
    agreed = {book_id for book_id, row in on if row["state"] is BookState.AGREED}
    loans = list(_loans(session, gathering, sittings, agreed, chance, now))
    add(session, Sitting, list(sittings.values()))
    add(session, Loan, loans)


def _add_offers(
    session: Session, gathering: Gathering, folk: Townspeople, chance: Random, now: datetime
) -> Sequence[Entry]:
    """Eight people who want to be read, each with an offer that stands open."""
    library_id, opened = gathering.library_id, now - timedelta(days=30)
    themes = theme_ids(session)
    people = chance.sample(folk.residents, k=len(_OFFERS))
    ids = add_returning_ids(session, Entry, [
        {
            "library_id": library_id,
            "person_id": person_id,
            "direction": Direction.OFFER,
            "title": title,
            "forms": frozenset({Form.LIVING_BOOK}),
            "tongues": frozenset({Tongue.DUTCH, *map(Tongue, tongues.split())}),
            "age_said_at": opened,
            "state": EntryState.OPEN,
            "handed_in_at": opened,
            "checked_at": opened,
            "opened_at": opened,
            "expires_at": opened + LASTS,
            "salt": secret(chance),
            "created_at": opened,
            "revised_at": opened,
        }
        for person_id, (title, _theme, tongues) in zip(people, _OFFERS, strict=True)
    ])  # fmt: skip
    session.execute(entry_theme.insert(), [
        {"entry_id": entry_id, "theme_id": themes[theme]}
        for entry_id, (_title, theme, _tongues) in zip(ids, _OFFERS, strict=True)
    ])  # fmt: skip
    finding.lay_out_all(session, library_id, ids)
    return entries.list_by_ids(session, library_id, ids)


def _add_day(session: Session, gathering: Gathering, chance: Random, now: datetime) -> list[int]:
    day: Row = {
        "gathering_id": gathering.id,
        "library_id": gathering.library_id,
        "slot_minutes": _CUT.slot,
        "pause_minutes": _CUT.pause,
        "break_after": _CUT.break_after,
        "break_minutes": _CUT.break_minutes,
        "way": Way.RESERVE,
        "salt": secret(chance),
        "known_starts_at": gathering.starts_at,
        "known_ends_at": gathering.ends_at,
        "known_cancelled": False,
        "made_at": now - timedelta(days=20),
    }
    add(session, LivingDay, [day])
    minutes = (gathering.ends_at - gathering.starts_at) // timedelta(minutes=1)
    return add_returning_ids(session, Slot, [
        {
            "library_id": gathering.library_id,
            "gathering_id": gathering.id,
            "begins": begins,
            "minutes": _CUT.slot,
        }
        for begins in timetable.begins(minutes, _CUT)
    ])  # fmt: skip


def _book(gathering: Gathering, entry: Entry, number: int, chance: Random, now: datetime) -> Row:
    state = _ANSWERS[number]
    answered = None if state is BookState.ASKED else now - timedelta(days=12 - number)
    by = Means.PHONE if number == 1 else Means.PAGE
    return {
        "library_id": gathering.library_id,
        "gathering_id": gathering.id,
        "entry_id": entry.id,
        "person_id": entry.person_id,
        "title": entry.title,
        "sentence": _SENTENCES[number],
        "language": entry.language,
        "tongues": entry.tongues or frozenset({Tongue.DUTCH}),
        "readers": _READERS[number],
        "state": state,
        "asked_at": now - timedelta(days=15),
        "answered_at": answered,
        "answered_by": by if answered else None,
        "checked_at": None if number == _UNREAD else now - timedelta(days=10),
        "salt": secret(chance),
    }


def _loans(
    session: Session,
    gathering: Gathering,
    sittings: dict[tuple[int, int], Row],
    agreed: set[int],
    chance: Random,
    now: datetime,
) -> Iterator[Row]:
    """Who signed up reads one book or two, at other times; counters in step."""
    signed_up = session.execute(
        select(SignUp.id, SignUp.party_size)
        .where(SignUp.gathering_id == gathering.id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(SignUp.id)
    )
    open_to = [place for place in sittings if place[0] in agreed]
    for sign_up_id, people in signed_up:
        read: set[int] = set()
        busy: set[int] = set()
        for book_id, slot_id in chance.sample(open_to, k=min(2, len(open_to))):
            sitting = sittings[book_id, slot_id]
            clash = book_id in read or slot_id in busy
            if clash or sitting["taken"] + people > sitting["readers"]:
                continue
            read.add(book_id)
            busy.add(slot_id)
            sitting["taken"] += people
            yield {
                "library_id": gathering.library_id,
                "gathering_id": gathering.id,
                "book_id": book_id,
                "slot_id": slot_id,
                "sign_up_id": sign_up_id,
                "people": people,
                "made": Made.PAGE,
                "made_at": now - timedelta(hours=chance.randrange(2, 200)),
            }
