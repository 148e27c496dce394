"""What the values that go into a formula are called, for "Hoe is dit berekend?"."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.meetlat.engine.results import IndicatorResult
from community.meetlat.evidence import Evidence, Unit
from community.meetlat.labels import Words, counted, decimals, percent, sector_in_words
from community.web.formats import capital

_PARTS: dict[str, LazyString] = {
    "acquainted": _("People with three or more familiar faces"),
    "activities": _("Activities"),
    "answers": _("Answers"),
    "area_ages": _("How mixed the ages in the area are, from 0 to 1"),
    "area_places": _("How mixed the postcodes in the area are, from 0 to 1"),
    "asked": _("Partners asked"),
    "asked_activities": _("Activities where people were asked"),
    "begun": _("Activities begun by residents or groups"),
    "brought": _("Of which confirmed by the partner, who brought something"),
    "cohort": _("People who came for the first time, half a year ago or longer"),
    "conversations": _("Conversations"),
    "counted": _("How many of those count: at most a quarter for each initiator"),
    "deep": _("Partners on step 3 or 4"),
    "heads": _("People at the activities where they were asked"),
    "inhabitants": _("People who live in the area"),
    "initiators": _("Initiators"),
    "joint_activities": _("Activities made with a partner"),
    "joint_partners": _("Partners that made something with us"),
    "judgements": _("Partners that answered"),
    "least_per_1000": _("Reached from this many visits per 1,000 people"),
    "linked": _("Partners that met another partner through us"),
    "mean": _("Mean of the three statements"),
    "mean_per_1000": _("Visits per 1,000 people in the whole area"),
    "met": _("Answers of 4 or 5"),
    "mixed": _("How mixed each was, times its weight, added up"),
    "most_each": _("The most that counts for one initiator"),
    "new": _("Of which new"),
    "partners": _("Active partners"),
    "partners_before": _("Partners from the year before"),
    "people": _("People"),
    "placed": _("Visits with a known postcode"),
    "placed_in_area": _("Of which from the area"),
    "places": _("Postcode areas"),
    "places_reached": _("Of which reached"),
    "prior": _("Pulled towards this"),
    "prior_weight": _("As if this many more had answered that"),
    "reached": _("People who live where we reach people"),
    "returned": _("Of which came back on another day, within half a year"),
    "sectors": _("Sectors"),
    "several_teams": _("With two or more of our teams, one of them front line"),
    "stayed": _("Of which made something with us again"),
    "step_1": _("Step 1: we speak now and then"),
    "step_2": _("Step 2: we make things together"),
    "step_3": _("Step 3: and both bring something"),
    "step_4": _("Step 4: with a shared goal"),
    "weight": _("What they weigh together"),
    "with_harvest": _("Of which yielded something that somebody confirmed"),
    "without_largest": _("Of which without the three largest partners"),
}
#: Told in a sentence of its own.
_SAID = frozenset({"by_keys", "fictional"})
_SECTOR = "sector:"
_TWO_DECIMALS = frozenset({"area_ages", "area_places", "mean", "least_per_1000", "mean_per_1000"})


def parts_in_words(words: Words, result: IndicatorResult) -> list[tuple[str, str]]:
    """Each value with its name, as it went into the formula; of people not under five."""
    few = words.too_few(result)
    return [
        (_name(key), few if few and value == result.numerator else _value(key, value))
        for key, value in result.parts.items()
        if key not in _SAID
    ]


def by_which_way(parts: Mapping[str, float]) -> str:
    """O1 has two ways to know who is new."""
    if "by_keys" not in parts:
        return ""
    said: str = (
        gettext(
            "By check-ins: anyone who has not checked in during the 24 months that are kept is new."
        )
        if parts["by_keys"]
        else gettext("By what people said at the door, or wrote on a tally card.")
    )
    return said


def division(words: Words, result: IndicatorResult) -> str:
    """`38 ÷ 423 = 9,0 %`; nothing where that would tell of fewer than five people."""
    if result.numerator is None or result.denominator is None or result.raw is None:
        return ""
    if words.too_few(result):
        return ""
    part, whole = counted(result.numerator), counted(result.denominator)
    if result.code == "O4":
        return f"{decimals(result.numerator, 2)} ÷ {whole} = {decimals(result.raw, 2)}"
    raw = percent(result.raw, 1)
    return f"{part} ÷ {whole} = {raw}"


def _value(key: str, value: float) -> str:
    return decimals(value, 2) if key in _TWO_DECIMALS else counted(value)


def _name(key: str) -> str:
    if key.startswith(_SECTOR):
        return capital(sector_in_words(key.removeprefix(_SECTOR)))
    return str(_PARTS.get(key, key))


def ladder_in_words(words: Words, result: IndicatorResult) -> str:
    """From the value to the level: `Niveau 2 begint bij 5, 3 bij 12 …: 9 is 2,6.`"""
    of = words.of(result.code)
    steps = ", ".join(
        gettext("%(level)s from %(value)s", level=level, value=decimals_as_needed(anchor))
        for level, anchor in enumerate(of.anchors, start=2)
    )
    level = result.level if result.uncapped is None else result.uncapped
    said: str = gettext("The levels: %(steps)s, and evenly in between.", steps=steps)
    if words.too_few(result):
        return said
    reached: str = gettext(
        "So %(value)s is %(level)s.",
        value=decimals(result.value or 0, 2 if of.unit.startswith("%") else 3),
        level=decimals(level or 1, 2),
    )  # fmt: skip
    return f"{said} {reached}"


def added_again(words: Words, result: IndicatorResult, made_of: Evidence) -> str:
    """That the number on the page is what the rows come to."""
    if made_of.part is None or made_of.whole is None:
        return ""
    if words.too_few(result):
        return str(gettext("Added up again. Equal to the number above."))
    facts = {"part": counted(made_of.part), "whole": counted(made_of.whole)}
    said: str = (
        gettext(
            "Added up again from these rows: %(part)s of %(whole)s. Equal to the number above.",
            **facts,
        )
        if made_of.adds_up
        else gettext("Looked up again: %(part)s of %(whole)s. Equal to the number above.", **facts)
    )
    return said


def rows_in_words(made_of: Evidence) -> str:
    """How many rows there are, and whether their sum is the number."""
    number = len(made_of.lines)
    words = {
        Unit.ACTIVITY: ngettext("%(num)d activity.", "%(num)d activities.", number),
        Unit.PARTNER: ngettext("%(num)d partner.", "%(num)d partners.", number),
        Unit.PLACE: ngettext("%(num)d postcode area.", "%(num)d postcode areas.", number),
    }
    said = str(words.get(made_of.unit, ""))
    if not made_of.adds_up:
        said += " " + gettext(
            "Somebody who came more often counts once, so these rows do not add up to the number."
        )
    return said


def decimals_as_needed(value: float) -> str:
    """An anchor as it is written: 5, 4.5 or 0.35."""
    return decimals(value, len(f"{value:g}".partition(".")[2]))
