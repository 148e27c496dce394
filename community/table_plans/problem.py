"""The plan as a problem for the engine: the same people and wishes, known by keys alone. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from community.errors import DomainError
from community.matching.engine.tables.problem import Cover, Guest, Locked, TablesProblem
from community.table_plans import arrangement
from community.table_plans.models import Mix, Rounds, TableGuest, TablePlan, TableStep, WishKind
from community.table_plans.queries import Opened
from community.table_plans.wishes import Wish
from community.tongues import Tongue
from community.words import N_

#: What meeting somebody once is worth beside mixing well; the engine's other scores are none.
MEETING = 100.0
SECONDS = 2.0
#: For so few people half of it does as well.
FEW, FEW_SECONDS = 30, 1.0
#: Somebody waits at the door.
REPAIR_SECONDS = 0.4


class TooFewPeople(DomainError):
    def __init__(self, people: int, least: int) -> None:
        super().__init__(
            N_(
                "With %(people)s people there is no table of at least %(least)s. Choose smaller"
                " tables."
            ),
            people=people,
            least=least,
        )


class DoesNotAddUp(DomainError):
    def __init__(self, people: int, least: int, most: int) -> None:
        super().__init__(
            N_(
                "%(people)s people do not fit at tables of %(least)s to %(most)s. Give a table one"
                " seat more or less."
            ),
            people=people,
            least=least,
            most=most,
        )


class WrongNumberOfTables(DomainError):
    def __init__(self, people: int, tables: int, fewest: int, most: int) -> None:
        super().__init__(
            N_(
                "%(people)s people do not fit at %(tables)s tables of this size. Choose %(fewest)s"
                " to %(most)s tables, or leave it to us."
            ),
            people=people,
            tables=tables,
            fewest=fewest,
            most=most,
        )


class TooFewHosts(DomainError):
    def __init__(self, tables: int, hosts: int) -> None:
        super().__init__(
            N_(
                "%(tables)s tables need more hosts than the %(hosts)s there are. Tick more "
                "hosts, or choose larger tables."
            ),
            tables=tables,
            hosts=hosts,
        )


@dataclass(frozen=True, slots=True)
class Table:
    """All that an arrangement is made of, and is weighed by."""

    plan: TablePlan
    guests: Sequence[TableGuest]
    wishes: Sequence[Wish]
    opened: Mapping[int, Opened] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)
    #: Pairs of keys of who sat together before; for solving alone, and never shown.
    met_before: Sequence[tuple[str, str]] = ()

    @property
    def keys(self) -> set[str]:
        return {guest.key for guest in self.guests}

    @property
    def speaks(self) -> dict[str, set[str]]:
        return {guest.key: {each.value for each in self.tongues_of(guest)} for guest in self.guests}

    def tongues_of(self, guest: TableGuest) -> frozenset[Tongue]:
        """What the librarian knows, else what they said themselves, else Dutch."""
        opened = self.opened.get(guest.person_id or 0)
        said = opened.preference.tongues if opened and opened.preference else frozenset()
        return guest.tongues or said or frozenset({Tongue.DUTCH})

    def own_value_of(self, guest: TableGuest) -> str:
        answer = self.answers.get(guest.sign_up_id or 0, "") if guest.seat == 1 else ""
        return guest.own_value or answer.strip().split("\n")[0][:60]

    def attributes_of(self, guest: TableGuest) -> dict[str, str]:
        """What of this guest the tables are mixed by; of a sensitive gathering own words alone."""
        opened = self.opened.get(guest.person_id or 0)
        known: dict[Mix, str | None] = {Mix.OWN: self.own_value_of(guest)}
        if opened and not self.plan.gathering.is_sensitive:
            said = opened.preference
            if said and said.mixed_since is not None:
                known[Mix.AGE] = said.age_class.value if said.age_class else None
                known[Mix.DISTRICT] = said.pc4
            known[Mix.NEWNESS] = "regular" if opened.has_come else "new"
        return {mix.value: known[mix] or "" for mix in self.plan.mixes if known.get(mix)}

    @property
    def parties(self) -> list[tuple[str, ...]]:
        """Who came as one party sits at one table, as far as it fits there."""
        found: dict[int, list[str]] = defaultdict(list)
        for guest in self.guests:
            if guest.sign_up_id is not None:
                found[guest.sign_up_id].append(guest.key)
        return [tuple(keys) for keys in found.values() if 1 < len(keys) <= self.plan.most]


def count_tables(plan: TablePlan, people: int, hosts: int) -> int:
    """How many tables: what was chosen, else as near to the middle of the sizes as can be."""
    fewest, most = max(1, ceil(people / plan.most)), people // plan.least
    if not most:
        raise TooFewPeople(people, plan.least)
    if fewest > most:
        raise DoesNotAddUp(people, plan.least, plan.most)
    if plan.tables is not None:
        if not fewest <= plan.tables <= most:
            raise WrongNumberOfTables(people, plan.tables, fewest, most)
        return plan.tables
    wanted = min(max(fewest, round(people / ((plan.least + plan.most) / 2))), most)
    if plan.hosts_per_table:
        wanted = min(wanted, hosts // plan.hosts_per_table)
        if wanted < fewest:
            raise TooFewHosts(fewest, hosts)
    return wanted


def problem_of(
    table: Table, tables: int, step: TableStep | None = None, *, rounds: int | None = None
) -> TablesProblem:
    """What the engine solves, or weighs; the seats that `step` locks stay as they are."""
    plan = table.plan
    honoured = [wish for wish in table.wishes if not wish.given_up]
    return TablesProblem(
        people=[
            Guest(
                guest.key,
                table.attributes_of(guest),
                sorted(each.value for each in table.tongues_of(guest)),
                guest.is_host,
            )
            for guest in table.guests
        ],
        sizes=[(plan.least, plan.most)] * tables,
        rounds=rounds or plan.rounds,
        seed=plan.asked,
        seconds=FEW_SECONDS if len(table.guests) <= FEW else SECONDS,
        hosts_per_table=plan.hosts_per_table,
        hosts_stay=plan.hosts_stay and bool(plan.hosts_per_table),
        together=[*table.parties, *_pairs(honoured, WishKind.TOGETHER)],
        apart=_pairs(honoured, WishKind.APART),
        cover=_covers(honoured),
        met_before=table.met_before,
        pair_scores=[(*pair, MEETING) for pair in _pairs(honoured, WishKind.MEET)],
        balance=sorted(mix.value for mix in plan.mixes),
        locked=_locked(step, table.keys, rounds or plan.rounds, tables) if step else (),
    )


def repair_of(table: Table, previous: Rounds, step: TableStep | None) -> TablesProblem:
    """The same with who is not there taken out and who is new put in, and few people moved."""
    tables = len(previous[0])
    sitting = {key for keys in arrangement.where(previous) for key in keys}
    here = table.keys
    found = problem_of(table, tables, step, rounds=len(previous))
    return replace(
        found,
        seconds=REPAIR_SECONDS,
        sizes=_roomy(found, previous, len(here)),
        previous=arrangement.only(previous, here),
        walk_ins=sorted(here - sitting),
    )


def form_of(problem: TablesProblem) -> dict[str, Any]:
    """The problem as the engine's program reads it (MATCHING, at the end)."""
    return {
        "kind": "tables",
        "rounds": problem.rounds,
        "tables": [list(size) for size in problem.sizes],
        "seed": problem.seed,
        "seconds": problem.seconds,
        "people": [
            {
                "id": guest.id,
                "attributes": dict(guest.attributes),
                "languages": list(guest.languages),
                "host": guest.host,
            }
            for guest in problem.people
        ],
        "hosts_per_table": problem.hosts_per_table,
        "hosts_stay": problem.hosts_stay,
        "together": [list(group) for group in problem.together],
        "apart": [list(pair) for pair in problem.apart],
        "cover": [{"language": each.language, "for": list(each.people)} for each in problem.cover],
        "met_before": [list(pair) for pair in problem.met_before],
        "pair_scores": [list(pair) for pair in problem.pair_scores],
        "balance": list(problem.balance or ()),
        "locked": [
            {"round": each.round, "table": each.table, "person": each.person}
            for each in problem.locked
        ],
    }


def _pairs(wishes: Sequence[Wish], kind: WishKind) -> list[tuple[str, str]]:
    found = {tuple(sorted((wish.first, wish.second))) for wish in wishes if wish.kind is kind}
    return sorted((one, other) for one, other in found)


def _covers(wishes: Sequence[Wish]) -> list[Cover]:
    people: dict[str, list[str]] = defaultdict(list)
    for wish in wishes:
        if wish.kind is WishKind.COVER:
            people[wish.tongue].append(wish.first)
    return [Cover(tongue, sorted(set(keys))) for tongue, keys in sorted(people.items())]


def _locked(step: TableStep, keys: set[str], rounds: int, tables: int) -> list[Locked]:
    """Of another number of rounds or tables as far as they are still there."""
    spots = arrangement.where(step.rounds)[:rounds]
    return [
        Locked(number, spots[number][key], key)
        for number, key in step.locked
        if number < len(spots) and key in keys and spots[number].get(key, tables) < tables
    ]


def _roomy(problem: TablesProblem, previous: Rounds, people: int) -> list[tuple[int, int]]:
    """On the day there are as many tables as there are: they may be a little emptier or fuller."""
    tables = len(previous[0])
    return [
        (min(low, people // tables), max(high, -(-people // tables))) for low, high in problem.sizes
    ]
