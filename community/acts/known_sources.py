"""Books and pages that people here already named where they talked about the same themes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.acts import queries
from community.conversations import anchors
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution
from community.conversations.sources import mark_of
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
    here = {mark_of(said) for said in queries.list_named_at(session, anchor)}
    found: list[Known] = []
    for theme in themes:
        named = [
            said
            for said in queries.list_named_about(session, anchor.library_id, theme.id)
            if mark_of(said) not in here
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
        if about is not None and about.can_be_talked_about and mark_of(said) not in here:
            here.add(mark_of(said))
            yield Known(said, about, theme)
