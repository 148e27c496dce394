"""Readers say which books they wish; a librarian lets the engine place everybody at once.

The engine gives as many people as can be a first talk, then a second and a third, dear wishes
before others, and draws lots among equals by a number that is shown. Publishing turns its answer
into reservations, one by one and by the same rules as always: what changed meanwhile is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from secrets import randbelow
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.sign_up_rules import check_on, locked
from community.living_books import lending, loan_queries, queries, rules
from community.living_books.lending import Place
from community.living_books.models import (
    MOST_WISHES,
    BookWish,
    LivingBook,
    Made,
    Sitting,
    Way,
)
from community.solves import queries as solve_queries
from community.solves import services as solves
from community.solves.models import Solve, SolveState

#: What a solve is for; its subject is the gathering.
KIND = "living_books"
#: What a first, second and third wish is worth.
WORTH = (1000, 800, 600)
_SEEDS = 1_000_000


def wish(
    session: Session,
    library_id: int,
    sign_up_id: int,
    book_ids: Sequence[int],
    *,
    now: datetime,
) -> None:
    """What a reader would like, dearest first; said again it replaces what was said."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    if sign_up.status is not SignUpStatus.CONFIRMED:
        raise rules.PlaceFirst
    check_on(gathering, now)
    if queries.get_day(session, library_id, gathering.id).way is not Way.ROUND:
        raise rules.NoWishesNow
    there = {book.id for book in queries.list_catalogue(session, library_id, gathering.id)}
    wanted = [each for each in dict.fromkeys(book_ids) if each in there][:MOST_WISHES]
    session.execute(delete(BookWish).where(BookWish.sign_up_id == sign_up_id))
    session.add_all(
        BookWish(
            sign_up_id=sign_up_id, rank=rank, library_id=library_id, book_id=book_id, made_at=now
        )
        for rank, book_id in enumerate(wanted, 1)
    )


def ask(
    session: Session, library_id: int, gathering_id: int, *, by_id: int, now: datetime
) -> Solve:
    """Ask the engine to place everybody who wished; while it works on it, that one is given."""
    gathering = seats.lock(session, gathering_id, library_id)
    check_on(gathering, now)
    if queries.get_day(session, library_id, gathering_id).way is not Way.ROUND:
        raise rules.NoWishesNow
    problem = problem_of(session, gathering, now=now)
    if not problem["pairs"]:
        raise rules.NothingToDivide
    return solves.ask(
        session, library_id, kind=KIND, subject_id=gathering_id, problem=problem,
        wanted_by_id=by_id, now=now,
    )  # fmt: skip


def problem_of(session: Session, gathering: Gathering, *, now: datetime) -> dict[str, Any]:
    """In the engine's program form: a conversation is a book at a time, a person one of a party."""
    library_id = gathering.library_id
    sittings = _open_sittings(session, gathering, now)
    had: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for loan in loan_queries.list_loans(session, library_id, gathering.id):
        if loan.sign_up_id and loan.given_up_at is None:
            had[loan.sign_up_id] |= {("book", loan.book_id), ("slot", loan.slot_id)}
    own = loan_queries.slots_of_persons(session, gathering.id)
    people: list[dict[str, Any]] = []
    pairs: list[list[Any]] = []
    together: list[list[str]] = []
    for sign_up, wishes in by_reader(loan_queries.list_wishes(session, library_id, gathering.id)):
        taken = had[sign_up.id] | {("slot", each) for each in own.get(sign_up.person_id, ())}
        open_to = [
            (each.rank, sitting)
            for each in wishes
            for sitting in sittings.get(each.book_id, ())
            if sitting.free >= sign_up.party_size
            and not taken & {("book", sitting.book_id), ("slot", sitting.slot_id)}
        ]
        party = [f"{sign_up.id}.{number}" for number in range(sign_up.party_size)]
        wanted = max(1, len({sitting.book_id for _rank, sitting in open_to}))
        people += [{"id": name, "seats": wanted} for name in party]
        pairs += [
            [name, conversation(sitting), WORTH[rank - 1]]
            for rank, sitting in open_to
            for name in party
        ]
        together += [party] if len(party) > 1 else []
    all_sittings = [sitting for each in sittings.values() for sitting in each]
    return {
        "kind": "assignment",
        "people": people,
        "conversations": [
            {"id": conversation(each), "capacity": each.free} for each in all_sittings
        ],
        "pairs": pairs,
        "overlaps": [
            [conversation(one), conversation(other)]
            for one, other in combinations(all_sittings, 2)
            if one.slot_id == other.slot_id or one.book_id == other.book_id
        ],
        "together": together,
        "seed": randbelow(_SEEDS),
    }


def _open_sittings(
    session: Session, gathering: Gathering, now: datetime
) -> dict[int, list[Sitting]]:
    """What can still be given out, by book."""
    return {
        book.id: [
            sitting
            for sitting in sorted(book.sittings, key=lambda each: each.slot.begins)
            if sitting.free
            and sitting.slot.fits(gathering)
            and not rules.has_begun(sitting.slot, gathering, now)
        ]
        for book in queries.list_catalogue(session, gathering.library_id, gathering.id)
    }


def by_reader(wishes: Sequence[BookWish]) -> list[tuple[SignUp, list[BookWish]]]:
    """Wishes come in the order of their reader and rank."""
    found: dict[int, tuple[SignUp, list[BookWish]]] = {}
    for each in wishes:
        found.setdefault(each.sign_up_id, (each.sign_up, []))[1].append(each)
    return list(found.values())


def conversation(sitting: Sitting) -> str:
    return f"{sitting.book_id}.{sitting.slot_id}"


# ─── the plan ───


@dataclass(frozen=True, slots=True)
class Talk:
    book: LivingBook
    sitting: Sitting
    rank: int  #: Which wish it was.


class Why(StrEnum):
    """Why somebody has no talk."""

    CONTESTED = "contested"  #: More people wished these than there are places.
    IS_BOOK = "is_book"  #: Talks at all the times that were left.
    PARTY = "party"  #: Comes with more people than a book has places.
    NO_TIME = "no_time"  #: What was free fell together with what is reserved already.


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the plan has for one reader, and which wishes it has not."""

    sign_up: SignUp
    talks: Sequence[Talk]
    missed: Sequence[LivingBook]
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    outcomes: Sequence[Outcome]
    seed: int
    proven: bool

    @property
    def placed(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.talks]

    @property
    def left_out(self) -> list[Outcome]:
        return [each for each in self.outcomes if not each.talks]

    @property
    def first_wishes(self) -> int:
        return sum(any(talk.rank == 1 for talk in each.talks) for each in self.outcomes)


def plan_of(session: Session, solve: Solve) -> Plan | None:
    """The answer of the engine in terms of readers and books; who left since is not in it."""
    if solve.state is not SolveState.DONE or solve.answer is None:
        return None
    library_id, gathering_id = solve.library_id, solve.subject_id
    books = {each.id: each for each in queries.list_catalogue(session, library_id, gathering_id)}
    placed, could = _places_of(solve.answer), {each[0] for each in solve.problem["pairs"]}
    talkers = loan_queries.slots_of_persons(session, gathering_id)
    outcomes = []
    for sign_up, wishes in by_reader(loan_queries.list_wishes(session, library_id, gathering_id)):
        ranks = {each.book_id: each.rank for each in wishes}
        talks = [
            Talk(books[place.book_id], sitting, ranks.get(place.book_id, MOST_WISHES))
            for place in placed.get(sign_up.id, ())
            if place.book_id in books
            for sitting in books[place.book_id].sittings
            if sitting.slot_id == place.slot_id
        ]
        talks.sort(key=lambda talk: talk.sitting.slot.begins)
        got = {talk.book.id for talk in talks}
        missed = [books[each] for each in ranks if each not in got and each in books]
        why = None
        if not talks:
            contested = f"{sign_up.id}.0" in could
            why = Why.CONTESTED if contested else _why(sign_up, missed, talkers)
        outcomes.append(Outcome(sign_up, talks, missed, why))
    seed = int(solve.problem.get("seed", 0))
    return Plan(outcomes, seed, bool(solve.answer.get("proven_optimal")))


def _why(
    sign_up: SignUp, wished: Sequence[LivingBook], talkers: Mapping[int, Collection[int]]
) -> Why:
    """Of who could be nowhere, whatever others wished."""
    if sign_up.person_id in talkers:
        return Why.IS_BOOK
    if all(sign_up.party_size > book.readers for book in wished):
        return Why.PARTY
    return Why.NO_TIME


def _places_of(answer: Mapping[str, Any]) -> dict[int, list[Place]]:
    """By reader; of a party the first speaks for all, as they stay together."""
    found: dict[int, list[Place]] = defaultdict(list)
    for person, at in answer["placed"]:
        sign_up_id, _dot, number = person.partition(".")
        book_id, _dot, slot_id = at.partition(".")
        if number == "0":
            found[int(sign_up_id)].append(Place(int(book_id), int(slot_id)))
    return found


@dataclass(frozen=True, slots=True)
class Published:
    talks: int
    refused: int  #: What no longer could be: somebody left, a book withdrew.


def publish(session: Session, library_id: int, gathering_id: int, *, now: datetime) -> Published:
    """Make the plan reservations; what is left over is for whoever reserves it from now on."""
    gathering = seats.lock(session, gathering_id, library_id)
    check_on(gathering, now)
    day = queries.get_day(session, library_id, gathering_id)
    solve = solve_queries.find_latest(session, library_id, kind=KIND, subject_id=gathering_id)
    if solve is None or (plan := plan_of(session, solve)) is None:
        raise rules.NothingToDivide
    if day.way is not Way.ROUND:
        return Published(0, 0)
    done = refused = 0
    for each in plan.outcomes:
        for talk in each.talks:
            place = Place(talk.book.id, talk.sitting.slot_id)
            try:
                lending.reserve(
                    session, library_id, each.sign_up.id, place, made=Made.ROUND, now=now
                )
                done += 1
            except DomainError:  # Every rule says no before anything is written.
                refused += 1
        if not each.talks:
            occasion = f"{solve.id}:{each.sign_up.id}:out"
            lending.tell_reader(session, gathering, each.sign_up, occasion, now=now)
    day.way = Way.RESERVE
    return Published(done, refused)


def taken_over(_session: Session, _solve: Solve, _now: datetime) -> None:
    """Nothing changes by an answer: a librarian looks at it first."""
