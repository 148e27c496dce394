"""What a conversation can hang on, as the rooms that know those things tell it.

A kind of anchor says in statements which of them somebody may see, who takes part in it and who
leads. So one rule answers for a page, a list and a mail, and a room above this one can register a
kind of its own: see `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, false
from sqlalchemy.orm import Session

from community.conversations.models import Conversation, On, Phase, SeenBy
from community.errors import NotFound
from community.topics.theme_names import called


@dataclass(frozen=True, slots=True)
class Who:
    """Who looks, as far as it matters before the conversation is known."""

    person_id: int | None = None
    is_librarian: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One thing that a conversation hangs on, or can."""

    on: On
    id: int
    library_id: int
    title: str
    title_en: str = ""  #: What the house itself named; people's own words have one language.
    #: Where its own page is, below the address of the house: a mail is written outside any request.
    path: str
    slug: str
    usual: SeenBy  #: Who reads the conversation, unless who leads says otherwise.
    #: Of what is sensitive, cancelled or without a name nothing is said.
    can_be_talked_about: bool = True
    begins: datetime | None = None
    ends: datetime | None = None

    def title_in(self, language: str) -> str:
        if self.on is not On.THEME:
            return self.title
        return called(self.slug, language, dutch=self.title, english=self.title_en)

    @property
    def has_phases(self) -> bool:
        return self.begins is not None

    @property
    def has_participants(self) -> bool:
        return self.on in (On.GATHERING, On.GROUP)

    @property
    def gathering_id(self) -> int | None:
        return self.id if self.on is On.GATHERING else None

    @property
    def key(self) -> dict[str, int]:
        """By which its conversation is known."""
        return {"library_id": self.library_id, f"{self.on}_id": self.id}

    def phase(self, now: datetime) -> Phase:
        if self.begins is not None and now < self.begins:
            return Phase.BEFORE
        return Phase.AFTER if self.ends is not None and now >= self.ends else Phase.DURING


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorKind:
    """What one kind of anchor can tell."""

    on: On
    word: str  #: In an address: `/gesprekken/bij/<word>/<number>`.
    #: (session, library, numbers) Of these; the numbers may be a statement.
    find: Callable[[Session, int, Collection[int] | Select[int]], Sequence[Anchor]]
    #: (library, who looks, now) The numbers of those that can be talked about and that they may
    #: see, whatever the conversation itself says.
    seen: Callable[[int, Who, datetime], Select[int]]
    #: Number and person of who takes part, and of who leads; None: nobody does.
    part: Callable[[], Select[int, int]] | None = None
    leads: Callable[[], Select[int, int]] | None = None
    #: (theme) The numbers of those that are about this theme.
    about: Callable[[int], Select[int]]

    @property
    def column(self) -> ColumnElement[Any]:
        found: ColumnElement[Any] = getattr(Conversation, f"{self.on}_id")
        return found

    def takes_part(self, person_id: int, number: Any) -> ColumnElement[bool]:
        """`number` is a number or a column."""
        return _has(self.part, person_id, number)

    def is_led_by(self, person_id: int, number: Any) -> ColumnElement[bool]:
        return _has(self.leads, person_id, number)


def _has(
    which: Callable[[], Select[int, int]] | None, person_id: int, number: Any
) -> ColumnElement[bool]:
    if which is None:
        return false()
    wanted = which()
    at, who = wanted.selected_columns
    return wanted.where(at == number, who == person_id).exists()


def register(app: Flask, kind: AnchorKind) -> None:
    """Let conversations hang on this kind of thing too."""
    _kinds(app)[kind.on] = kind


def kinds() -> Mapping[On, AnchorKind]:
    return _kinds(current_app)


def get_kind(word: str) -> AnchorKind:
    """By its word in an address."""
    for kind in kinds().values():
        if kind.word == word:
            return kind
    raise NotFound


def find(session: Session, library_id: int, on: On, number: int) -> Anchor | None:
    """Whoever asks: what may be seen of it is another question."""
    kind = kinds().get(on)
    found = kind.find(session, library_id, [number]) if kind else ()
    return next(iter(found), None)


def find_seen(
    session: Session, library_id: int, on: On, number: int, who: Who, *, now: datetime
) -> Anchor | None:
    """What this one may not see, or what cannot be talked about, is not there."""
    kind = kinds().get(on)
    if kind is None:
        return None
    seen = kind.seen(library_id, who, now)
    only = seen.where(seen.selected_columns[0] == number)
    return next(iter(kind.find(session, library_id, only)), None)


def of_all(session: Session, conversations: Collection[Conversation]) -> dict[int, Anchor]:
    """By the number of the conversation: one statement for each kind there is."""
    wanted: dict[tuple[int, On], dict[int, int]] = {}
    for each in conversations:
        on, number = each.hangs_on
        wanted.setdefault((each.library_id, on), {})[number] = each.id
    found: dict[int, Anchor] = {}
    for (library_id, on), numbers in wanted.items():
        kind = kinds().get(on)
        for anchor in kind.find(session, library_id, list(numbers)) if kind else ():
            found[numbers[anchor.id]] = anchor
    return found


def _kinds(app: Flask) -> dict[On, AnchorKind]:
    kept: dict[On, AnchorKind] = app.extensions.setdefault("conversation_anchors", {})
    return kept
