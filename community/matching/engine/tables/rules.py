"""Which exchanges keep every honoured wish."""

from __future__ import annotations

from collections.abc import Sequence

from community.matching.engine.tables.coded import Coded, bits, union


class Rules:
    """What may move, and with whom it may change tables."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded
        self.needing = union(1 << who for who in coded.needs)
        #: Of whom more is asked than a seat.
        self.particular = (
            self.needing
            | union(1 << who for who, apart in enumerate(coded.apart) if apart)
            | union(1 << who for unit in coded.units if len(unit) > 1 for who in unit)
            | union(1 << who for locked in coded.locked for who in locked)
        )
        self.hosted = any(coded.hosts_at)
        self.kinds = self._kinds()
        singles = [unit[0] for unit in coded.units if len(unit) == 1]
        groups = [unit for unit in coded.units if len(unit) > 1]
        #: Per round, who may move alone, and which groups together.
        self.singles = [[who for who in singles if self.moves(no, (who,))]
                        for no in range(coded.rounds)]  # fmt: skip
        self.alone = [union(1 << who for who in pool) for pool in self.singles]
        self.groups = [[unit for unit in groups if self.moves(no, unit)]
                       for no in range(coded.rounds)]  # fmt: skip
        #: Who may take over all of another's seats, and meets as many people again as that one.
        self.everywhere = [
            who for who in singles
            if not coded.before[who] and all(who in pool for pool in self.singles)
        ]  # fmt: skip
        #: Who keeps one table, but may change it with another for all rounds.
        self.stayers = [who for who in singles if coded.staying >> who & 1
                        and not any(who in locked for locked in coded.locked)]  # fmt: skip

    def _kinds(self) -> list[int]:
        """Per person a number; people of one kind stand in for each other in hosting and covers."""
        spoken = sorted({mask for masks in self.coded.needs.values() for mask in masks})
        kinds: dict[object, int] = {}
        return [
            kinds.setdefault(
                (
                    self.hosted and self.coded.hosts >> who & 1,
                    tuple(mask >> who & 1 for mask in spoken),
                    tuple(self.coded.needs.get(who, ())),
                ),
                len(kinds),
            )
            for who in range(len(self.coded.ids))
        ]

    def moves(self, no: int, party: Sequence[int]) -> bool:
        """Whether these people may leave their table in this round."""
        return not any(
            self.coded.staying >> who & 1 or who in self.coded.locked[no] for who in party
        )

    def partners(self, no: int) -> list[list[int]]:
        """Per person, the pool of partners: hosts for a host, if no table can miss one."""
        pool = self.singles[no]
        wanted = sum(self.coded.hosts_at)
        if not self.hosted or wanted < self.coded.hosts.bit_count():
            return [pool] * len(self.coded.ids)
        hosts = [who for who in pool if self.coded.hosts >> who & 1]
        others = [who for who in pool if not self.coded.hosts >> who & 1]
        return [hosts if self.coded.hosts >> who & 1 else others
                for who in range(len(self.coded.ids))]  # fmt: skip

    def hold(self, table: int, there: int) -> bool:
        """Whether this set of people has the hosts and languages that it needs at this table."""
        if (there & self.coded.hosts).bit_count() < self.coded.hosts_at[table]:
            return False
        return all(
            need & there for who in bits(there & self.needing) for need in self.coded.needs[who]
        )

    def keeps_apart(self, party: Sequence[int], those: int) -> bool:
        return not any(self.coded.apart[who] & those for who in party)
