"""What is said of the bouwstenen: who answered, the two halves, where people see it otherwise."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from community.meetlat.blocks_page import BlockReading, Blocks
from community.meetlat.labels import Words
from community.web.formats import day_short
from community.web.stick import tenths


def blocks_in_words(blocks: Blocks) -> str:
    """`Vijf bouwstenen, beantwoord door 17 collega’s uit 4 groepen, tot 3 maart. …`"""
    outcome = blocks.outcome
    people = ngettext("%(num)d colleague", "%(num)d colleagues", outcome.people)
    groups = ngettext("%(num)d group", "%(num)d groups", outcome.groups)
    said: str = gettext(
        "Five building blocks, answered by %(people)s from %(groups)s, until %(day)s. "
        "Every dot is a group. The coloured line is the score.",
        people=people, groups=groups, day=day_short(outcome.closed_on),
    )  # fmt: skip
    return said


def block_in_words(words: Words, reading: BlockReading) -> str:
    """The halves, and whether there is something to talk about."""
    score, said = reading.score, []
    if score.score is None:
        said.append(_why_none(reading))
    elif score.from_log is not None and score.self_assessed is not None:
        said.append(
            gettext(
                "Half self-assessment (%(own)s), half %(dimension)s (%(log)s, the square).",
                own=tenths(score.self_assessed),
                log=tenths(score.from_log),
                dimension=words.dimensions["samenwerking"],
            )
        )
    elif score.half_missing:
        said.append(
            gettext(
                "Self-assessment alone: %(dimension)s cannot be measured yet.",
                dimension=words.dimensions["samenwerking"],
            )
        )
    if reading.said.is_talking_point:
        said.append(
            gettext("To talk about: the groups are %(apart)s apart.", apart=tenths(reading.apart))
        )
    elif reading.said.spread:
        low, high = reading.said.spread
        said.append(
            gettext("Groups between %(low)s and %(high)s.", low=tenths(low), high=tenths(high))
        )
    return " ".join(said)


def _why_none(reading: BlockReading) -> str:
    said: str = (
        gettext("Too few answers to say.")
        if reading.said.is_known
        else gettext("Not known: three in ten or more do not know.")
    )
    return said
