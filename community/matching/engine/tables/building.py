"""A first plan in which every wish that is to be honoured holds, however badly it mixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from random import Random

from community.matching.engine.tables.coded import Coded, bits, union
from community.matching.engine.tables.puzzle import SEARCHES, Board, Puzzle


def feasible(coded: Coded) -> dict[int, Board] | None:
    """Per round a board on which all honoured wishes hold, together; None when none was found.

    A board seats whom a wish names, and the hosts that a table needs.
    """
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for no, locked in enumerate(coded.locked):
        alike.setdefault(tuple(sorted(locked.items())), []).append(no)
    boards = _solved(coded, [rounds[0] for rounds in alike.values()])
    if boards is None:
        return None
    return {no: board for rounds, board in zip(alike.values(), boards, strict=True)
            for no in rounds}  # fmt: skip


def _solved(coded: Coded, rounds: Sequence[int]) -> list[Board] | None:
    for search in range(SEARCHES):
        chance = Random(search)  # noqa: S311  (a seat, no secret)
        puzzle = Puzzle(coded, rounds, chance)
        boards = puzzle.solve()
        if boards is not None:
            return [_hosted(coded, board, chance) for board in boards]
        if puzzle.proven:
            break
    return None


def _hosted(coded: Coded, board: Board, chance: Random) -> Board:
    """Hosts of whom nothing else is asked go where one is needed; who stays sits down as well."""
    hosts = list(bits(coded.hosts & ~union(board)))
    chance.shuffle(hosts)
    seated = list(board)
    for table, wanted in enumerate(coded.hosts_at):
        while (seated[table] & coded.hosts).bit_count() < wanted:
            seated[table] |= 1 << hosts.pop()
    for host in hosts:
        if coded.staying >> host & 1:
            over = [(there.bit_count() - least, table) for table, (there, (least, most))
                    in enumerate(zip(seated, coded.sizes, strict=True))
                    if there.bit_count() < most]  # fmt: skip
            seated[min(over)[1]] |= 1 << host
    return seated


def build(coded: Coded, honoured: Mapping[int, Board], chance: Random) -> list[Board]:
    """Per round, per table, the set of who sits there: everybody once, sizes as even as can be.

    `honoured` comes from `feasible`; other ways to honour the wishes are looked for in each round,
    so that people do not begin at the same table three times.
    """
    stays = {
        who: table for table, there in enumerate(honoured[0]) for who in bits(there & coded.staying)
    }
    rounds = []
    for no in range(coded.rounds):
        found = Puzzle(coded, [no], chance, stays).solve() if coded.rounds > 1 else None
        board = _hosted(coded, found[0], chance) if found else honoured[no]
        rounds.append(filled(coded, board, chance))
    return rounds


def filled(coded: Coded, board: Board, chance: Random) -> Board:
    """The board with everybody who is not on it, of whom no wish asks anything, at some table."""
    placed = union(board)
    free = [who for who in range(len(coded.ids)) if not placed >> who & 1]
    chance.shuffle(free)
    sizes = even_sizes(coded.sizes, [there.bit_count() for there in board], len(coded.ids))
    filled = []
    for there, size in zip(board, sizes, strict=True):
        more = size - there.bit_count()
        filled.append(there | union(1 << who for who in free[:more]))
        free = free[more:]
    return filled


def even_sizes(sizes: Sequence[tuple[int, int]], taken: Sequence[int], people: int) -> list[int]:
    """How many sit at each table, `people` in all: as even as least, most and who sits allow."""
    wanted = [max(least, there) for (least, _), there in zip(sizes, taken, strict=True)]
    heap = [(size, table) for table, size in enumerate(wanted) if size < sizes[table][1]]
    heapify(heap)
    for _ in range(people - sum(wanted)):
        size, table = heap[0]
        wanted[table] += 1
        if size + 1 < sizes[table][1]:
            heapreplace(heap, (size + 1, table))
        else:
            heappop(heap)
    return wanted
