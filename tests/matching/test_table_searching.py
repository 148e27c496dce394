"""Two searches from one plan: the better is taken, and no process outlives it."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from time import perf_counter, sleep

import pytest

from community.matching.engine.tables import annealing, searching
from community.matching.engine.tables.annealing import Annealing
from community.matching.engine.tables.building import build
from community.matching.engine.tables.clashes import settle
from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import code, union
from community.matching.engine.tables.lanes import Lanes
from community.matching.engine.tables.problem import Guest, TablesProblem
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


def test_the_other_searches_by_its_own_chance_and_gives_way(monkeypatch, two_processors):
    here, mine = os.getpid(), []

    def found(_coded, _begun, chance, _clock):
        drawn = (chance.random(), os.nice(0))
        if os.getpid() == here:
            mine.append(drawn)
        return (os.getpid() == here, 0.0), drawn

    monkeypatch.setattr(searching, "_found", found)
    (its_chance, its_nice), ((my_chance, my_nice),) = searched(), mine
    assert its_chance != my_chance, "the same search, twice"
    assert its_nice == min(my_nice + searching.NICE, 19)


def test_the_other_tells_nobody_how_far_it_is(monkeypatch, two_processors):
    """Progress goes to the database or to a person: once is enough."""
    here = os.getpid()

    def found(_coded, _begun, _chance, clock):
        clock.share(1)
        return (os.getpid() == here, 0.0), [clock.stopped]

    monkeypatch.setattr(searching, "_found", found)
    assert searched(progress=lambda _share: os.getpid() == here) == [False]


def test_one_processor_of_many_is_one(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert not searching._has_two_processors()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5})
    assert searching._has_two_processors()


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


def test_a_search_cools_and_is_polished():
    problem = replace(HALL, steps=40_000)
    settled = settle(problem)
    coded = code(problem, settled.honoured)
    begun = build(coded, settled.boards, searching.Random(1))
    (_, cost), boards = searching._found(coded, begun, searching.Random(2), Clock(problem))
    only_polished = Annealing(coded, begun, searching.Random(2))
    only_polished.polish(Clock(problem))
    assert cost < only_polished.worth[1] - 1
    short = replace(problem, steps=1)
    (_, cost), boards = searching._found(coded, begun, searching.Random(2), Clock(short))
    again = Annealing(coded, boards, searching.Random(2))
    again.polish(Clock(short))
    assert again.worth[1] == pytest.approx(cost), "nothing is left to polish"


def test_a_large_hall_ends_still(monkeypatch):
    """In longer visits, by who sits wrong alone; a smaller one ends as warm as it was."""
    visits, moves = [], []

    def note(*_on, **about):
        visits.append(about)
        return 0.0

    def move(search, no, group, _met, **about):
        moves.append((search._is_upset(no, group[0]), about))

    monkeypatch.setattr(Lanes, "sweep", note)
    monkeypatch.setattr(Annealing, "_move", move)

    def visit(people, share):
        problem = a_hall(people, 0)
        settled = settle(problem)
        coded = code(problem, settled.honoured)
        chance = searching.Random(1)
        search = Annealing(coded, build(coded, settled.boards, chance), chance)
        search._visit(0, share)
        return visits.pop()

    before = visit(400, 0.8)
    assert {about["moves"] for _, about in moves} == {1}
    moves.clear()
    at_the_end = visit(400, 0.99)
    mended = {"moves": annealing.MOVES, "temperature": annealing.STIRRED}
    assert moves == [(True, mended)] * len(moves) != [], "groups that sit wrong, and no others"
    assert mended["temperature"] > at_the_end["temperature"]
    assert at_the_end["temperature"] < annealing.COLD < before["temperature"]
    assert at_the_end["rows"] > before["rows"]
    assert at_the_end["calm"] == 0 < before["calm"]
    smaller = visit(120, 0.99)
    assert smaller["temperature"] > annealing.COLD
    assert smaller["calm"] > 0


@pytest.mark.parametrize("seed", range(8))
def test_a_group_beside_a_host_like_one_of_them_moves_to_where_it_upsets_nobody(seed):
    """Neither can leave alone. Of three ways to change with two others, one leaves all in balance;
    another would be accepted just as well."""
    kinds = {
        "host": "x",
        "g1": "x",
        "other": "y",
        "g2": "y",
        "s": "y",
        "t1": "y",
        "t2": "y",
        "u": "y",
    }
    ages = {"host": 1, "g1": 1, "other": 1, "g2": 0, "s": 0, "t1": 1, "t2": 0, "u": 0}
    hosts = ("host", "other")
    people = [
        Guest(name, {"kind": kind, "age": str(ages[name])}, host=name in hosts)
        for name, kind in kinds.items()
    ]
    problem = TablesProblem(
        people, [(4, 4)] * 2, hosts_per_table=1, hosts_stay=True, together=[("g1", "g2")]
    )
    coded = code(problem, settle(problem).honoured)
    first = ("host", "g1", "g2", "s")
    board = [sum(1 << coded.ids.index(name) for name in names)
             for names in (first, kinds.keys() - set(first))]  # fmt: skip
    search = Annealing(coded, [board], searching.Random(seed))
    assert search.seating.misfits() > 0
    search._mend_groups(0)
    assert search.seating.misfits() == 0


def test_who_sits_well_is_passed_over():
    """All alike, so that every exchange is free: with calm people only, nobody moves."""
    problem = TablesProblem([Guest(f"p{no}") for no in range(8)], [(4, 4)] * 2)
    coded = code(problem, settle(problem).honoured)
    chance = searching.Random(1)
    search = Annealing(coded, build(coded, settle(problem).boards, chance), chance)
    before, about = search.seating.rounds(), {"no": 0, "temperature": 0.1, "rows": 50}
    search.lanes.sweep(search.seating, chance, **about, calm=0)
    assert search.seating.rounds() == before
    search.lanes.sweep(search.seating, chance, **about, calm=1)
    assert search.seating.rounds() != before


def test_even_goes_before_cheap(monkeypatch):
    """An even plan is remembered instead of a cheaper one that is not; never the other way."""
    settled = settle(HALL)
    coded = code(HALL, settled.honoured)
    chance = searching.Random(1)
    search = Annealing(coded, build(coded, settled.boards, chance), chance)

    def sees(misfits, repeats):
        monkeypatch.setattr(Seating, "misfits", lambda _: misfits)
        search.cost = misfits + REPEAT * repeats
        search._remember()
        return search.worth[1] == search.cost

    assert sees(8, 4)  # Better than where it began.
    assert not sees(8, 5)
    assert sees(4, 10)
    assert not sees(5, 4)
    assert not sees(0, 11)
    assert sees(4, 9)
