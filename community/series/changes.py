"""What is different: between two ways to fill in a gathering, and between a date and its series.

A date is "changed by hand" when it is not what its pattern says. Nothing has to be remembered for
that, so whichever page it was changed on, it counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from community.clock import NoSuchLocalTime, local
from community.gatherings.drafts import GatheringDraft, Problem, completed, draft_of
from community.gatherings.models import Gathering
from community.gatherings.patterns import MOMENTS
from community.series.models import Series, SeriesDate
from community.series.pattern import Pattern, draft_on, pattern_of
from community.series.rule import Period, Rule, slot_on, span
from community.series.shifting import Shift
from community.words import N_

ALREADY_ON_THAT_DAY = N_("This series already has an activity on that day.")
RESTS = N_("The series skips that day: %(name)s. This date stayed where it was.")
NO_SUCH_TIME = N_("The clocks go forward that night: this time does not exist.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a change to several dates comes to at one of them."""

    row: SeriesDate
    gathering: Gathering
    draft: GatheringDraft
    #: Fields that stay as they were changed by hand.
    kept: frozenset[str] = frozenset()
    #: Why it stays on its day while the series moves.
    problem: Problem | None = None

    @property
    def changes(self) -> bool:
        return bool(differing(self.draft, draft_of(self.gathering)))

    @property
    def moves(self) -> bool:
        now, then = completed(draft_of(self.gathering)), completed(self.draft)
        return now.appointment != then.appointment


def differing(one: GatheringDraft, other: GatheringDraft) -> set[str]:
    """The fields of which the two say something else, with what follows from the kind filled in."""
    first, second = completed(one), completed(other)
    return {
        each.name
        for each in fields(GatheringDraft)
        if getattr(first, each.name) != getattr(second, each.name)
    }


def as_planned(pattern: Pattern, rule: Rule, day: date) -> GatheringDraft | None:
    """What the series says of a day; None when its time does not exist then."""
    try:
        starts_at, ends_at = span(rule, day)
    except NoSuchLocalTime:
        return None
    return draft_on(pattern, starts_at, ends_at)


def by_hand(series: Series, row: SeriesDate) -> set[str]:
    """In which fields a date was changed by hand."""
    planned = as_planned(series.pattern, series.rule, row.on_date)
    if row.gathering is None or planned is None:
        return set()
    return differing(draft_of(row.gathering), planned)


@dataclass(frozen=True, slots=True)
class Model:
    """One date of a series as it is wanted, from which the others follow."""

    gathering: Gathering
    draft: GatheringDraft
    #: The day of the whole series, if that changes too.
    shift: Shift | None = None
    #: Days on which a date cannot land: closed ones, and those that are taken already.
    periods: Sequence[Period] = ()
    taken: Collection[date] = ()
    also_by_hand: bool = False

    @property
    def changed(self) -> set[str]:
        return differing(self.draft, draft_of(self.gathering))

    def lands_on(self, day: date) -> date:
        return self.shift.day(day) if self.shift else day


def changed_pattern(series: Series, model: Model) -> tuple[Pattern, Rule]:
    """The series with what is changed at one of its dates, and nothing that this date has else."""
    changed, theirs = model.changed, pattern_of(model.draft)
    names = changed - MOMENTS
    if changed & MOMENTS:
        names |= {"opens_before", "closes_before"}
    pattern = {**series.pattern, **{name: theirs[name] for name in names}}
    rule = series.rule
    if changed & {"starts_at", "ends_at"}:
        complete = completed(model.draft).appointment
        starts, ends = local(complete.starts_at).time(), local(complete.ends_at).time()
        rule = replace(rule, starts=starts, ends=ends)
    return pattern, rule


def wanted(series: Series, rows: Sequence[SeriesDate], model: Model) -> Iterator[Wanted]:
    """What each of these dates becomes when one of them becomes as the model.

    Only what is changed there is changed elsewhere, and a field that was changed by hand stays,
    unless `also_by_hand` says that this goes for those dates as well.
    """
    pattern, rule = changed_pattern(series, model)
    for row in rows:
        if row.gathering is not None and row.gathering.id == model.gathering.id:
            yield Wanted(row, row.gathering, model.draft)
        elif row.gathering is not None:
            before = as_planned(series.pattern, series.rule, row.on_date)
            if before is not None:
                yield _follows(row, row.gathering, before, pattern, rule, model)


def _follows(
    row: SeriesDate,
    gathering: Gathering,
    before: GatheringDraft,
    pattern: Pattern,
    rule: Rule,
    model: Model,
) -> Wanted:
    stands, day = draft_of(gathering), model.lands_on(row.on_date)
    changed = model.changed
    if changed & MOMENTS:
        changed |= MOMENTS
    own: frozenset[str] = frozenset()
    if not model.also_by_hand:
        own = frozenset(differing(stands, before) & changed)
    problem = None
    if day != row.on_date and not own & MOMENTS:
        problem = _in_the_way(rule, day, model)
    after = as_planned(pattern, rule, row.on_date if problem else day)
    if after is None:
        return Wanted(row, gathering, stands, own, problem)
    stays = problem is not None or (day != row.on_date and bool(own & MOMENTS))
    names = changed - own - (MOMENTS if stays else frozenset())
    new = {name: getattr(after, name) for name in names}
    return Wanted(row, gathering, replace(stands, **new), own, problem)


def _in_the_way(rule: Rule, day: date, model: Model) -> Problem | None:
    if day in model.taken:
        return Problem("starts_at", ALREADY_ON_THAT_DAY)
    slot = slot_on(rule, day, model.periods)
    if slot.because:
        return Problem("starts_at", RESTS, {"name": slot.because})
    return None if slot.starts_at else Problem("starts_at", NO_SUCH_TIME)
