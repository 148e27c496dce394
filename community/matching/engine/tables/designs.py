"""Plans of plain people in which nobody meets twice, by algebra (the social golfer problem).

Seats are numbered from 0; a design gives per round, per table, the seats that sit there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product
from random import Random

Design = list[list[list[int]]]
_Times = Callable[[int, int], int]

#: After so many seats tried a base is not looked for any longer.
PATIENCE = 20_000


@lru_cache(maxsize=64)
def design(tables: int, size: int, rounds: int) -> Design | None:
    """`rounds` rounds over `tables` tables of `size`, nobody meeting twice; None: none is known."""
    if rounds == 1 or size == 1:
        return [[list(range(at, tables * size, tables)) for at in range(tables)]] * rounds
    return rotated(tables, size, rounds) or developed(tables, size, rounds)


def rotated(tables: int, size: int, rounds: int) -> Design | None:
    """Seat (a, b), which is a · tables + b, sits in round r at table b + r · a.

    Two meet twice only where (r − r′)(a − a′) = 0: in a field of so many elements as there are
    tables never, and modulo any number of tables not while rounds and size are small. After as
    many rounds as tables the rows, a with every b, have not met among themselves: if the size
    divides the tables, each row goes on with a design of its own. The first row keeps its table.
    Source: orthogonal Latin squares over GF(q), R. C. Bose (1938).
    """
    straight = min(rounds, tables)
    arithmetic = field(tables) or _modulo(tables, size, straight)
    if arithmetic is None or size > tables:
        return None
    plus, times = arithmetic
    plan: Design = [[[] for _ in range(tables)] for _ in range(straight)]
    for no, a, b in product(range(straight), range(size), range(tables)):
        plan[no][plus(b, times(no, a))].append(a * tables + b)
    if rounds == straight:
        return plan
    row = None if tables % size else design(tables // size, size, rounds - straight)
    if row is None:
        return None
    return plan + [
        [[a * tables + seat for seat in table] for a in range(size) for table in seating]
        for seating in row
    ]


def _modulo(tables: int, size: int, rounds: int) -> tuple[_Times, _Times] | None:
    """Counting around the tables, as long as no two rounds bring two rows together again."""
    if any(no * a % tables == 0 for no in range(1, rounds) for a in range(1, size)):
        return None
    return lambda a, b: (a + b) % tables, lambda a, b: a * b % tables


@lru_cache(maxsize=16)
def field(order: int) -> tuple[_Times, _Times] | None:
    """Addition and multiplication of the numbers below `order` as a field; None if there is none.

    A number is a polynomial over GF(p), its digits in base p; products are taken modulo the first
    monic polynomial under which no two numbers but 0 have the product 0.
    """
    prime = next((p for p in range(2, order + 1) if order % p == 0), 0)
    degree = next((k for k in range(1, order) if prime**k == order), 0)
    if not degree:
        return None
    numbers = range(order)
    added = [[_plus(a, b, prime, degree) for b in numbers] for a in numbers]
    products = (_products(added, prime, modulus) for modulus in numbers)
    table = next(one for one in products if all(all(row[1:]) for row in one[1:]))
    return lambda a, b: added[a][b], lambda a, b: table[a][b]


def _plus(a: int, b: int, prime: int, degree: int) -> int:
    return sum((a // prime**k + b // prime**k) % prime * prime**k for k in range(degree))


def _products(added: list[list[int]], prime: int, modulus: int) -> list[list[int]]:
    """a · b by Horner's rule over the digits of a; x to the power of the degree is `modulus`."""
    order = len(added)
    table = [[0] * order for _ in range(order)]
    for a, b in product(range(1, order), range(order)):
        # a = (a // p) · x + a % p, and the product with a // p is known already.
        top, rest = divmod(table[a // prime][b] * prime, order)
        for _ in range(top):
            rest = added[rest][modulus]
        for _ in range(a % prime):
            rest = added[rest][b]
        table[a][b] = rest
    return table


def developed(tables: int, size: int, rounds: int) -> Design | None:
    """One round, the base, whose seats go round in circles together from round to round.

    Seats stand in circles of `turn`, and a few stand still. If no two pairs of the base differ by
    the same steps along the same circles, nobody meets twice while they turn. The base is searched
    for with backtracking. Source: bases as for Kirkman's schoolgirls, R. R. Anstice (1852).
    """
    for turn in range(rounds, rounds + 3):
        base = _Base(tables, size, turn)
        if base.found():
            return [[[base.after(no, seat) for seat in table] for table in base.tables]
                    for no in range(rounds)]  # fmt: skip
    return None


class _Base:
    """The search for a base round."""

    def __init__(self, tables: int, size: int, turn: int) -> None:
        self.size, self.turn = size, turn
        self.circled = tables * size // turn * turn  #: From here on seats stand still.
        self.waiting = set(range(tables * size))
        self.tables: list[list[int]] = []
        self.used: set[tuple[int, int, int]] = set()
        self.chance, self.left = Random(0), PATIENCE  # noqa: S311  (a seat, no secret)

    def after(self, no: int, seat: int) -> int:
        """Where this seat has gone in round `no`."""
        if seat >= self.circled:
            return seat
        return seat - seat % self.turn + (seat + no) % self.turn

    def found(self) -> bool:
        if self.tables and len(self.tables[-1]) < self.size:
            return any(self._found_with(seat) for seat in self._ways(self.tables[-1]))
        if not self.waiting:
            return True
        # Seats that stand still never share a table; nor does it matter who comes first.
        last = max(self.waiting)
        first = last if last >= self.circled else min(self.waiting)
        self.waiting.remove(first)
        self.tables.append([first])
        if self.found():
            return True
        self.tables.pop()
        self.waiting.add(first)
        return False

    def _ways(self, table: list[int]) -> list[int]:
        ways = [seat for seat in self.waiting if seat < self.circled
                and (len(table) == 1 or seat > table[-1])]  # fmt: skip
        self.chance.shuffle(ways)
        return ways

    def _found_with(self, seat: int) -> bool:
        self.left -= 1
        table = self.tables[-1]
        steps = {step for other in table if (step := self._steps(other, seat))}
        if self.left < 0 or len(steps) < len(table) or steps & self.used:
            return False
        self.used |= steps
        table.append(seat)
        self.waiting.remove(seat)
        if self.found():
            return True
        self.waiting.add(seat)
        table.pop()
        self.used -= steps
        return False

    def _steps(self, one: int, other: int) -> tuple[int, int, int] | None:
        """What stays the same of a pair while it turns; None when it comes back halfway."""
        (circle, one), (there, other) = sorted((divmod(one, self.turn), divmod(other, self.turn)))
        if circle * self.turn >= self.circled or there * self.turn >= self.circled:
            return circle, there, other if there * self.turn >= self.circled else 0
        steps = (other - one) % self.turn
        if circle != there:
            return circle, there, steps
        return None if 2 * steps == self.turn else (circle, there, min(steps, self.turn - steps))
