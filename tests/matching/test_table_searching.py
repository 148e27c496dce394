"""Two searches from one plan: the better is taken, and no process outlives it."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from time import perf_counter, sleep

import pytest

from community.matching.engine.tables import searching
from community.matching.engine.tables.annealing import Annealing
from community.matching.engine.tables.building import build
from community.matching.engine.tables.clashes import settle
from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import code, union
from community.matching.engine.tables.seating import REPEAT, Seating
from community.matching.engine.tables.solving import solve
from tests.bench.tables import a_hall

HALL = replace(a_hall(40, 0), seconds=0.3)
#: What two searches would find; a board says only who found it.
MINE, ITS = (False, 3.0), (False, 2.0)


@pytest.fixture
def two_processors(monkeypatch):
    monkeypatch.setattr(searching, "_has_two_processors", lambda: True)


def finds(monkeypatch, mine, its):
    """Let this process find the one, and the process beside it the other."""
    here = os.getpid()
    monkeypatch.setattr(
        searching, "_found",
        lambda *_: (mine, ["mine"]) if os.getpid() == here else (its(), ["its"]),
    )  # fmt: skip


def searched(problem=HALL, progress=None):
    clock = Clock(problem, progress)
    found = searching.search(None, [], searching.Random(0), clock)
    assert not multiprocessing.active_children()
    return found


@pytest.mark.parametrize(
    ("mine", "its", "best"),
    [
        ((False, 3.0), (False, 2.0), "its"),
        ((False, 2.0), (False, 3.0), "mine"),
        ((True, 2.0), (False, 3.0), "its"),  # Even before cheap.
        ((False, 3.0), (True, 2.0), "mine"),
    ],
)
def test_the_better_of_two_is_taken(monkeypatch, two_processors, mine, its, best):
    finds(monkeypatch, mine, lambda: its)
    assert searched() == [best]


def test_who_counts_steps_and_who_has_one_processor_searches_once(monkeypatch, two_processors):
    finds(monkeypatch, MINE, lambda: ITS)
    assert searched(replace(HALL, steps=1)) == ["mine"]
    monkeypatch.setattr(searching, "_has_two_processors", lambda: False)
    assert searched() == ["mine"]


@pytest.mark.parametrize("its", [lambda: os._exit(1), lambda: sleep(60)], ids=["dies", "hangs"])
def test_a_search_that_does_not_answer_takes_nothing_away(monkeypatch, two_processors, its):
    monkeypatch.setattr(searching, "PATIENCE", 0.05)
    finds(monkeypatch, MINE, its)
    begun = perf_counter()
    assert searched() == ["mine"]
    assert perf_counter() - begun < 30


def test_nobody_waits_for_the_other_search_when_told_to_stop(monkeypatch, two_processors):
    plan = solve(replace(HALL, seconds=60.0), progress=lambda share: share < 0.001)
    assert not plan.violations
    assert not multiprocessing.active_children()


def test_the_search_beside_ours_is_a_whole_one():
    settled = settle(HALL)
    coded = code(HALL, settled.honoured)
    begun = build(coded, settled.boards, searching.Random(1))
    with searching._beside(coded, begun, searching.Random(2), Clock(HALL)) as other:
        assert other.poll(30)
        (_, cost), boards = other.recv()
    assert cost < Annealing(coded, begun, searching.Random(1)).cost
    everybody = (1 << len(coded.ids)) - 1
    assert [union(board) for board in boards] == [everybody] * 3


def test_even_goes_before_cheap(monkeypatch):
    """An even plan is remembered instead of a cheaper one that is not; never the other way."""
    settled = settle(HALL)
    coded = code(HALL, settled.honoured)
    chance = searching.Random(1)
    annealing = Annealing(coded, build(coded, settled.boards, chance), chance)

    def sees(misfits, repeats):
        monkeypatch.setattr(Seating, "misfits", lambda _: misfits)
        annealing.cost = misfits + REPEAT * repeats
        annealing._remember()
        return annealing.worth[1] == annealing.cost

    assert sees(8, 4)  # Better than where it began.
    assert not sees(8, 5)
    assert sees(4, 10)
    assert not sees(5, 4)
    assert not sees(0, 11)
    assert sees(4, 9)
