"""What is different: between two ways to fill in a gathering, and between a date and its series.

A date is "changed by hand" when it is not what its pattern says. Nothing has to be remembered for
that, so whichever page it was changed on, it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from community.clock import NoSuchLocalTime, local
from community.gatherings.drafts import GatheringDraft, completed, draft_of
from community.gatherings.models import Gathering
from community.gatherings.patterns import MOMENTS
from community.series.models import Series, SeriesDate
from community.series.pattern import Pattern, draft_on, pattern_of
from community.series.rule import Rule, span


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a change to several dates comes to at one of them."""

    row: SeriesDate
    gathering: Gathering
    draft: GatheringDraft
    #: Fields that stay as they were changed by hand.
    kept: frozenset[str] = frozenset()

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


def as_planned(pattern: Pattern, rule: Rule, row: SeriesDate) -> GatheringDraft | None:
    """What the series says of a date; None when its time does not exist that day."""
    try:
        starts_at, ends_at = span(rule, row.on_date)
    except NoSuchLocalTime:
        return None
    return draft_on(pattern, starts_at, ends_at)


def by_hand(series: Series, row: SeriesDate) -> set[str]:
    """In which fields a date was changed by hand."""
    planned = as_planned(series.pattern, series.rule, row)
    if row.gathering is None or planned is None:
        return set()
    return differing(draft_of(row.gathering), planned)


def changed_pattern(
    series: Series, edited: Gathering, draft: GatheringDraft
) -> tuple[Pattern, Rule]:
    """The series with what is changed at one of its dates, and nothing that this date has else."""
    changed = differing(draft, draft_of(edited))
    theirs = pattern_of(draft)
    names = changed - MOMENTS
    if changed & MOMENTS:
        names |= {"opens_before", "closes_before"}
    pattern = {**series.pattern, **{name: theirs[name] for name in names}}
    rule = series.rule
    if changed & {"starts_at", "ends_at"}:
        complete = completed(draft).appointment
        starts, ends = local(complete.starts_at).time(), local(complete.ends_at).time()
        rule = replace(rule, starts=starts, ends=ends)
    return pattern, rule


def wanted(
    series: Series,
    rows: Sequence[SeriesDate],
    edited: Gathering,
    draft: GatheringDraft,
    *,
    also_by_hand: bool = False,
) -> Iterator[Wanted]:
    """What each of these dates becomes when one of them is changed to `draft`.

    Only what is changed there is changed elsewhere, and a field that was changed by hand stays,
    unless `also_by_hand` says that this goes for those dates as well.
    """
    changed = differing(draft, draft_of(edited))
    if changed & MOMENTS:
        changed |= MOMENTS
    new_pattern, new_rule = changed_pattern(series, edited, draft)
    for row in rows:
        gathering = row.gathering
        if gathering is None:
            continue
        if gathering.id == edited.id:
            yield Wanted(row, gathering, draft)
            continue
        before = as_planned(series.pattern, series.rule, row)
        after = as_planned(new_pattern, new_rule, row)
        if before is None or after is None:
            continue
        stands = draft_of(gathering)
        own = frozenset() if also_by_hand else frozenset(differing(stands, before) & changed)
        new = {name: getattr(after, name) for name in changed - own}
        yield Wanted(row, gathering, replace(stands, **new), own)
