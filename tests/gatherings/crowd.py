"""Many people at once: real threads, each with a connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import ParamSpec, TypeVar

from flask import Flask
from sqlalchemy import case, func, insert, select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering, SignUp, SignUpStatus

IN_FLIGHT = 100

Act = Callable[[], object]
P = ParamSpec("P")
R = TypeVar("R")


def people(number: int) -> list[int]:
    """So many strangers; their ids."""
    rows = [
        {"first_name": f"P{n}", "email": f"p{n}@example.org", "created_at": now()}
        for n in range(number)
    ]
    with transaction() as tx:
        return list(tx.scalars(insert(Person).returning(Person.id), rows))


def rush(app: Flask, acts: Iterable[Act], *, in_flight: int = IN_FLIGHT) -> list[BaseException]:
    """Do all of this at the same time; return what went wrong."""
    queue = list(acts)
    start = Barrier(min(in_flight, len(queue)))

    def worker(mine: list[Act]) -> list[BaseException]:
        wrong: list[BaseException] = []
        start.wait()
        for act in mine:
            with app.app_context():
                try:
                    act()
                except Exception as error:
                    wrong.append(error)
        return wrong

    shares = [queue[n::in_flight] for n in range(min(in_flight, len(queue)))]
    with ThreadPoolExecutor(len(shares)) as pool:
        return [error for wrong in pool.map(worker, shares) for error in wrong]


def together(asked: Callable[P, R]) -> Callable[P, R]:
    """This look-up, at which two wait for each other; a lock that lets one through at a time is not
    waited for long."""
    both = Barrier(2)

    def looked(*args: P.args, **kwargs: P.kwargs) -> R:
        found = asked(*args, **kwargs)
        with suppress(BrokenBarrierError):
            both.wait(0.3)
        return found

    return looked


@contextmanager
def watched(app: Flask, gathering_id: int) -> Iterator[list[tuple[int, int | None]]]:
    """Look all the time at how many seats are given out, and how many there are."""
    seen: list[tuple[int, int | None]] = []
    stop = Event()

    def look() -> None:
        with app.app_context():
            while not stop.is_set():
                seen.append(seats_and_capacity(gathering_id))
                session().rollback()
                stop.wait(0.01)

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def seats_and_capacity(gathering_id: int) -> tuple[int, int | None]:
    """Counted from the sign-ups themselves, in one statement, not from the counter."""
    given = func.coalesce(func.sum(case((SignUp.has_seat, SignUp.party_size), else_=0)), 0)
    row = (
        session()
        .execute(
            select(given, Gathering.capacity)
            .select_from(Gathering)
            .outerjoin(SignUp, SignUp.gathering_id == Gathering.id)
            .where(Gathering.id == gathering_id)
            .group_by(Gathering.id)
        )
        .one()
    )
    return int(row[0]), row[1]


def statuses(gathering_id: int) -> Counter[SignUpStatus]:
    """How many sign-ups stand how."""
    session().rollback()
    found = session().scalars(select(SignUp.status).where(SignUp.gathering_id == gathering_id))
    return Counter(found)


def assert_sound(gathering_id: int) -> None:
    """The counters say what the sign-ups say, and no seat is given out twice."""
    session().rollback()
    gathering = session().get_one(Gathering, gathering_id, populate_existing=True)
    seats, capacity = seats_and_capacity(gathering_id)
    assert gathering.taken == seats
    assert capacity is None or seats <= capacity
    assert gathering.waiting == statuses(gathering_id)[SignUpStatus.WAITING]
