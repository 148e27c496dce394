"""A long solve, from asking to its answer, whatever happens in between."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from select import select
from threading import Event

import pytest

from community.clock import now
from community.db import transaction
from community.errors import NotFound
from community.libraries.models import Library
from community.solves import queries, running, services, states
from community.solves.models import Solve, SolveState
from tests.factories import a_library
from tests.keeping.forgetting import forget
from tests.solves.solves import PROBLEM, a_solve


@pytest.fixture
def library(app) -> Library:
    return a_library()


@pytest.fixture
def taken_over(monkeypatch) -> list[Solve]:
    """What became of answers; nobody else waits for any."""
    told: list[Solve] = []
    monkeypatch.setattr(services, "_done", {"tests": lambda _tx, solve, _now: told.append(solve)})
    return told


@pytest.fixture
def engine_is(monkeypatch):
    """Let the engine be these lines of Python instead."""

    def be(code: str) -> None:
        monkeypatch.setattr(running, "COMMAND", (sys.executable, "-Sc", code))
        monkeypatch.setattr(running, "TELL_EVERY", 0)
        monkeypatch.setattr(running, "WATCH_EVERY", 0.01)

    return be


def ask(library: Library, subject_id: int = 1) -> Solve:
    with transaction() as tx:
        return services.ask(
            tx, library.id, kind="tests", subject_id=subject_id, problem=PROBLEM,
            wanted_by_id=None, now=now(),
        )  # fmt: skip


def stand(session, solve: Solve) -> Solve:
    session.rollback()
    return session.get_one(Solve, solve.id, populate_existing=True)


SLOW = "import sys, time; print('0.400', file=sys.stderr, flush=True); time.sleep(60)"
QUICK = "print('{}')"


def test_the_engine_itself_answers_and_who_asked_takes_it_over(session, library, taken_over):
    solve = ask(library)
    assert running.go_on()
    assert [(each.id, each.answer["placed"]) for each in taken_over] == [(solve.id, [["a", "x"]])]
    solve = stand(session, solve)
    assert (solve.state, solve.error, solve.leased_until) == (SolveState.DONE, "", None)
    assert not running.go_on()


def test_of_a_problem_that_is_taken_over_only_what_is_still_read_stays(
    session, library, monkeypatch
):
    reads = []
    monkeypatch.setattr(services, "_done", {})
    monkeypatch.setattr(services, "_still_read", {})
    services.when_done(
        "tests", lambda _tx, solve, _now: reads.append(dict(solve.problem)), still_reads=("pairs",)
    )
    solve = ask(library)
    assert running.go_on()
    assert reads == [PROBLEM]
    solve = stand(session, solve)
    assert solve.problem == {"pairs": PROBLEM["pairs"]}
    assert solve.answer is not None


def test_asking_twice_is_asking_once_until_it_ended(session, library, taken_over, engine_is):
    engine_is(QUICK)
    first = ask(library)
    assert ask(library).id == first.id
    assert ask(library, subject_id=2).id != first.id
    running.go_on()
    again = ask(library)
    assert again.id != first.id
    assert queries.find_latest(session, library.id, kind="tests", subject_id=1).id == again.id


def test_it_tells_how_far_it_is_and_a_cancel_ends_the_engine(
    session, library, taken_over, engine_is, monkeypatch
):
    engine_is(SLOW)
    solve = ask(library)
    seen = []
    tell = states.is_still_wanted

    def tell_and_cancel(tx, solve_id, attempt, share, *, now):
        wanted = tell(tx, solve_id, attempt, share, now=now)
        seen.append(share)
        if share:
            services.cancel(tx, library.id, solve_id, now=now)
        return wanted

    monkeypatch.setattr(states, "is_still_wanted", tell_and_cancel)
    assert running.go_on()
    solve = stand(session, solve)
    assert (solve.state, solve.progress, taken_over) == (SolveState.CANCELLED, 400, [])
    assert seen[-2] == 0.4


def test_a_cancel_ends_what_the_engine_has_beside_it_too(
    session, library, taken_over, engine_is, monkeypatch, tmp_path
):
    """Both hold one end of a pipe: the other end is told when neither lives."""
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    reading = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    engine_is(
        "import os, sys, time\n"
        f"os.open({str(alive)!r}, os.O_WRONLY)\n"
        "os.fork() and (sys.stderr.write('0.4\\n'), sys.stderr.flush())\n"
        "time.sleep(60)"
    )
    solve = ask(library)
    tell = states.is_still_wanted

    def tell_and_cancel(tx, solve_id, attempt, share, *, now):
        if share:
            services.cancel(tx, library.id, solve_id, now=now)
        return tell(tx, solve_id, attempt, share, now=now)

    monkeypatch.setattr(states, "is_still_wanted", tell_and_cancel)
    assert running.go_on()
    assert stand(session, solve).state is SolveState.CANCELLED
    assert select([reading], [], [], 5)[0]
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_what_waits_is_cancelled_at_once_and_twice_is_once(session, library, taken_over):
    solve, moment = ask(library), now()
    for at in (moment, moment + timedelta(minutes=1)):
        with transaction() as tx:
            services.cancel(tx, library.id, solve.id, now=at)
    solve = stand(session, solve)
    assert (solve.state, solve.ended_at) == (SolveState.CANCELLED, moment)
    assert solve.problem == {}
    assert not running.go_on()


def test_another_library_cancels_and_finds_nothing(session, library, taken_over):
    solve, other = ask(library), a_library("elders")
    with transaction() as tx:
        services.cancel(tx, other.id, solve.id, now=now())
    assert stand(session, solve).state is SolveState.WAITING
    with pytest.raises(NotFound):
        queries.get(session, other.id, solve.id)


def test_who_cancels_just_before_the_end_gets_no_plan(session, library, taken_over):
    solve = ask(library)
    with transaction() as tx:
        taken = states.take_up(tx, now=now())
    with transaction() as tx:
        services.cancel(tx, library.id, solve.id, now=now())
    with transaction() as tx:
        assert states.end(tx, solve.id, taken.attempts, answer={}, now=now()) is None
    assert stand(session, solve).state is SolveState.CANCELLED
    assert stand(session, solve).answer is None


def test_what_a_killed_worker_let_fall_is_taken_up_by_the_next(
    session, library, taken_over, engine_is
):
    engine_is(QUICK)
    solve = ask(library)
    with transaction() as tx:
        states.take_up(tx, now=now())
    assert not running.go_on()  # Its lease still runs.
    with transaction() as tx:
        tx.get_one(Solve, solve.id).leased_until = now() - timedelta(seconds=1)
    assert running.go_on()
    assert stand(session, solve).state is SolveState.DONE
    assert stand(session, solve).attempts == 2


def test_who_lost_its_lease_changes_nothing_any_more(session, library, taken_over):
    solve, begun = ask(library), now()
    with transaction() as tx:
        states.take_up(tx, now=begun)
    with transaction() as tx:
        assert states.take_up(tx, now=begun) is None
    with transaction() as tx:
        second = states.take_up(tx, now=begun + states.LEASE)
    with transaction() as tx:
        assert not states.is_still_wanted(tx, solve.id, 1, 0.9, now=now())
        assert states.end(tx, solve.id, 1, answer={"kind": "late"}, now=now()) is None
    solve = stand(session, solve)
    assert (solve.state, solve.progress, second.attempts) == (SolveState.RUNNING, 0, 2)
    assert solve.ended_at is None


def test_a_worker_that_has_to_stop_lays_it_down_as_it_was(session, library, taken_over, engine_is):
    engine_is(SLOW)
    solve, stop = ask(library), Event()
    stop.set()
    assert running.go_on(stop)
    solve = stand(session, solve)
    assert (solve.state, solve.attempts, solve.leased_until) == (SolveState.WAITING, 0, None)


def test_a_problem_that_brings_down_the_engine_three_times_is_given_up(
    session, library, taken_over, engine_is
):
    engine_is("import os; os.kill(os.getpid(), 9)")
    solve = ask(library)
    for _ in range(states.MOST_ATTEMPTS):
        assert running.go_on()
        assert stand(session, solve).state is SolveState.WAITING
    assert running.go_on()
    solve = stand(session, solve)
    assert (solve.state, solve.error) == (SolveState.FAILED, "it brought the engine down 3 times")


def test_what_the_engine_refuses_fails_with_its_sentence(session, library, taken_over):
    solve = a_solve(library, problem=PROBLEM | {"pairs": [["z", "x", 1]]})
    assert running.go_on()
    solve = stand(session, solve)
    assert solve.state is SolveState.FAILED
    assert solve.error == "In pairs stands z, who is not among the people."


def test_a_plan_that_cannot_be_taken_over_fails_and_leaves_nothing_behind(
    session, library, engine_is, monkeypatch
):
    def stumble(tx, _solve, _now):
        tx.add(Library(slug="half", name="Half", created_at=now()))
        tx.flush()
        raise RuntimeError("stumbled")

    monkeypatch.setattr(services, "_done", {"tests": stumble})
    engine_is(QUICK)
    solve = ask(library)
    assert running.go_on()
    solve = stand(session, solve)
    assert (solve.state, solve.answer) == (SolveState.FAILED, None)
    assert session.query(Library).count() == 1


def test_nobody_asks_for_what_nobody_takes_over(library, taken_over):
    with pytest.raises(LookupError), transaction() as tx:
        services.ask(
            tx, library.id, kind="others", subject_id=1, problem={}, wanted_by_id=None, now=now()
        )


def test_a_week_after_it_ended_it_is_forgotten(session, library, taken_over):
    old = {"state": SolveState.CANCELLED, "ended_at": now() - timedelta(days=8)}
    a_solve(library, **old)
    waits = a_solve(library)
    assert forget("solves.problems", now()) == 1
    assert [each.id for each in session.query(Solve)] == [waits.id]
