"""Who sees what of an entry. Every list, search, count, page and answer asks here, and only here.

Three things are asked, from wide to narrow:

- `listed`: what this viewer finds in a list, a search or a count;
- `readable`: of what they may open the page: also one's own, and for librarians whatever its state;
- `show`: what of one entry is told to them. A page is made from that, never from the row.

To whoever is not signed in an offer is one sentence and the themes it stands under. The rest of it
is for who is signed in, unless its person wants everybody to read it. Names are for who is signed
in, always. What is about a sensitive theme only librarians see, until its person says yes to more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, and_, false, or_, select, true, union_all

from community.moments import Moment
from community.register.models import (
    Direction,
    Entry,
    EntryState,
    Form,
    HowOften,
    SeenBy,
    Spot,
    entry_term,
    entry_theme,
)
from community.tongues import Tongue
from community.topics.models import Term, Theme


@dataclass(frozen=True, slots=True)
class Viewer:
    """What matters of who is looking: nobody known, unless said otherwise."""

    person_id: int | None = None
    is_librarian: bool = False  #: Or manager, of this library.

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None


ANYBODY = Viewer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one viewer is told of one entry; what is not for them is empty."""

    id: int
    direction: Direction
    title: str
    language: str
    opened_at: datetime | None
    state: EntryState
    themes: Sequence[Theme] = ()
    #: Whether the rest below is told.
    in_full: bool = False
    name: str = ""  #: A first name; empty for who may not know, or of who wants no name.
    places: Sequence[str] = ()
    text: str = ""
    forms: frozenset[Form] = frozenset()
    moments: frozenset[Moment] = frozenset()
    spots: frozenset[Spot] = frozenset()
    tongues: frozenset[Tongue] = frozenset()
    how_often: HowOften | None = None
    is_mine: bool = False
    #: Seen now by librarians (and its person) alone; told to nobody else.
    only_librarians: bool = False

    @property
    def is_offer(self) -> bool:
        return self.direction is Direction.OFFER


# ─── in a select ───


def sensitive() -> CompoundSelect[int]:
    """The numbers of entries about something sensitive, as the themes and terms stand now."""
    return union_all(
        select(entry_theme.c.entry_id)
        .join(Theme, Theme.id == entry_theme.c.theme_id)
        .where(Theme.is_sensitive.is_(True)),
        select(entry_term.c.entry_id)
        .join(Term, Term.id == entry_term.c.term_id)
        .where(Term.is_sensitive.is_(True)),
    )


def listed(library_id: int, viewer: Viewer, *, now: datetime) -> list[ColumnElement[bool]]:
    """What stands in lists for this viewer: open, and theirs to see at least one sentence of."""
    return [
        Entry.library_id == library_id,
        Entry.state == EntryState.OPEN,
        Entry.expires_at > now,
        Entry.hidden_at.is_(None),
        _is_for(viewer),
    ]


def readable(library_id: int, viewer: Viewer, *, now: datetime) -> list[ColumnElement[bool]]:
    """What this viewer may open the page of."""
    in_list = and_(*listed(library_id, viewer, now=now))
    may = or_(in_list, true() if viewer.is_librarian else _is_of(viewer))
    return [Entry.library_id == library_id, may]


def in_full(viewer: Viewer) -> ColumnElement[bool]:
    """Of what this viewer finds: what all of it is told of. A filter on the rest asks for this."""
    if viewer.is_signed_in:
        return true()
    return Entry.seen_by == SeenBy.EVERYONE


def _is_for(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_librarian:
        return true()
    wide = and_(
        _wanted_by(viewer), or_(Entry.consent_at.is_not(None), Entry.id.not_in(sensitive()))
    )
    return or_(_is_of(viewer), wide)


def _wanted_by(viewer: Viewer) -> ColumnElement[bool]:
    """As its person wishes: of an offer for who is signed in, everybody sees the sentence."""
    if viewer.is_signed_in:
        return Entry.seen_by.in_((SeenBy.SIGNED_IN, SeenBy.EVERYONE))
    return or_(
        Entry.seen_by == SeenBy.EVERYONE,
        and_(Entry.seen_by == SeenBy.SIGNED_IN, Entry.direction == Direction.OFFER),
    )


def _is_of(viewer: Viewer) -> ColumnElement[bool]:
    return false() if viewer.person_id is None else Entry.person_id == viewer.person_id


# ─── of one entry that was found by the above ───


def sentence(entry: Entry, *, themes: Sequence[Theme] = ()) -> Shown:
    """What everybody is told of it who finds it at all."""
    return Shown(
        id=entry.id,
        direction=entry.direction,
        title=entry.title,
        language=entry.language,
        opened_at=entry.opened_at,
        state=entry.state,
        themes=themes,
    )


def show(entry: Entry, viewer: Viewer, *, themes: Sequence[Theme] = ()) -> Shown:
    """What of this entry is told to this viewer, who found it by `listed` or `readable`."""
    is_mine = viewer.person_id is not None and viewer.person_id == entry.person_id
    knows_all = is_mine or viewer.is_librarian
    least = sentence(entry, themes=themes)
    if not (knows_all or viewer.is_signed_in or entry.seen_by is SeenBy.EVERYONE):
        return least
    return replace(
        least,
        in_full=True,
        name=entry.person.first_name if knows_all or _names(entry, viewer) else "",
        places=[branch.place for branch in entry.branches],
        text=entry.text,
        forms=entry.forms,
        moments=entry.moments,
        spots=entry.spots,
        tongues=entry.tongues,
        how_often=entry.how_often,
        is_mine=is_mine,
        only_librarians=knows_all and is_for_librarians_only(entry),
    )


def is_for_librarians_only(entry: Entry) -> bool:
    """Whether librarians alone see it now, or would once it is open."""
    return entry.seen_by is SeenBy.LIBRARIANS or (entry.is_sensitive and entry.consent_at is None)


def is_open(entry: Entry, *, now: datetime) -> bool:
    """Whether it stands in lists now, for who may see it."""
    is_in_time = entry.expires_at is not None and entry.expires_at > now
    return entry.state is EntryState.OPEN and is_in_time and entry.hidden_at is None


def _names(entry: Entry, viewer: Viewer) -> bool:
    return viewer.is_signed_in and not entry.is_anonymous
