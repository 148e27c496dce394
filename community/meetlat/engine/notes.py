"""What was noted of one gathering besides who came: cards, the pulse, harvest, who began it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from community.meetlat.engine.corrections import Late, standing, uncorrected
from community.meetlat.engine.told import Row, Told

UNSAID = "unsaid"
#: From here on somebody agrees with a statement; "I spoke to somebody I did not know" is the first.
AGREES, MET_SOMEONE = 4, 0


@dataclass(slots=True)
class Cards:
    """What tally cards came to."""

    first_time: int = 0
    been_before: int = 0
    ages: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Answers to the first statement, and how many of them were 4 or 5."""

    answers: int = 0
    met: int = 0


@dataclass(frozen=True, slots=True)
class Begun:
    """Who confirmed that it was their idea; `mark` tells them apart, and is never kept."""

    kind: str
    mark: Hashable | None


@dataclass(slots=True)
class Notes:
    """By gathering."""

    cards: dict[int, Cards]
    by_code: dict[int, Pulse]
    on_paper: dict[int, Pulse]
    begun: dict[int, Begun]
    #: Fingerprints that no earlier gathering had …
    harvest: dict[int, set[str]]
    #: … and the number of those of which an older list knew no text.
    untold: dict[int, int]
    #: By team, whether it works in front.
    teams: dict[int, dict[int, bool]]


def noted(told: Told, days: Mapping[int, int], late: Late) -> Notes:
    """`days`: of each gathering the ordinal of its day, which says whose text was first."""
    texts = uncorrected(late.watch(told.harvested))
    return Notes(
        cards={
            gathering: _cards(row.details)
            for gathering, row in standing(late.watch(told.tallied), _gathering).items()
        },
        by_code=_by_code(told.answered),
        on_paper={
            gathering: _on_paper(row.details["answers"][MET_SOMEONE])
            for gathering, row in standing(late.watch(told.counted), _gathering).items()
        },
        begun={
            gathering: Begun(str(row.details["initiator"]), _mark(row))
            for gathering, row in standing(late.watch(told.began), _gathering).items()
        },
        harvest=_first_texts(texts, days),
        untold=_untold(texts),
        teams=_teams([*late.watch(told.took_part)], list(told.teams_disputed)),
    )


def _gathering(row: Row) -> int:
    return row.gathering_id or 0


def _cards(counts: Mapping[str, Mapping[str, int]]) -> Cards:
    first = counts.get("first_time", {})
    return Cards(
        first.get("yes", 0),
        first.get("no", 0),
        _known(counts.get("age_class", {})),
        _known(counts.get("pc4", {})),
    )


def _known(answers: Mapping[str, int]) -> dict[str, int]:
    return {answer: number for answer, number in answers.items() if answer != UNSAID and number}


def _by_code(rows: Iterable[Row]) -> dict[int, Pulse]:
    answers, met = Counter[int](), Counter[int]()
    for row in rows:
        choice = row.details["answers"][MET_SOMEONE]
        if choice is not None:
            answers[_gathering(row)] += 1
            met[_gathering(row)] += choice >= AGREES
    return {gathering: Pulse(number, met[gathering]) for gathering, number in answers.items()}


def _on_paper(chosen: list[int]) -> Pulse:
    """How many chose 1, 2, 3, 4 and 5."""
    return Pulse(sum(chosen), sum(chosen[AGREES - 1 :]))


def _mark(row: Row) -> Hashable | None:
    if row.person is not None:
        return row.person
    for what, number in (("group", row.details["group_id"]), ("partner", row.partner_id)):
        if number is not None:
            return (what, number)
    return None


def _first_texts(texts: list[Row], days: Mapping[int, int]) -> dict[int, set[str]]:
    """Equal text counts once, where it was heard first."""
    found: dict[int, set[str]] = defaultdict(set)
    seen: set[str] = set()
    for row in sorted(texts, key=lambda row: (days.get(_gathering(row), 0), row.id)):
        text: Any = row.details["fingerprint"]
        if text is not None and text not in seen:
            seen.add(text)
            found[_gathering(row)].add(text)
    return found


def _untold(texts: list[Row]) -> dict[int, int]:
    number = Counter[int]()
    for row in texts:
        if row.details["fingerprint"] is None:
            number[_gathering(row)] += row.quantity
    return number


def _teams(took_part: list[Row], disputed: list[Row]) -> dict[int, dict[int, bool]]:
    """The last word stands: of whoever ticked it, took it back, or says that it was not so."""
    denied = {row.id for row in disputed}
    last = standing(
        [*took_part, *disputed], lambda row: (_gathering(row), int(row.details["team"]))
    )
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for (gathering, team), row in last.items():
        if row.id not in denied:
            found[gathering][team] = bool(row.details["front_line"])
    return found
