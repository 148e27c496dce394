"""The words that a list of past activities may use, in Dutch and in English, for what we know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from community.accounts.models import Role
from community.gatherings.kinds import Audience, CoreFunction, Initiator, Kind, Mode
from community.partners.models import Sector
from community.search import folding

Meant = TypeVar("Meant", bound=StrEnum)
Vocabulary = Mapping[str, Meant]

#: The same few words stand in every line.
fold = lru_cache(4096)(folding.fold)

#: As what somebody who was there is counted: the words of the log.
COUNTED_AS = {
    **dict.fromkeys(("", "resident", "bewoner", "deelnemer", "bezoeker"), Role.RESIDENT),
    **dict.fromkeys(("volunteer", "vrijwilliger"), Role.VOLUNTEER),
    **dict.fromkeys(("staff", "medewerker", "personeel"), Role.STAFF),
}

TRUE = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
FALSE = frozenset({"", "nee", "n", "no", "false", "onwaar", "0"})


def _words(kind: type[Meant], dutch: Mapping[Meant, str]) -> Vocabulary[Meant]:
    """Every member under its own word, and under each of the Dutch ones (`a, b`), folded."""
    known = {fold(each.value): each for each in kind}
    for meant, words in dutch.items():
        known |= {fold(word): meant for word in words.split(",")}
    return known


def in_dutch(vocabulary: Vocabulary[Meant]) -> list[str]:
    """One word for each, as who makes such lists would write it."""
    words: dict[Meant, list[str]] = {}
    for word, meant in vocabulary.items():
        words.setdefault(meant, []).append(word)
    return [several[1] if len(several) > 1 else several[0] for several in words.values()]


KINDS = _words(Kind, {
    Kind.CONVERSATION: "gesprek, dialoog, dialoogsessie, conversation",
    Kind.LANGUAGE_CAFE: "taalcafé, taalcafe, taalhuis",
    Kind.READING_GROUP: "leesgroep, leesclub, leeskring, book club",
    Kind.WORKSHOP: "werkplaats",
    Kind.COURSE: "cursus, training",
    Kind.LECTURE: "lezing, presentatie",
    Kind.DROP_IN: "inloop, open tafel, koffieochtend",
    Kind.CONSULTATION: "spreekuur, adviesuur, advice hour",
    Kind.EXHIBITION: "tentoonstelling, expositie",
    Kind.CELEBRATION: "viering, feest",
    Kind.STORYTIME: "voorlezen, voorleesuur",
    Kind.REPAIR: "repair café, repaircafe, reparatie",
})  # fmt: skip

CORE_FUNCTIONS = _words(CoreFunction, {
    CoreFunction.KNOWLEDGE: "kennis en informatie, kennis, knowledge and information",
    CoreFunction.EDUCATION: "ontwikkeling en educatie, educatie, leren, development and education",
    CoreFunction.READING: "lezen en literatuur, lezen, reading and literature",
    CoreFunction.MEETING: "ontmoeting en debat, ontmoeting, ontmoeten, meeting and debate",
    CoreFunction.ARTS: "kunst en cultuur, kunst, art and culture",
})  # fmt: skip

MODES = _words(Mode, {
    Mode.PHYSICAL: "fysiek, op locatie, at a place",
    Mode.ONLINE: "digitaal",
    Mode.HYBRID: "hybride",
})  # fmt: skip

AUDIENCES = _words(Audience, {
    Audience.EVERYONE: "iedereen, alle leeftijden, everybody",
    Audience.CHILDREN: "kinderen, kinderen tot 12 jaar, jeugd",
    Audience.YOUNG: "jongeren, jongeren van 12 tot 18 jaar",
    Audience.ADULTS: "volwassenen",
    Audience.OLDER: "ouderen, senioren, 65+, mensen van 65 jaar en ouder",
    Audience.NEWCOMERS: "nieuwkomers, anderstaligen",
})  # fmt: skip

INITIATORS = _words(Initiator, {
    Initiator.LIBRARY: "bibliotheek, de bibliotheek",
    Initiator.RESIDENT: "bewoner, een bewoner, inwoner",
    Initiator.GROUP: "groep, een groep bewoners, bewonersgroep",
    Initiator.PARTNER: "een partner",
})  # fmt: skip

SECTORS = _words(Sector, {
    Sector.EDUCATION: "onderwijs",
    Sector.CARE: "zorg, zorg en gezondheid, gezondheid",
    Sector.WELFARE: "welzijn, welzijn en sociaal werk, sociaal werk",
    Sector.GOVERNMENT: "gemeente, overheid, gemeente en overheid",
    Sector.CULTURE: "cultuur, erfgoed, cultuur en erfgoed",
    Sector.VOLUNTEERS: "vrijwilligers, vereniging, verenigingen, vrijwilligers en verenigingen",
    Sector.HOUSING: "wonen, wonen en buurt, woningcorporatie, buurt",
    Sector.LANGUAGE: "taal, inburgering, taal en inburgering, taal en integratie",
    Sector.WORK: "werk, bedrijven, ondernemers, werk en bedrijf, werk en ondernemen",
    Sector.FAITH: "geloof, kerk, geloof en levensbeschouwing",
    Sector.SPORT: "natuur, sport en natuur, sport en bewegen",
    Sector.OTHER: "overig, anders",
})  # fmt: skip
