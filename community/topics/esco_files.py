"""The European list of skills as files: `skills_nl.csv` and its sisters in other languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from community.search.folding import fold
from community.texts import UnfitText, clean_line
from community.topics.models import LONGEST_LABEL
from community.topics.vocabulary import LANGUAGES, Wording

#: What stands in the name of a file: its language.
_LANGUAGE = re.compile(r"_([a-z]{2})\.csv$")
_NEEDED = ("conceptUri", "preferredLabel", "altLabels")
LONGEST_URI = 200


class NotTheList(Exception):
    """A file that is not one of the list; says which and why."""


@dataclass(slots=True)
class Concept:
    """Something of the list: its Dutch name, and other words for it."""

    uri: str
    label: str
    words: list[Wording] = field(default_factory=list)


def read(paths: Iterable[Path]) -> Mapping[str, Concept]:
    """All concepts by URI: the Dutch file says which there are, its sisters in what other words."""
    files = {_language(path): path for path in paths}
    if "nl" not in files:
        raise NotTheList(
            "The Dutch file, skills_nl.csv, is missing: it says which skills there are."
        )
    concepts: dict[str, Concept] = {}
    for row in _rows(files.pop("nl")):
        if row.names:
            concept = concepts.setdefault(row.uri, Concept(row.uri, row.names[0]))
            _add(concept, "nl", row.names[1:])
    for language, path in files.items():
        for row in _rows(path):
            if row.uri in concepts:
                _add(concepts[row.uri], language, row.names)
    return concepts


@dataclass(frozen=True, slots=True)
class _Row:
    uri: str
    names: Sequence[str]  #: The one that the list prefers first.


def _rows(path: Path) -> Iterator[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            lacking = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
            if lacking:
                raise NotTheList(f"{path.name} lacks the columns: {', '.join(lacking)}.")
            for row in rows:
                uri = (row["conceptUri"] or "").strip()
                if (
                    uri
                    and len(uri) <= LONGEST_URI
                    and (row.get("status") or "released") == "released"
                ):
                    yield _Row(uri, _names(row["preferredLabel"], row["altLabels"]))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise NotTheList(f"Could not read {path.name}: {wrong}.") from None


def _names(preferred: str | None, others: str | None) -> list[str]:
    """Several stand in one cell, a line each; what cannot be kept is left out."""
    names = []
    for name in [preferred or "", *(others or "").splitlines()]:
        try:
            clean = clean_line(name)
        except UnfitText:
            continue
        if fold(clean) and len(clean) <= LONGEST_LABEL:
            names.append(clean)
    return names


def _add(concept: Concept, language: str, names: Sequence[str]) -> None:
    known = {(each.language, each.folded) for each in concept.words} | {("nl", fold(concept.label))}
    for name in names:
        wording = Wording(language, name, fold(name))
        if (language, wording.folded) not in known:
            known.add((language, wording.folded))
            concept.words.append(wording)


def _language(path: Path) -> str:
    found = _LANGUAGE.search(path.name)
    if found is None or found[1] not in LANGUAGES:
        raise NotTheList(
            f"The name of {path.name} must end in a language, as skills_nl.csv does: one of"
            f" {', '.join(LANGUAGES)}."
        )
    return found[1]
