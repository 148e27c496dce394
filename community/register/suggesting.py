"""What a sentence is about, as long as it is being written, and who says something like it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.register import finding, queries, seeing
from community.register.models import Direction
from community.register.narrowing import Wish
from community.register.seeing import Shown, Viewer
from community.topics import finding as topics

#: Fewer letters than this say nothing yet.
ENOUGH = 4
#: So many of each kind are worth reading while one writes.
MOST = 2


@dataclass(frozen=True, slots=True)
class Alike:
    """What comes close to a sentence: of the other kind, and of its own."""

    answers: Sequence[Shown] = ()
    same: Sequence[Shown] = ()


def alike(
    session: Session,
    library_id: int,
    direction: Direction,
    sentence: str,
    viewer: Viewer,
    *,
    now: datetime,
) -> Alike:
    """Of what this viewer may see: who asks what is being offered, who offers the same."""
    if len(sentence) < ENOUGH:
        return Alike()
    other = Direction.REQUEST if direction is Direction.OFFER else Direction.OFFER
    found = {
        kind: [
            hit.subject_id
            for hit in finding.search(
                session,
                library_id,
                kind,
                sentence,
                viewer=viewer,
                among=queries.among(library_id, Wish(direction=kind), viewer, now=now),
                most=MOST,
            )
            if hit.fits
        ]
        for kind in (other, direction)
    }
    entries = queries.load(session, [*found[other], *found[direction]], with_themes=True)
    shown = {
        kind: [seeing.show(entries[each], viewer) for each in ids if each in entries]
        for kind, ids in found.items()
    }
    return Alike(shown[other], shown[direction])


def themes_for(session: Session, library_id: int, sentence: str) -> list[int]:
    """The themes that fit the sentence best, by their numbers."""
    if len(sentence) < ENOUGH:
        return []
    return [each.theme.id for each in topics.suggest(session, library_id, sentence)]


def terms_for(
    session: Session, library_id: int, sentence: str, theme_ids: Collection[int]
) -> list[int]:
    """Of the themes that its person chose: the terms that the sentence itself speaks of.

    Out of the sentence alone: what everybody sees of an offer says no more than its words.
    """
    chosen = frozenset(theme_ids)
    return [
        each.term.id
        for each in topics.terms_for(session, library_id, sentence)
        if chosen & {theme.id for theme in each.term.themes}
    ]
