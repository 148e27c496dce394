"""Books and pages that people here already named where they talked about the same themes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.acts import queries
from community.conversations import anchors
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution
from community.search.folding import fold
from community.topics.models import Theme

#: So many are proposed.
MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A source, and why it may help: people named it elsewhere, about this theme."""

    contribution: Contribution
    named_at: Anchor
    theme: Theme


def propose(session: Session, anchor: Anchor, themes: Sequence[Theme]) -> list[Known]:
    """Each once, and nothing that stands in the conversation itself."""
    here = {_same(said) for said in queries.list_named_at(session, anchor)}
    found: list[Known] = []
    for theme in themes:
        named = [
            said
            for said in queries.list_named_about(session, anchor.library_id, theme.id)
            if _same(said) not in here
        ]
        where = anchors.of_all(session, {said.conversation for said in named})
        for known in _each_once(named, where, theme, here):
            found.append(known)
            if len(found) == MOST:
                return found
    return found


def _each_once(
    named: Collection[Contribution], where: dict[int, Anchor], theme: Theme, here: set[str]
) -> Iterator[Known]:
    for said in named:
        about = where.get(said.conversation_id)
        if about is not None and about.can_be_talked_about and _same(said) not in here:
            here.add(_same(said))
            yield Known(said, about, theme)


def _same(said: Contribution) -> str:
    """By which two of them are one."""
    return said.isbn or said.url.rstrip("/").lower() or fold(said.title)
