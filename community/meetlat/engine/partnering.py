"""Organisations: what was made together, what they confirmed of it, and what they think (S1–S8)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from community.clock import local_day
from community.meetlat.engine.aggregates import Judgements, Organisation, PartnerShare, Period
from community.meetlat.engine.corrections import Late, latest, standing
from community.meetlat.engine.told import Row, Told

#: What a line of the list of a quarter is about.
GATHERING, GOAL, LOOK_BACK = "gathering", "goal", "look_back"
STATEMENTS = 3


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a partner was at its last row: departments of one organisation share a mark."""

    organisation: str
    sector: str


@dataclass(slots=True)
class Partnering:
    """What the log told of partners, put in order."""

    #: By gathering: the partners that made it with us, and what stands of each.
    at: dict[int, dict[int, PartnerShare]]
    facts: dict[int, _Fact]
    contacts: Counter[int]
    #: Partners with a goal that was agreed on and looked back upon, both confirmed, in the period.
    complete: set[int]
    numbers: dict[str, int]  #: Of each organisation, by its mark.

    def shares(self, gathering_ids: Iterable[int]) -> tuple[PartnerShare, ...]:
        """The organisations at one activity; of each the best that is known, whoever brought it."""
        found: dict[int, PartnerShare] = {}
        for gathering_id in gathering_ids:
            for partner_id, share in self.at.get(gathering_id, {}).items():
                number = self.number_of(partner_id)
                known = found.get(number)
                found[number] = PartnerShare(
                    number,
                    share.confirmed or (known is not None and known.confirmed),
                    share.brought or (known is not None and known.brought),
                )
        return tuple(found[number] for number in sorted(found))

    def number_of(self, partner_id: int) -> int:
        return self.numbers[self.facts[partner_id].organisation]


def partnering(told: Told, period: Period, late: Late) -> Partnering:
    joined = list(late.watch(told.joined))
    contacted = [row for row in told.contacted if _is_in(row, period)]
    answers = [*told.confirmed, *_marked(told.disputed)]
    stand = standing(joined, lambda row: (row.gathering_id or 0, row.partner_id or 0))
    said = latest(
        (row for row in answers if row.details["what"] == GATHERING),
        lambda row: (row.gathering_id or 0, row.partner_id or 0),
    )
    at: dict[int, dict[int, PartnerShare]] = defaultdict(dict)
    for subject, row in stand.items():
        gathering_id, partner_id = subject
        at[gathering_id][partner_id] = PartnerShare(
            partner_id, _confirms(said.get(subject), row), any(_amounts(row))
        )
    by_partner = latest([*joined, *contacted], lambda row: row.partner_id or 0)
    facts = {
        partner_id: _Fact(row.details["organisation"], row.details["sector"])
        for partner_id, row in sorted(by_partner.items())
    }
    marks = dict.fromkeys(fact.organisation for fact in facts.values())
    return Partnering(
        at=at,
        facts=facts,
        numbers={mark: number for number, mark in enumerate(marks)},
        contacts=Counter(row.partner_id or 0 for row in contacted),
        complete=_complete(told, answers, period),
    )


def _marked(disputed: Iterable[Row]) -> Iterator[Row]:
    """A dispute confirms nothing, so it is kept as a row that takes back."""
    for row in disputed:
        yield Row(
            id=row.id, happened_at=row.happened_at, recorded_at=row.recorded_at,
            gathering_id=row.gathering_id, partner_id=row.partner_id, quantity=0,
            details=row.details,
        )  # fmt: skip


def _is_in(row: Row, period: Period) -> bool:
    return period.since <= local_day(row.happened_at) <= period.until


def _amounts(row: Row) -> tuple[float, bool, int]:
    return row.details["hours"], row.details["room"], row.details["money"]


def _confirms(answer: Row | None, joined: Row) -> bool:
    """Other amounts since are asked again; who was not there confirms nothing."""
    if answer is None or not answer.quantity or not answer.details["was_there"]:
        return False
    return _amounts(answer) == _amounts(joined)


def _complete(told: Told, answers: list[Row], period: Period) -> set[int]:
    said = standing(answers, lambda row: (row.details["what"], row.details["goal_id"]))
    agreed = latest(told.goals_agreed, lambda row: row.details["goal_id"])
    backs = latest(told.looked_back, lambda row: row.details["goal_id"])
    found = set()
    for goal_id, goal in agreed.items():
        back, yes, looked = backs.get(goal_id), said.get((GOAL, goal_id)), said.get(
            (LOOK_BACK, goal_id)
        )  # fmt: skip
        if back is None or yes is None or looked is None:
            continue
        # Other words than were confirmed are asked again, so the yes must be the later row.
        if _is_in(goal, period) and _is_in(back, period) and looked.id > back.id:
            found.add(goal.partner_id or 0)
    return found


def organisations(
    partnering: Partnering, joint: Iterable[tuple[PartnerShare, ...]], before: Mapping[int, object]
) -> tuple[Organisation, ...]:
    """Whoever was active in the period or in the year before it.

    `joint`: the organisations of each activity of the period; `before`: the gatherings of the
    year before.
    """
    made, confirmed, earlier = Counter[int](), Counter[int](), Counter[int]()
    for shares in joint:
        for share in shares:
            made[share.organisation] += 1
            confirmed[share.organisation] += share.confirmed and share.brought
    for gathering_id in before:
        for share in partnering.shares([gathering_id]):
            earlier[share.organisation] += 1
    members: dict[int, list[int]] = defaultdict(list)
    for partner_id in partnering.facts:
        members[partnering.number_of(partner_id)].append(partner_id)
    every = (
        Organisation(
            no=number,
            partner_ids=tuple(partner_ids),
            sector=partnering.facts[partner_ids[-1]].sector,
            joint=made[number],
            contacts=sum(partnering.contacts[one] for one in partner_ids),
            brought_and_confirmed=confirmed[number],
            goal_complete=any(one in partnering.complete for one in partner_ids),
            joint_before=earlier[number],
        )
        for number, partner_ids in sorted(members.items())
    )
    return tuple(one for one in every if one.joint or one.contacts or one.joint_before)


def judgements(told: Told) -> Judgements:
    sums, answers, given = [0] * STATEMENTS, [0] * STATEMENTS, 0
    for row in told.judged:
        given += 1
        for number, choice in enumerate(row.details["answers"]):
            if choice is not None:
                sums[number] += choice
                answers[number] += 1
    return Judgements(
        asked=max(told.judgements_asked, given),
        given=given,
        sums=(sums[0], sums[1], sums[2]),
        answers=(answers[0], answers[1], answers[2]),
    )
