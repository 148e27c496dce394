"""Problems of tables to measure by: halls of chance, plain people, and pair scores alone."""

from __future__ import annotations

from itertools import combinations
from random import Random

from community.matching.engine.tables.problem import Guest, TablesProblem

#: Per attribute its values and how often they occur among people in a Dutch town.
ATTRIBUTES: dict[str, dict[str, int]] = {
    "age": {"18-30": 15, "31-45": 20, "46-64": 30, "65+": 35},
    "district": {"7721": 30, "7722": 25, "7731": 20, "7735": 15, "7736": 10},
    "newcomer": {"newcomer": 30, "regular": 70},
    "work": {"paid": 40, "retired": 35, "study": 10, "other": 15},
}
#: How many tables the halls of MATCHING have.
HALLS = {40: 6, 120: 17, 400: 57}


def a_hall(people: int, seed: int, *, stay: bool = True, **more: object) -> TablesProblem:
    """Three rounds, a host per table, N/10 pairs apart and N/20 together that can all hold."""
    chance = Random(seed)  # noqa: S311
    tables = HALLS[people]
    guests = [
        Guest(
            f"p{no:03}",
            {name: _one_of(values, chance) for name, values in ATTRIBUTES.items()},
            ("nl",),
            host=no < tables,
        )
        for no in range(people)
    ]
    ids = [one.id for one in guests[tables:]]
    chance.shuffle(ids)
    glued = people // 20
    together = [(ids[2 * no], ids[2 * no + 1]) for no in range(glued)]
    apart: set[tuple[str, str]] = set()
    everybody = [one.id for one in guests]
    while len(apart) < people // 10:
        one, other = sorted(chance.sample(everybody, 2))
        if (one, other) not in together and (other, one) not in together:
            apart.add((one, other))
    return TablesProblem(
        people=guests, sizes=((6, 8),) * tables, rounds=3, seed=seed, hosts_per_table=1,
        hosts_stay=stay, together=together, apart=sorted(apart), **more,
    )  # fmt: skip


def _one_of(values: dict[str, int], chance: Random) -> str:
    return chance.choices(list(values), list(values.values()))[0]


def golfers(groups: int, size: int, rounds: int, seed: int = 0, **more: object) -> TablesProblem:
    """Plain people, who should never meet twice."""
    people = [Guest(f"p{no:03}") for no in range(groups * size)]
    return TablesProblem(people, ((size, size),) * groups, rounds, seed, **more)


def scored(
    people: int, sizes: list[tuple[int, int]], seed: int = 0, **more: object
) -> TablesProblem:
    """One round of plain people with a score from 0 to 100 for every pair."""
    chance = Random(seed)  # noqa: S311
    ids = [f"p{no:03}" for no in range(people)]
    scores = [(one, other, float(chance.randrange(101))) for one, other in combinations(ids, 2)]
    return TablesProblem([Guest(who) for who in ids], sizes, seed=seed, pair_scores=scores, **more)
