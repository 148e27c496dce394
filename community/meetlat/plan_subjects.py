"""What an action on the plan can be about: the dimensions with their questions, the bouwstenen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from community.meetlat.engine.standard import LATEST, Standard, standard
from community.plans.subjects import Subject
from community.web.formats import locale_code


def all_subjects() -> Sequence[Subject]:
    """Of our own meetlat, in the language of the page."""
    return tuple(_subjects(standard(LATEST, locale_code())))


def _subjects(of: Standard) -> Iterator[Subject]:
    for dimension in of.dimensions:
        yield Subject(dimension.key, dimension.name)
        for indicator in of.of(dimension.key):
            yield Subject(indicator.code, f"{dimension.name}: {indicator.question}")
    for block in of.blocks:
        yield Subject(block.key, block.name)
