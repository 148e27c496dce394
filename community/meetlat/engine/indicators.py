"""What each of the sixteen indicators counts, with its minimums and guards.

Formulas and guards are those of the meetlat; every number in them comes from the standard that is
given, so that a version with other numbers needs no other code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, fsum, log

from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.results import Need
from community.meetlat.engine.standard import Indicator, Rules
from community.meetlat.engine.workings import (
    active,
    diversities,
    initiatives,
    places,
    rows,
    step,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an indicator counted, before any bound or level.

    `part` of `whole` for a share, `value` in the unit of the indicator for what is none. `have` is
    by the names of the minimums.
    """

    part: float | None = None
    whole: float | None = None
    value: float | None = None
    raw: float | None = None
    have: Mapping[str, float]
    parts: Mapping[str, float] = field(default_factory=dict)


def needs(indicator: Indicator, have: Mapping[str, float]) -> tuple[Need, ...]:
    """The minimums of an indicator, in the order of the standard, with what there is of each."""
    return tuple(Need(of, float(have[of]), float(least)) for of, least in indicator.least.items())


def share(part: float, whole: float) -> float:
    """A part of nothing is nothing."""
    return part / whole if whole else 0.0


# --- Ontmoeting ---------------------------------------------------------------------------------


def _new_faces(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O1: by keys where the log reaches back far enough, else as people said themselves.

    Where neither reaches its minimums, the way that is nearest says what it still takes.
    """
    said = rows("O1", of, rules)
    first, everybody = sum(row.part for row in said), sum(row.whole for row in said)
    by_word = Counted(
        part=first,
        whole=everybody,
        have={"people": everybody, "activities": len(said)},
        parts={"by_keys": 0, "new": first, "people": everybody},
    )
    people = of.people
    if people.history_days < rules.history_days:
        return by_word
    by_keys = Counted(
        part=people.new,
        whole=people.unique,
        have={"people": people.unique, "activities": sum(1 for o in of.occasions if o.checked_in)},
        parts={"by_keys": 1, "new": people.new, "people": people.unique},
    )
    return max((by_keys, by_word), key=lambda way: _how_far(needs(indicator, way.have)))


def _how_far(needs: tuple[Need, ...]) -> float:
    return min((min(1.0, need.have / need.least) for need in needs if need.least), default=1.0)


def _returners(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O2."""
    people = of.people
    return Counted(
        part=people.returned,
        whole=people.cohort,
        have={"cohort": people.cohort},
        parts={"returned": people.returned, "cohort": people.cohort},
    )


def _new_contacts(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O3: the response is of the heads at all activities where people were asked."""
    asked = rows("O3", of, rules)
    met, answers = sum(row.part for row in asked), sum(row.whole for row in asked)
    heads = sum(of.occasions[row.no].head_count for row in asked)
    return Counted(
        part=met,
        whole=answers,
        have={
            "answers": answers,
            "answered_activities": sum(1 for row in asked if row.whole),
            "response": share(answers, heads),
        },
        parts={"met": met, "answers": answers, "heads": heads, "asked_activities": len(asked)},
    )


def _bridging(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O4: the mean of how mixed activities are against the area, each weighing 30 at most."""
    mixed, area = rows("O4", of, rules), diversities(of.area)
    part, weight = fsum(row.part for row in mixed), fsum(row.whole for row in mixed)
    return Counted(
        part=part,
        whole=weight,
        value=share(part, weight),
        have={
            "profiled_activities": len(mixed),
            "inhabitants": max(
                sum(people.values()) if area[trait] else 0
                for trait, people in (("ages", of.area.ages), ("places", of.area.places))
            ),
        },
        parts={
            "mixed": part,
            "weight": weight,
            "activities": len(mixed),
            "area_ages": area["ages"],
            "area_places": area["places"],
            "fictional": of.area.fictional,
        },
    )


def _familiar_faces(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O5."""
    people = of.people
    return Counted(
        part=people.acquainted,
        whole=people.unique,
        have={"people": people.unique},
        parts={"acquainted": people.acquainted, "people": people.unique},
    )


def _talk_that_yields(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O6."""
    return _of_rows(indicator, of, rules, need="conversations", part="with_harvest")


def _initiative(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O7: what one initiator began counts for a quarter of all that residents began at most."""
    counted, begun = rows("O7", of, rules), initiatives(of.occasions)
    part = fsum(row.part for row in counted)
    return Counted(
        part=part,
        whole=len(counted),
        have={"activities": len(counted)},
        parts={
            "begun": begun.total(),
            "initiators": len(begun),
            "most_each": rules.initiator_share * begun.total(),
            "counted": part,
            "activities": len(counted),
        },
    )


def _everywhere(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """O8: in inhabitants, not in places."""
    each = places(of, rules)
    reached = sum(row.inhabitants for row in each if row.reached)
    inhabitants = sum(row.inhabitants for row in each)
    in_area = sum(row.taking_part for row in each)
    placed = sum(sum(one.places.values()) for one in of.occasions if not one.sensitive)
    mean = 1000 * share(in_area, inhabitants)
    return Counted(
        part=reached,
        whole=inhabitants,
        have={"placed": placed, "inhabitants": inhabitants},
        parts={
            "reached": reached,
            "inhabitants": inhabitants,
            "placed": placed,
            "placed_in_area": in_area,
            "mean_per_1000": mean,
            "least_per_1000": rules.reached_share * mean,
            "places": len(each),
            "places_reached": sum(1 for row in each if row.reached),
            "fictional": of.area.fictional,
        },
    )


# --- Samenwerking -------------------------------------------------------------------------------


def _depth(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S1."""
    counted = _of_rows(indicator, of, rules, need="partners", part="deep")
    steps = Counter(step(one) for _, one in active(of))
    ladder = {f"step_{no}": steps[no] for no in (1, 2, 3, 4)}
    return Counted(
        part=counted.part,
        whole=counted.whole,
        have=counted.have,
        parts={**counted.parts, **ladder},
    )


def _reciprocity(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S2."""
    return _of_rows(indicator, of, rules, need="joint_activities", part="brought")


def _variety(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S3: the effective number of sectors, e to the power of Shannon's entropy."""
    sectors = Counter(one.sector for _, one in active(of))
    partners = sectors.total()
    shares = [number / partners for number in sectors.values()]
    each = {f"sector:{sector}": number for sector, number in sorted(sectors.items())}
    return Counted(
        # No two machines agree on the last bits of exp and log; a meting must come out the same.
        value=round(exp(-fsum(share * log(share) for share in shares)), 10),
        have={"partners": partners},
        parts={"partners": partners, "sectors": len(sectors), **each},
    )


def _lasting(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S4."""
    return _of_rows(indicator, of, rules, need="partners_before", part="stayed")


def _not_leaning(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S5: the share of what was made together in which none of the three largest took part."""
    counted = _of_rows(indicator, of, rules, need="joint_activities", part="without_largest")
    partners = len({share.organisation for one in of.occasions for share in one.partners})
    return Counted(
        part=counted.part,
        whole=counted.whole,
        have={**counted.have, "joint_partners": partners},
        parts={**counted.parts, "joint_partners": partners},
    )


def _linking(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S6."""
    return _of_rows(indicator, of, rules, need="partners", part="linked")


def _together_inside(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S7."""
    return _of_rows(indicator, of, rules, need="joint_activities", part="several_teams")


def _judgement(of: Aggregates, indicator: Indicator, rules: Rules) -> Counted:
    """S8: the mean of the statements, drawn towards 3 as if five more had answered 3."""
    said = of.judgements
    means = [total / n for total, n in zip(said.sums, said.answers, strict=True) if n]
    mean = share(fsum(means), len(means))
    prior, weight = rules.judgement_prior, rules.judgement_prior_weight
    return Counted(
        value=(said.given * mean + weight * prior) / (said.given + weight),
        raw=mean,
        have={"judgements": said.given, "response": share(said.given, said.asked)},
        parts={
            "mean": mean,
            "judgements": said.given,
            "asked": said.asked,
            "prior": prior,
            "prior_weight": weight,
        },
    )


def _of_rows(
    indicator: Indicator, of: Aggregates, rules: Rules, *, need: str, part: str
) -> Counted:
    """A plain share of rows, each of which counts for one; what is needed is the number of rows."""
    counted = rows(indicator.code, of, rules)
    with_it = sum(row.part for row in counted)
    return Counted(
        part=with_it,
        whole=len(counted),
        have={need: len(counted)},
        parts={part: with_it, need: len(counted)},
    )


COUNTING: dict[str, Callable[[Aggregates, Indicator, Rules], Counted]] = {
    "O1": _new_faces, "O2": _returners, "O3": _new_contacts, "O4": _bridging,
    "O5": _familiar_faces, "O6": _talk_that_yields, "O7": _initiative, "O8": _everywhere,
    "S1": _depth, "S2": _reciprocity, "S3": _variety, "S4": _lasting,
    "S5": _not_leaning, "S6": _linking, "S7": _together_inside, "S8": _judgement,
}  # fmt: skip
