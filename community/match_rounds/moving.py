"""Moving one person by hand: what each way does, said beforehand; afterwards that place stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError, NotFound
from community.gatherings.models import Gathering
from community.match_rounds import planning, queries
from community.match_rounds.looking import Board
from community.match_rounds.making import HasEnded
from community.match_rounds.models import Participant
from community.match_rounds.planning import WORTH
from community.match_rounds.publishing import NoPlanYet
from community.words import N_

#: With so many people of a full activity an exchange is offered, who lose least by it first.
MOST_EXCHANGES = 3
#: Weighs more than any wish: somebody said that they cannot come then.
_CANNOT = -10_000


class NoSeatThere(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(N_("‘%(title)s’ no longer has a free seat. Check again."), title=title)


class NotThereAnyMore(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Somebody else changed this plan just now. Check again."))


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one person: wishes counted from 1; None: no wish of theirs, or no place."""

    who: Participant
    before: Gathering | None
    after: Gathering | None

    @property
    def wish_before(self) -> int | None:
        return wish(self.who, self.before)

    @property
    def wish_after(self) -> int | None:
        return wish(self.who, self.after)

    @property
    def cannot(self) -> bool:
        return self.after is not None and cannot(self.who, self.after)

    @property
    def gain(self) -> int:
        return _worth(self.who, self.after) - _worth(self.who, self.before)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to move somebody, and all that it does."""

    to: Gathering
    changes: Sequence[Change]
    #: How many had their first wish, and would have it.
    first_before: int
    first_after: int
    #: What would have fewer people than it needs, and how many.
    too_few: tuple[Gathering, int] | None = None
    #: Who has no place and could have the seat that comes free, and where that is.
    could_follow: Sequence[Participant] = ()
    freed: Gathering | None = None

    @property
    def exchanged_with(self) -> Participant | None:
        return self.changes[1].who if len(self.changes) > 1 else None

    @property
    def value(self) -> str:
        """How the form calls it: to where, and with whom."""
        other = self.exchanged_with
        return f"{self.to.id}-{other.id if other else 0}"


def ways(board: Board, who: Participant) -> list[Way]:
    """To every activity with a free seat, and by exchange to the full ones; the best first."""
    found = [each for gathering in board.gatherings if gathering.id != who.gathering_id
             for each in _ways_to(board, who, gathering)]  # fmt: skip
    return sorted(found, key=lambda each: -sum(change.gain for change in each.changes))


def _ways_to(board: Board, who: Participant, to: Gathering) -> Iterator[Way]:
    here = next((each for each in board.gatherings if each.id == who.gathering_id), None)
    mine = Change(who, here, to)
    if _free(board, to) > 0:
        yield _way(board, to, [mine])
        return
    if here is None:
        return  # Nobody loses a place by hand.
    others = [Change(each, to, here) for each in board.placed[to.id] if not each.kept]
    possible = [each for each in others if not each.cannot]
    for other in sorted(possible, key=lambda each: -each.gain)[:MOST_EXCHANGES]:
        yield _way(board, to, [mine, other])


def _way(board: Board, to: Gathering, changes: Sequence[Change]) -> Way:
    mine = changes[0]
    first = [each for each in board.takes_part if _is_first(board, each)]
    before = sum(each.wish_before == 1 for each in changes)
    after = sum(each.wish_after == 1 for each in changes)
    freed = mine.before if len(changes) == 1 else None
    return Way(
        to=to,
        changes=changes,
        first_before=len(first),
        first_after=len(first) - before + after,
        too_few=_too_few(board, freed) if freed else None,
        could_follow=[
            each for each in board.left_out if wish(each, freed) and each is not mine.who
        ],
        freed=freed,
    )


def _is_first(board: Board, who: Participant) -> bool:
    here = next((each for each in board.gatherings if each.id == who.gathering_id), None)
    return wish(who, here) == 1


def _too_few(board: Board, left: Gathering) -> tuple[Gathering, int] | None:
    people = left.taken + len(board.placed[left.id]) - 1
    return (left, people) if people < board.round.least else None


def _free(board: Board, gathering: Gathering) -> int:
    return (gathering.seats_free or 0) - len(board.placed[gathering.id])


def wish(who: Participant, where: Gathering | None) -> int | None:
    """Which of their wishes it is, counted from 1."""
    if where is None:
        return None
    said = {choice.gathering_id: choice.position for choice in who.choices}
    return said.get(where.id)


def cannot(who: Participant, where: Gathering) -> bool:
    """Whether they said that they cannot come then."""
    return any(
        choice.gathering_id == where.id and choice.position is None for choice in who.choices
    )


def _worth(who: Participant, where: Gathering | None) -> int:
    if where is None:
        return 0
    if cannot(who, where):
        return _CANNOT
    at = wish(who, where)
    return WORTH[at - 1] if at else 1


def move(
    session: Session,
    library_id: int,
    round_id: int,
    participant_id: int,
    *,
    to_id: int,
    with_id: int = 0,
    seen_id: int = 0,
    now: datetime,
) -> Participant:
    """Give somebody another place, which stays when a plan is made anew; so does who exchanges.

    `seen_id`: where they sat when it was looked at, 0 for nowhere. Twice is once.
    """
    found = queries.lock(session, library_id, round_id)
    if found.ended_at is not None:
        raise HasEnded
    if found.plan is None or planning.is_solving(session, found):
        raise NoPlanYet
    everybody = {each.id: each for each in queries.list_participants(session, library_id, round_id)
                 if each.takes_part}  # fmt: skip
    places = {each.id: each for each in queries.list_gatherings(session, library_id, round_id)}
    who, to = everybody.get(participant_id), places.get(to_id)
    if who is None or to is None:
        raise NotFound
    if who.gathering_id == to_id and who.kept:
        return who
    other = everybody.get(with_id)
    if (who.gathering_id or 0) != seen_id or (
        with_id and (other is None or other.kept or other.gathering_id != to_id)
    ):
        raise NotThereAnyMore
    if other is not None:
        other.gathering_id = who.gathering_id
        other.kept = other.gathering_id is not None
    elif sum(each.gathering_id == to_id for each in everybody.values()) >= (to.seats_free or 0):
        raise NoSeatThere(to.title)
    who.gathering_id, who.kept = to_id, True
    # What the engine proved was about its own plan.
    found.plan = {**found.plan, "proven": False, "by_hand": now.isoformat()}
    return who
