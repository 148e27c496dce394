"""The meetlat as data: what is asked, how it is weighed, and what is said to who reads it.

One file per version in `community/meetlat/standards/`, and in a folder per language a file of the
same name that gives for each Dutch text the same in that language. A meting names the version it
used, so a file that was used once never changes: a new version is a new file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")

#: What a library uses that never chose another.
LATEST = "0.1-voorstel"
ONTMOETING, SAMENWERKING = "ontmoeting", "samenwerking"

_FOLDER = resources.files("community.meetlat").joinpath("standards")
#: Fields that are names for programs: the same in every language.
_NAMES = frozenset(
    {"version", "code", "key", "dimension", "support", "pair", "age_classes", "rules"}
)


class UnknownStandard(LookupError):
    """There is no meetlat of this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One of the sixteen. Weights are shares of a dimension, anchors in the indicator's unit."""

    code: str
    dimension: str
    name: str
    question: str
    formula: str
    unit: str
    source: str
    minimum: str  #: In words …
    least: Mapping[str, float]  #: … and in numbers, by `Need.of`; shares from 0 to 1.
    guard: str  #: Against playing to the number.
    next_act: str  #: What to do when it cannot be measured yet.
    anchors: tuple[float, float, float, float]  #: What level 2, 3, 4 and 5 take.
    zero: float  #: What level 1 takes.
    weight: float
    bounded: bool  #: By the lower Wilson bound of the share.
    pair: str | None  #: Its level is held down by that of this one.


@dataclass(frozen=True, slots=True)
class Named:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    value: int | None  #: None: does not know.
    words: str


@dataclass(frozen=True, slots=True)
class Advice:
    support: str  #: Key of one of `Standard.supports`.
    text: str
    phase: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A bouwsteen: five statements, and advice for level 1 to 5 in this order."""

    key: str
    name: str
    statements: tuple[str, ...]
    advice: tuple[Advice, ...]
    evidence: str
    from_log: float  #: The share of its score that comes from Samenwerking.


@dataclass(frozen=True, slots=True)
class Phase:
    no: int
    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers of the rules that belong to no single indicator, or to its formula."""

    wilson_z: float
    pair_gap: float  #: Levels that one of a pair may stand above the other.
    measurable_weight: float
    confidence: tuple[tuple[str, float], ...]  #: Letter and share of weight, best first.
    phase_bounds: tuple[float, float]
    last_phase_block: float  #: No last phase while a block stands under this.
    least_change: float  #: Levels; a smaller change is not told.
    percent_from: int
    cell_limit: int
    history_days: int
    profiles: int  #: Known in an activity, for it to count in O4 …
    audience: int  #: … and the most that it weighs.
    initiator_share: float
    reached_share: float  #: Of the mean participation, for a place to count as reached …
    merge_places_under: int  #: … inhabitants …
    reached_from: int  #: … and the participations it takes at the least.
    largest_partners: int
    teams: int
    judgement_prior: float
    judgement_prior_weight: float
    round_people: int  #: Who must have answered a self-assessment …
    round_groups: int  #: … of how many function groups …
    round_group_size: int  #: … and how many of a group, for it to be shown by itself.


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A version of the meetlat, in one language."""

    version: str
    status: str  #: Not empty: the anchors are provisional, and why.
    levels: tuple[str, ...]  #: The names of level 1 to 5.
    dimensions: tuple[Named, ...]
    indicators: tuple[Indicator, ...]
    blocks: tuple[Block, ...]
    phases: tuple[Phase, ...]
    answers: tuple[Answer, ...]  #: To a statement.
    supports: tuple[Named, ...]
    function_groups: tuple[str, ...]
    exit_pulse: tuple[str, ...]
    partner_pulse: tuple[str, ...]
    pulse_answers: tuple[Answer, ...]
    sectors: tuple[str, ...]
    age_classes: tuple[str, ...]
    rules: Rules

    @property
    def provisional(self) -> bool:
        return bool(self.status)

    def indicator(self, code: str) -> Indicator:
        """The one with this code; KeyError when there is none."""
        for one in self.indicators:
            if one.code == code:
                return one
        raise KeyError(code)

    def of(self, dimension: str) -> tuple[Indicator, ...]:
        """The indicators of `ontmoeting` or `samenwerking`, in the order in which they are read."""
        return tuple(one for one in self.indicators if one.dimension == dimension)

    def block(self, key: str) -> Block:
        """The bouwsteen with this key; KeyError when there is none."""
        for one in self.blocks:
            if one.key == key:
                return one
        raise KeyError(key)


def versions() -> tuple[str, ...]:
    """The versions that can be read, sorted by name."""
    files = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in files if name.endswith(".json")))


@cache
def standard(version: str = LATEST, language: str = "nl") -> Standard:
    """The meetlat of a version; a text without a translation stays Dutch.

    Raises UnknownStandard. Source: `community/meetlat/standards/<version>.json`.
    """
    if version not in versions():
        raise UnknownStandard(version)
    dutch = _standard(_read(f"{version}.json"))
    return dutch if language == "nl" else in_language(dutch, language)


def in_language(dutch: Standard, language: str) -> Standard:
    """The same standard with every text in another language, as far as it has been translated."""
    try:
        words = _read(language, f"{dutch.version}.json")
    except FileNotFoundError:
        return dutch
    return _said(dutch, lambda text: words.get(text, text))


def texts(standard: Standard) -> tuple[str, ...]:
    """Every text that a reader may see, as it stands."""
    found: list[str] = []

    def listen(text: str) -> str:
        found.append(text)
        return text

    _said(standard, listen)
    return tuple(found)


def _said(of: T, say: Callable[[str], str]) -> T:
    """`of`, every text of it as `say` says it: the same shape, the same names and numbers."""
    made: Any = of
    if isinstance(of, str):
        made = say(of) if of else of
    elif isinstance(of, tuple):
        made = tuple(_said(part, say) for part in of)
    elif is_dataclass(of) and not isinstance(of, type):
        spoken = [field.name for field in fields(of) if field.name not in _NAMES]
        made = replace(of, **{name: _said(getattr(of, name), say) for name in spoken})
    said: T = made
    return said


def _read(*path: str) -> dict[str, Any]:
    """FileNotFoundError where there is no such file."""
    read: dict[str, Any] = json.loads(_FOLDER.joinpath(*path).read_text("utf-8"))
    return read


def _standard(of: dict[str, Any]) -> Standard:
    """A file, as it stands, in the words of the code."""
    return Standard(
        version=of["versie"],
        status=of["status"],
        levels=tuple(of["niveaus"].values()),
        dimensions=_named(of["dimensies"]),
        indicators=tuple(
            _indicator(key, one, of["regels"]) for key in of["dimensies"] for one in of[key]
        ),
        blocks=tuple(_block(one, of["regels"]) for one in of["bouwstenen"]),
        phases=tuple(Phase(p["nr"], p["naam"], tuple(p["vragen"])) for p in of["fasen"]),
        answers=_answers(of["antwoorden"]),
        supports=_named(of["vormen_van_steun"]),
        function_groups=tuple(of["functiegroepen"]),
        exit_pulse=tuple(of["peiling_uitgang"]),
        partner_pulse=tuple(of["peiling_partner"]),
        pulse_answers=_answers(of["antwoorden_peiling"]),
        sectors=tuple(of["sectoren"]),
        age_classes=tuple(of["leeftijdsklassen"]),
        rules=_rules(of["regels"]),
    )


def _named(of: dict[str, str]) -> tuple[Named, ...]:
    return tuple(Named(key, name) for key, name in of.items())


def _answers(of: list[tuple[int | None, str]]) -> tuple[Answer, ...]:
    return tuple(Answer(value, words) for value, words in of)


def _indicator(dimension: str, of: dict[str, Any], rules: dict[str, Any]) -> Indicator:
    code = of["code"]
    pairs = {a: b for pair in rules["koppels"] for a, b in (pair, reversed(pair))}
    two, three, four, five = of["ankers"]
    return Indicator(
        code=code,
        dimension=dimension,
        name=of["naam"],
        question=of["vraag"],
        formula=of["formule"],
        unit=of["eenheid"],
        source=of["bron"],
        minimum=of["minimum"],
        least=MappingProxyType(of["minimum_getallen"]),
        guard=of["tegen_sjoemelen"],
        next_act=of["volgende_stap"],
        anchors=(two, three, four, five),
        zero=rules["nulpunt"].get(code, 0),
        weight=of["gewicht"],
        bounded=code in rules["wilson90"],
        pair=pairs.get(code),
    )


def _block(of: dict[str, Any], rules: dict[str, Any]) -> Block:
    return Block(
        key=of["sleutel"],
        name=of["naam"],
        statements=tuple(of["stellingen"]),
        advice=tuple(Advice(*one) for one in of["advies"]),
        evidence=of["bewijsregel"],
        from_log=rules["communicatie_uit_log"] if of["sleutel"] == "communicatie" else 0,
    )


def _rules(of: dict[str, Any]) -> Rules:
    low, high = of["fase_grenzen"]
    return Rules(
        wilson_z=of["wilson_z"],
        pair_gap=of["koppel_max_verschil"],
        measurable_weight=of["min_meetbaar_gewicht"],
        confidence=tuple(of["betrouwbaarheid"].items()),
        phase_bounds=(low, high),
        last_phase_block=of["fase3_min_bouwsteen"],
        least_change=of["min_verschil_tonen"],
        percent_from=of["procent_vanaf"],
        cell_limit=of["celgrens"],
        history_days=of["historie_dagen"],
        profiles=of["profielen_per_activiteit"],
        audience=of["publiek_telt_hooguit"],
        initiator_share=of["deel_per_initiatiefnemer"],
        reached_share=of["bereikt_vanaf_deel_van_gemiddelde"],
        merge_places_under=of["pc4_samenvoegen_onder"],
        reached_from=of["pc4_bereikt_vanaf"],
        largest_partners=of["grootste_partners"],
        teams=of["eigen_teams"],
        judgement_prior=of["oordeel_krimpt_naar"],
        judgement_prior_weight=of["oordeel_krimpt_als"],
        round_people=of["zelfmeting_min_personen"],
        round_groups=of["zelfmeting_min_groepen"],
        round_group_size=of["zelfmeting_min_groepsgrootte"],
    )
