"""A plan as others than who makes it see it: routes and tables by first name, no wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.table_plans import arrangement, naming, queries
from community.table_plans.models import Rounds, TableGuest, TablePlan


@dataclass(frozen=True, slots=True)
class Shown:
    """Who sits where: everybody by name, and at a table the hosts first."""

    plan: TablePlan
    guests: Sequence[TableGuest]
    names: Mapping[str, str]
    rounds: Rounds

    @property
    def tables(self) -> int:
        return len(self.rounds[0]) if self.rounds else 0

    def at(self, number: int, table: int) -> list[str]:
        """First names at one table in one round."""
        return [self.names[key] for key in self.rounds[number][table]]

    def route(self, guest: TableGuest) -> list[int | None]:
        """At which table somebody sits, round by round, counted from 0."""
        return arrangement.route(self.rounds, guest.key)

    def current(self, now: datetime) -> int:
        """The round that goes on, or comes; the first when no times were said."""
        begun = [
            number
            for number in range(len(self.rounds))
            if (begins := self.plan.begins_at(number)) is not None and begins <= now
        ]
        return max(begun, default=0)


def shown(session: Session, plan: TablePlan) -> Shown:
    guests = [guest for guest in queries.list_guests(session, plan) if not guest.away]
    names = naming.names_of(
        guests,
        queries.list_children(session, plan),
        sensitive=plan.gathering.is_sensitive,
    )
    step = queries.find_step(session, plan)
    hosts = {guest.key for guest in guests if guest.is_host}
    rounds = arrangement.only(step.rounds, names.keys()) if step else []
    return Shown(
        plan,
        sorted(guests, key=lambda guest: names[guest.key].casefold()),
        names,
        [
            [
                sorted(keys, key=lambda key: (key not in hosts, names[key].casefold()))
                for keys in tables
            ]
            for tables in rounds
        ],
    )
