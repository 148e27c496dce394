"""The sheet of the meetlat: a row per question, dimension and bouwsteen, and what is meant."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from community.meetlat.blocks_page import read_blocks
from community.meetlat.engine.results import DimensionResult, IndicatorResult
from community.meetlat.labels import Words, period_in_words
from community.meetlat.page_queries import Stand
from community.self_assessment.outcome import Outcome
from community.web.sheets import Cell, Sheet

#: As the page shows them: more digits would tell of fewer than five people after all.
_LEVEL = 1
_COLUMNS = 9


def figures(stand: Stand, outcome: Outcome | None, words: Words) -> Sheet:
    """In the language of who asks."""
    heads = (
        gettext("Part"),
        gettext("Code"),
        gettext("Question"),
        gettext("Measured"),
        gettext("Part of"),
        gettext("Whole"),
        gettext("Level"),
        gettext("Weight"),
        gettext("Certainty"),
    )
    return Sheet(gettext("Meetlat"), heads, _rows(stand, outcome, words))


def _rows(stand: Stand, outcome: Outcome | None, words: Words) -> Iterator[list[Cell]]:
    result = stand.result
    for dimension in result.dimensions:
        yield _dimension(dimension, words)
        for each in dimension.indicators:
            yield _indicator(words.dimensions[dimension.key], each, words)
    blocks = read_blocks(outcome, result.samenwerking, words.standard) if outcome else None
    for block in blocks.each if blocks else ():
        score = block.score.score
        level = None if score is None else round(score, _LEVEL)
        yield _padded([gettext("Bouwsteen"), "", block.block.name, "", "", "", level])
    yield _padded([])
    for sentence in _meant(stand, words):
        yield _padded([sentence])


def _dimension(dimension: DimensionResult, words: Words) -> list[Cell]:
    name = words.dimensions[dimension.key]
    if dimension.score is None:
        return _padded([name, "", "", gettext("Cannot be measured yet.")])
    sure = f"{dimension.confidence}. {words.how_sure(dimension)}"
    return [name, "", "", "", "", "", round(dimension.score, _LEVEL), None, sure]


def _indicator(name: str, each: IndicatorResult, words: Words) -> list[Cell]:
    """Where fewer than five people could be told apart, the counts stay out."""
    question = words.question(each.code)
    if each.level is None:
        return _padded([name, each.code, question, gettext("Cannot be measured yet.")])
    shows = words.is_share(each.code) and not words.too_few(each)
    return [
        name,
        each.code,
        question,
        words.measured(each),
        each.numerator if shows else None,
        each.denominator if words.is_share(each.code) else None,
        round(each.level, _LEVEL),
        each.weight,
        "",
    ]


def _meant(stand: Stand, words: Words) -> Iterator[str]:
    """What the figures are about, on the sheet itself."""
    yield gettext("Measured over %(period)s.", period=period_in_words(stand.result.period))
    yield gettext(
        "An activity is a gathering that the library makes, alone or with others, at its own "
        "time and place, and that took place. Each date of a series counts. Anything noted more "
        "than once at the same time and place counts once, and anything cancelled does not "
        "count."
    )
    yield gettext(
        "Fewer than five people are not shown, nor is a number that would give them away. "
        "Anything that could not be measured has no number."
    )
    for dimension in stand.result.dimensions:
        if dimension.is_against_fiction:
            yield gettext(
                "%(name)s was compared with made-up residents: this library has not yet said "
                "who lives in its area.",
                name=words.dimensions[dimension.key],
            )
    yield gettext("Version %(version)s of the meetlat.", version=words.standard.version)
    if stand.result.provisional:
        yield gettext(
            "The anchors, which turn a number into a level, are provisional: they will be "
            "recalibrated after twelve months of real figures."
        )


def _padded(cells: list[Cell]) -> list[Cell]:
    return cells + [""] * (_COLUMNS - len(cells))
