"""A round as its librarian looks at it: who is where, who is left out and why, how fair it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.match_rounds import planning, queries
from community.match_rounds.models import MatchRound, Participant
from community.matching.engine.assignment import reading
from community.matching.engine.assignment.contested import Shortage, of_the_unplaced, shortage
from community.matching.engine.assignment.fairness import Fairness, measure
from community.matching.engine.assignment.problem import AssignmentProblem
from community.solves import queries as solves
from community.solves.models import Solve


@dataclass(frozen=True)
class Board:
    """Everything on one page; nothing here asks the database again."""

    round: MatchRound
    gatherings: Sequence[Gathering]
    participants: Sequence[Participant]
    solve: Solve | None
    attributes: Mapping[int, Mapping[str, str]]

    @property
    def is_solving(self) -> bool:
        return self.solve is not None and self.solve.ended_at is None

    @cached_property
    def answered(self) -> Sequence[Participant]:
        return [each for each in self.participants if each.answered_at is not None]

    @cached_property
    def takes_part(self) -> Sequence[Participant]:
        return [each for each in self.participants if each.takes_part]

    @cached_property
    def to_call(self) -> Sequence[Participant]:
        """Who gets no mail, and did not answer yet."""
        return [
            each
            for each in self.participants
            if each.answered_at is None and not each.person.gets_mail
        ]

    @cached_property
    def wanted(self) -> Mapping[int, int]:
        """Per activity, how many gave it as a wish."""
        wishes = [
            choice.gathering_id
            for each in self.takes_part
            for choice in each.choices
            if choice.position is not None
        ]
        return {each.id: wishes.count(each.id) for each in self.gatherings}

    @cached_property
    def placed(self) -> Mapping[int, Sequence[Participant]]:
        return {
            gathering.id: [each for each in self.takes_part if each.gathering_id == gathering.id]
            for gathering in self.gatherings
        }

    @cached_property
    def left_out(self) -> Sequence[Participant]:
        return [each for each in self.takes_part if each.gathering_id is None]

    @property
    def with_a_place(self) -> int:
        return len(self.takes_part) - len(self.left_out)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        return {str(each.id): each.title for each in self.gatherings}

    @cached_property
    def problem(self) -> AssignmentProblem | None:
        plan = self.round.plan
        return reading.read(plan["problem"]) if plan else None

    @property
    def proven(self) -> bool:
        return bool(self.round.plan and self.round.plan["proven"])

    @property
    def by_hand(self) -> bool:
        """Whether somebody was moved after the engine made it."""
        return bool(self.round.plan and self.round.plan.get("by_hand"))

    @cached_property
    def closed(self) -> Sequence[str]:
        """Activities that would have had too few."""
        closed = self.round.plan["closed"] if self.round.plan else ()
        return [self.titles[str(each)] for each in closed if str(each) in self.titles]

    @cached_property
    def contested(self) -> Mapping[int, Sequence[str]]:
        """Per person without a place, what she could have gone to."""
        if self.problem is None:
            return {}
        rows = of_the_unplaced(self.problem, {who for who, _to in self._pairs})
        return {
            int(who): [self.titles[to] for to in contested if to in self.titles]
            for who, contested in rows.items()
        }

    @cached_property
    def shortage(self) -> Shortage | None:
        """Why no plan places more; only a plan that is proven can say so."""
        if self.problem is None or not self.proven or self.closed:
            return None
        found = shortage(self.problem, self._pairs)
        return found if found and found.people > found.seats else None

    @property
    def shortage_titles(self) -> Sequence[str]:
        return [self.titles[each] for each in self.shortage.conversations] if self.shortage else []

    @cached_property
    def fairness(self) -> Fairness | None:
        if self.problem is None:
            return None
        attributes = {
            str(each.id): self.attributes[each.person_id]
            for each in self.takes_part
            if each.person_id in self.attributes
        }
        return measure(self.problem, self._pairs, attributes)

    @cached_property
    def _pairs(self) -> Sequence[tuple[str, str]]:
        """Of those the engine placed; who is kept was placed by hand."""
        if self.problem is None:
            return ()
        known = {each.id for each in self.problem.people}
        return [
            (str(each.id), str(each.gathering_id))
            for each in self.takes_part
            if each.gathering_id is not None and str(each.id) in known
        ]


def board(session: Session, library_id: int, round_id: int) -> Board:
    found = queries.get(session, library_id, round_id)
    participants = queries.list_participants(session, library_id, round_id)
    return Board(
        found,
        queries.list_gatherings(session, library_id, round_id),
        participants,
        solves.find_latest(session, library_id, kind=planning.KIND, subject_id=round_id),
        queries.attributes_of(session, library_id, [each.person_id for each in participants]),
    )


def wishes_of(participant: Participant) -> Sequence[int]:
    """What she would like to go to, in the order in which she wants it."""
    ordered = sorted(
        (choice for choice in participant.choices if choice.position is not None),
        key=lambda choice: choice.position or 0,
    )
    return [each.gathering_id for each in ordered]
