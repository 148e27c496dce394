"""The inner loop of the search: exchanges of two seats, by the hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random

from community.matching.engine.tables.rules import Rules
from community.matching.engine.tables.seating import REPEAT, Seating

#: Chances below e to the power of minus this are none.
_NO_CHANCE = 9.0


# One function, as a call costs as much as a step.
def exchange_seats(  # noqa: C901
    seating: Seating, rules: Rules, chance: Random, *, no: int, temperature: float, tries: int
) -> float:
    """Try so many exchanges in round `no`; answers what the cost changed by.

    An exchange that costs d is made with chance e^(−d / temperature). Each is worked out from
    the two tables alone, in about a microsecond and a half. Source: N. Metropolis et al. (1953);
    S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Optimization by Simulated Annealing (1983).
    """
    pool, partners = rules.singles[no], rules.partners(no)
    if len(pool) < 2:
        return 0.0
    met, table_of = seating.met_elsewhere(no), seating.table_of[no]
    sitting, pull, scores = seating.sitting, seating.pull, seating.coded.scores
    apart, kinds, worth = seating.coded.apart, rules.kinds, seating.worth
    mixes = [(mix.adds, mix.made_of, mix.now, mix.misfits) for mix in seating.mixes]
    random, many, first = chance.random, len(pool), no * seating.tables
    most, total = _NO_CHANCE * temperature, 0.0
    again = any(met[who] & sitting[first + table] for who, table in enumerate(table_of))
    # While nobody meets again, an exchange that unbalances cannot be made good by fewer repeats.
    hopeless = most + (_RELIEF if again or pull else 0.0)
    for _ in range(tries):
        one = pool[int(random() * many)]
        among = partners[one]
        other = among[int(random() * len(among))]
        table, another = table_of[one], table_of[other]
        if table == another:
            continue
        here, there = first + table, first + another
        cost: float = 0
        for adds, made_of, now, misfits in mixes:
            over = adds[other] - adds[one]
            if over:
                cost += (
                    misfits[made_of[here] + over] + misfits[made_of[there] - over]
                    - now[here] - now[there]
                )  # fmt: skip
        if cost > hopeless:
            continue
        these, those = sitting[here] ^ (1 << one), sitting[there] ^ (1 << other)
        if apart[one] & those or apart[other] & these:
            continue
        one_met, other_met = met[one], met[other]
        cost += REPEAT * (
            (one_met & those).bit_count() - (one_met & these).bit_count()
            + (other_met & these).bit_count() - (other_met & those).bit_count()
        )  # fmt: skip
        if pull:
            cost -= (
                pull[there][one] - pull[here][one] + pull[here][other] - pull[there][other]
                - 2 * worth * scores[one].get(other, 0.0)
            )  # fmt: skip
        if cost > 0 and (cost > most or random() >= exp(-cost / temperature)):
            continue
        these, those = these | 1 << other, those | 1 << one
        if kinds[one] != kinds[other] and not (
            rules.hold(table, these) and rules.hold(another, those)
        ):
            continue
        total += cost
        if pull:
            seating.exchange(no, (one,), (other,))
            continue
        table_of[one], table_of[other] = another, table
        sitting[here], sitting[there] = these, those
        for adds, made_of, now, misfits in mixes:
            over = adds[other] - adds[one]
            if over:
                made_of[here] += over
                made_of[there] -= over
                now[here], now[there] = misfits[made_of[here]], misfits[made_of[there]]
    return total


def exchange_people(
    seating: Seating, rules: Rules, chance: Random, *, temperature: float, tries: int
) -> float:
    """Try so many times that somebody takes over all seats of another, who takes over theirs.

    Whoever meets again, as many do afterwards, so that balance is searched while repeats stand
    still. Answers what the cost changed by. Without pair scores.
    """
    pool, total = rules.everywhere, 0.0
    random, many, kinds = chance.random, len(pool), rules.kinds
    has = [[mix.adds[who] for mix in seating.mixes] for who in range(len(kinds))]
    rounds = [(no * seating.tables, table_of) for no, table_of in enumerate(seating.table_of)]
    for _ in range(tries if many > 1 else 0):
        one, other = pool[int(random() * many)], pool[int(random() * many)]
        if kinds[one] != kinds[other] or has[one] == has[other]:
            continue
        moves = [(first + table_of[one], first + table_of[other]) for first, table_of in rounds
                 if table_of[one] != table_of[other]]  # fmt: skip
        cost = _unbalance(seating, one, other, moves)
        if cost > 0 and random() >= exp(-cost / temperature):
            continue
        if not _keeps_apart(seating, one, other, moves):
            continue
        total += cost
        for here, _ in moves:
            seating.exchange(here // seating.tables, (one,), (other,))
    return total


def _unbalance(seating: Seating, one: int, other: int, moves: Sequence[tuple[int, int]]) -> int:
    """What the misfits change by if these two change places, each from here to there."""
    cost = 0
    for mix in seating.mixes:
        over = mix.adds[other] - mix.adds[one]
        if over:
            made_of, now, misfits = mix.made_of, mix.now, mix.misfits
            for here, there in moves:
                cost += (
                    misfits[made_of[here] + over] + misfits[made_of[there] - over]
                    - now[here] - now[there]
                )  # fmt: skip
    return cost


def _keeps_apart(seating: Seating, one: int, other: int, moves: Sequence[tuple[int, int]]) -> bool:
    """Whether neither comes where sits whom they are kept apart from."""
    from_one, from_other = seating.coded.apart[one], seating.coded.apart[other]
    return not any(
        from_one & (seating.sitting[there] ^ 1 << other)
        or from_other & (seating.sitting[here] ^ 1 << one)
        for here, there in moves
    )


#: More than an exchange of two seats can win by fewer repeats, mostly.
_RELIEF = 4 * REPEAT
