"""What a search takes and gives: the one interface before all tiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Because(StrEnum):
    """Why something was found."""

    OWN_WORDS = "own_words"  #: These words stand in it, as its writer wrote them (the passage).
    SAME_TERM = "same_term"  #: Both are about this term, in whatever words or language (its label).
    ALIKE = "alike"  #: Its words look like these: another spelling, a part of a compound.
    MEANING = "meaning"  #: A model finds that they mean nearly the same (no value).


@dataclass(frozen=True, slots=True)
class Reason:
    because: Because
    #: The passage, label or word itself; shown to people, never a msgid.
    value: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a document is about: the term as the library calls it, and its other names.

    Whatever name a question uses, in whatever language, the reason that is shown is `preferred`.
    """

    preferred: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a room hands over to be found by."""

    title: str
    text: str = ""
    labels: Sequence[Label] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, the best first; `score` is from 0 to 1, `reasons` are never empty.

    What does not fit comes near: shown where nothing else is, and said to be no good match.
    """

    subject_id: int
    score: float
    fits: bool
    reasons: tuple[Reason, ...]
