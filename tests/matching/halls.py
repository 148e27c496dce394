"""Problems of tables of chance, small and with every kind of wish, for the properties."""

from __future__ import annotations

from random import Random

from community.matching.engine.tables.problem import Cover, Guest, Locked, TablesProblem


def a_small_hall(seed: int, **more: object) -> TablesProblem:
    """Six to sixteen people with a handful of wishes, which need not be able to hold together."""
    chance = Random(seed)  # noqa: S311
    people = chance.randrange(6, 17)
    ids = [f"p{no}" for no in range(people)]
    guests = [_a_guest(who, chance) for who in ids]
    tables = chance.randrange(2, 5)
    rounds = chance.randrange(1, 4)
    least = chance.randrange(people // tables + 1)
    most = -(-people // tables) + chance.randrange(3)

    def pair() -> tuple[str, str]:
        one, other = chance.sample(ids, 2)
        return one, other

    return TablesProblem(
        people=guests,
        sizes=[(least, most)] * tables,
        rounds=rounds,
        seed=chance.randrange(100),
        steps=600,
        hosts_per_table=min(chance.choice((0, 1, 1)), most),
        hosts_stay=chance.random() < 0.5,
        together=[pair() for _ in range(chance.randrange(3))],
        apart=[pair() for _ in range(chance.randrange(5))],
        cover=[Cover("ar", chance.sample(ids, 2))] if chance.random() < 0.6 else [],
        met_before=[pair() for _ in range(chance.randrange(4))],
        pair_scores=_some_scores(ids, chance) if chance.random() < 0.3 else [],
        locked=_some_locks(ids, rounds, tables, chance) if least < 2 and most > 2 else [],
        **more,
    )


def _a_guest(who: str, chance: Random) -> Guest:
    attributes = {name: chance.choice("abc") for name in ("age", "district")
                  if chance.random() < 0.9}  # fmt: skip
    languages = ["nl"] * (chance.random() < 0.9) + ["ar"] * (chance.random() < 0.3)
    return Guest(who, attributes, languages, host=chance.random() < 0.4)


def _some_scores(ids: list[str], chance: Random) -> list[tuple[str, str, float]]:
    pairs = {tuple(sorted(chance.sample(ids, 2))) for _ in range(6)}
    return [(one, other, chance.choice((-1.5, 2.0, 7.25))) for one, other in sorted(pairs)]


def _some_locks(ids: list[str], rounds: int, tables: int, chance: Random) -> list[Locked]:
    """Two seats at most, so that the tables can always hold them."""
    who = chance.sample(ids, chance.randrange(3))
    return [Locked(chance.randrange(rounds), chance.randrange(tables), one) for one in who]
