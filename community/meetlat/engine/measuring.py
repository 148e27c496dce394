"""From the log to what the meetlat is worked out from: pure, and never more than one pass.

`Told` is what the log says, `Window` which days are looked at; out come `Aggregates`, in which
nobody can be found any more. The rules are those of MEETLAT.md, section "Rules", number 8.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from community.meetlat.engine.aggregates import (
    Aggregates,
    Area,
    Occasion,
    People,
    Period,
)
from community.meetlat.engine.corrections import Late, latest
from community.meetlat.engine.joining import Held, Joined, held, join
from community.meetlat.engine.notes import Cards, Notes, Pulse, noted
from community.meetlat.engine.partnering import (
    Partnering,
    judgements,
    organisations,
    partnering,
)
from community.meetlat.engine.people import count
from community.meetlat.engine.told import Said, Told, Window
from community.meetlat.engine.visits import Door, Visits, said_by, seen

LIBRARY = "library"


def measure(told: Told, window: Window, area: Area) -> Aggregates:
    """Counts of a period. The same log gives the same counts, in whatever order it comes in."""
    period, before, late = window.period, window.before, Late()
    closed = latest(late.watch(told.closed), lambda row: row.gathering_id or 0)
    now = {n: one for n, row in closed.items() if _is_in(one := held(row), period)}
    earlier = {one.gathering_id: one.day.toordinal() for one in sorted(told.closed_before)
               if before.since <= one.day <= before.until}  # fmt: skip
    days = earlier | {n: one.day.toordinal() for n, one in now.items()}
    visits = seen(told.check_ins, days, now)
    activities = _activities(now, visits, window)
    people = _people(visits, activities, window, told.first_check_in)
    notes = noted(told, days, late)
    partners = partnering(told, period, late)
    late_edits = late.count(told.undone, now)
    teller = _Teller(visits.doors, notes, partners, told.sensitive, late_edits)
    occasions = tuple(teller.occasion(one) for one in activities)
    return Aggregates(
        period=period,
        people=people,
        occasions=occasions,
        organisations=organisations(partners, (one.partners for one in occasions), earlier),
        judgements=judgements(told),
        area=area,
        log_days=_days_until(told.first_day, period.until),
    )


def _is_in(one: Held, period: Period) -> bool:
    return period.since <= one.day <= period.until


def _activities(now: Mapping[int, Held], visits: Visits, window: Window) -> list[Joined]:
    def people_of(gathering_id: int) -> set[int]:
        door = visits.doors.get(gathering_id)
        return door.people() if door else set()

    every = join(now.values(), people_of)
    return [one for one in every if len(one.people) >= window.least_people]


def _people(
    visits: Visits, activities: list[Joined], window: Window, first_check_in: date | None
) -> People:
    counted = {held.id for one in activities for held in one.held}
    too_small = visits.doors.keys() - counted
    small = (
        (one.first.day.toordinal(), array("i", _themselves(one, visits.doors)))
        for one in activities
        if max(_heads(one), len(one.people)) <= window.most_people
    )
    everybody = set[int]().union(*(one.people for one in activities))
    counting = visits.without(too_small) if too_small else visits
    return count(counting, everybody, small, window, first_check_in)


def _themselves(one: Joined, doors: Mapping[int, Door]) -> set[int]:
    there = (doors.get(held.id) for held in one.held)
    return set[int]().union(*(door.checked_in_themselves() for door in there if door))


def _heads(one: Joined) -> int:
    """Logged more than once, the same heads were counted more than once."""
    return max(held.row.quantity for held in one.held)


def _days_until(first: date | None, until: date) -> int:
    return 0 if first is None else max(0, (until - first).days)


class _Teller:
    """Knows how an activity is told, with everything that was noted at its gatherings."""

    def __init__(
        self,
        doors: dict[int, Door],
        notes: Notes,
        partners: Partnering,
        sensitive: frozenset[int],
        late: Counter[int],
    ) -> None:
        self._doors, self._notes, self._partners = doors, notes, partners
        self._sensitive, self._late = sensitive, late
        self._initiators: dict[Hashable, int] = {}

    def occasion(self, one: Joined) -> Occasion:
        first, ids = one.first, tuple(held.id for held in one.held)
        facts = first.row.details
        sensitive = any(n in self._sensitive for n in ids)
        cards = Cards() if sensitive else self._cards(one, ids)
        pulse = Pulse() if sensitive else self._pulse(ids)
        kind, number = self._initiator(ids, sensitive=sensitive)
        teams = {team: front for n in ids for team, front in self._notes.teams.get(n, {}).items()}
        return Occasion(
            gathering_ids=ids,
            day=first.day,
            branch_id=first.row.branch_id,
            series_id=facts["series_id"],
            kind=str(facts["kind"]),
            conversational=bool(facts["conversational"]),
            sensitive=sensitive,
            initiator=kind,
            initiator_no=number,
            head_count=_heads(one),
            estimated=bool(facts["estimated"]),
            checked_in=0 if sensitive else len(one.people),
            ages=cards.ages,
            places=cards.places,
            first_time=cards.first_time,
            been_before=cards.been_before,
            pulse=str(facts["pulse"]),
            pulse_answers=pulse.answers,
            pulse_met_someone=pulse.met,
            harvest=self._harvest(ids),
            partners=self._partners.shares(ids),
            teams=len(teams),
            front_line=any(teams.values()),
            edited_late=sum(self._late[n] for n in ids),
        )

    def _cards(self, one: Joined, ids: tuple[int, ...]) -> Cards:
        """Who checked in may have filled in a card too: of each question the fuller of the two."""
        # Each door is looked at once, and makes room for what comes of it.
        said = said_by([self._doors.pop(n) for n in ids if n in self._doors])
        told = [_cards(said), *(self._notes.cards[n] for n in ids if n in self._notes.cards)]
        if len(told) == 1:
            return told[0]
        firsts = max(told, key=lambda cards: cards.first_time + cards.been_before)
        return Cards(
            firsts.first_time,
            firsts.been_before,
            max((cards.ages for cards in told), key=_total),
            max((cards.places for cards in told), key=_total),
        )

    def _pulse(self, ids: tuple[int, ...]) -> Pulse:
        """A code is used once, wherever it was given out; paper may have been typed over twice."""
        by_code = [self._notes.by_code.get(n, Pulse()) for n in ids]
        paper = max((self._notes.on_paper.get(n, Pulse()) for n in ids), key=_answers)
        return Pulse(
            sum(pulse.answers for pulse in by_code) + paper.answers,
            sum(pulse.met for pulse in by_code) + paper.met,
        )

    def _initiator(self, ids: tuple[int, ...], *, sensitive: bool) -> tuple[str, int | None]:
        begun = next((self._notes.begun[n] for n in ids if n in self._notes.begun), None)
        if begun is None:
            return LIBRARY, None
        if begun.mark is None or sensitive:
            return begun.kind, None
        return begun.kind, self._initiators.setdefault(begun.mark, len(self._initiators))

    def _harvest(self, ids: tuple[int, ...]) -> int:
        texts = set[str]().union(*(self._notes.harvest.get(n, set()) for n in ids))
        return len(texts) + max(self._notes.untold.get(n, 0) for n in ids)


def _cards(said: Iterable[Said]) -> Cards:
    """What was said at the door, as a tally card would have it."""
    firsts, befores = 0, 0
    ages, places = dict[str, int](), dict[str, int]()
    for first_time, age_class, pc4 in said:
        if first_time is not None:
            firsts, befores = firsts + first_time, befores + (not first_time)
        if age_class is not None:
            ages[age_class] = ages.get(age_class, 0) + 1
        if pc4 is not None:
            places[pc4] = places.get(pc4, 0) + 1
    return Cards(firsts, befores, ages, places)


def _total(counts: Mapping[str, int]) -> int:
    return sum(counts.values())


def _answers(pulse: Pulse) -> int:
    return pulse.answers
