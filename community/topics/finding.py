"""What a text is about: the terms whose names stand in it, and so the themes.

Of a term any name will do, in any language and any order of its words, with other endings. What
search finds besides (another spelling, a part of a compound, a meaning) counts for less. Nothing
found is an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.search import index
from community.search.folding import fold
from community.topics import queries
from community.topics.endings import forms
from community.topics.models import KIND, Term, Theme
from community.topics.small_words import language_of, says_something
from community.topics.vocabulary import LANGUAGES

#: Of a long story the first words say what it is about.
MOST_WORDS = 120
#: How alike a term must be to be linked to a text, and to have its theme suggested.
SURE, NEAR = 0.6, 0.4
_FEW = 3
_HEAD = 3
#: *Lees* is found under *lezen*, and *brief* under *brieven*.
_SOFTER = {"s": "z", "f": "v"}

#: Letters from which a name is not another language's word by accident.
_NO_ACCIDENT = 8

#: Where in a text a name stands, by the numbers of its words.
Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A term that a text is about; `score` from 0 to 1."""

    term: Term
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme for a text, and the terms that made it so."""

    theme: Theme
    terms: Sequence[Term]


def terms_for(
    session: Session, library_id: int, text: str, most: int = 5, *, at_least: float = SURE
) -> list[Mention]:
    """The terms that a text in own words is about, the clearest first.

    By their names; only when none stands in it, by what search finds alike from `at_least` on.
    """
    words = fold(text).split()[:MOST_WORDS]
    found = _clearest(_standing(session, library_id, words))
    found = found or _alike(session, library_id, words, at_least)
    scores = dict(sorted(found.items(), key=lambda each: (-each[1], each[0]))[:most])
    terms = queries.list_terms(session, library_id, scores) if scores else ()
    mentions = [Mention(term, scores[term.id]) for term in terms]
    return sorted(mentions, key=lambda each: (-each.score, each.term.id))


def suggest(session: Session, library_id: int, text: str, most: int = 3) -> list[Suggestion]:
    """Themes for a text in own words, the best first; none when nothing in it is known."""
    weights: dict[Theme, float] = defaultdict(float)
    because: dict[Theme, list[Term]] = defaultdict(list)
    for mention in terms_for(session, library_id, text, most=8, at_least=NEAR):
        for theme in mention.term.themes:
            # A term of two themes says half as much about each.
            weights[theme] += mention.score / len(mention.term.themes) ** 0.5
            because[theme].append(mention.term)
    best = sorted(weights, key=lambda theme: (-weights[theme], theme.position))[:most]
    return [Suggestion(theme, because[theme]) for theme in best]


def _standing(session: Session, library_id: int, words: Sequence[str]) -> Mapping[int, Places]:
    """Where the fullest name of each term stands in the text."""
    written, spoken = _written(words), language_of(words)
    heads = _heads({*words, *(form for by_form in written.values() for form in by_form)})
    fullest: dict[int, Places] = {}
    for term_id, language, folded in queries.list_words_beginning(session, library_id, heads):
        if not _may_stand(folded, language, spoken):
            continue
        places = _places(written[language], language, folded)
        if places and len(places) > len(fullest.get(term_id, ())):
            fullest[term_id] = places
    return fullest


def _heads(forms: Collection[str]) -> set[str]:
    """How a name can begin of which one of these forms is the first word."""
    begun = {*forms, *(form[:2] + form[3:] for form in forms if form[1:2] == form[2:3])}
    heads = {(each + " ")[:_HEAD] for form in begun for each in (form, "ال" + form)}
    return heads | {head[:-1] + softer for head in heads if (softer := _SOFTER.get(head[-1]))}


def _written(words: Sequence[str]) -> dict[str, dict[str, set[int]]]:
    """By language and form: the numbers of the words that may be that form."""
    written: dict[str, dict[str, set[int]]] = {language: {} for language in LANGUAGES}
    for language, by_form in written.items():
        for number, word in enumerate(words):
            if not says_something(word):
                continue
            for form in forms(word, language):
                by_form.setdefault(form, set()).add(number)
    return written


def _may_stand(folded: str, language: str, spoken: str | None) -> bool:
    """Whether a name can be meant in a text in this language.

    People take Dutch words along into their own language, and long or many words into Dutch; a
    short one only looks like it: *bakım* is no *bak*.
    """
    return spoken in (None, language) or language == "nl" or len(folded) >= _NO_ACCIDENT


def _places(by_form: Mapping[str, set[int]], language: str, folded: str) -> Places | None:
    """The words of the text that the words of a name are; None when one of them is not there."""
    words = folded.split()
    telling = [word for word in words if says_something(word)]
    places: set[int] = set()
    for word in telling:
        here = {number for form in forms(word, language) for number in by_form.get(form, ())}
        if not here:
            return None
        places.add(min(here))
    return frozenset(places) or None


def _alike(
    session: Session, library_id: int, words: Sequence[str], at_least: float
) -> dict[int, float]:
    """What search finds for the words that say something: another spelling, a part of a compound.

    It reads all there is of every term, so it is asked only when no name is there.
    """
    telling = " ".join(filter(says_something, words))
    hits = index.search(session, library_id, KIND, telling, most=_FEW) if telling else []
    return {hit.subject_id: hit.score / 2 for hit in hits if hit.score >= at_least}


def _clearest(standing: Mapping[int, Places]) -> dict[int, float]:
    """Scores of the terms, without those that are said by a part of what says another one.

    *Brood bakken* is not about baking besides, and *afval scheiden* not about a divorce.
    """
    return {
        term_id: 1 - 0.5 ** (len(places) + 1)
        for term_id, places in standing.items()
        if not any(places < other for other in standing.values())
    }
