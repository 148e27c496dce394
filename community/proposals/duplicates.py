"""Is there something like it already? Asked while somebody writes, of what they may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.gatherings.queries import Viewer as Visitor
from community.groups.models import Group
from community.proposals import alike_queries, finding, queries
from community.proposals.models import Proposal
from community.register.seeing import Viewer
from community.search import at_hand
from community.search.hits import Document, Label
from community.search.matching import has_every_word, words_of
from community.topics import finding as topics
from community.topics.models import Theme

#: Fewer letters than this say nothing yet.
ENOUGH = 4
#: So many of each kind are worth reading while one writes.
MOST = 3
#: What comes later than this does not stand in the way of something new.
AHEAD = timedelta(days=120)
#: Of so many gatherings and groups the words are looked at, the soonest first.
_AT_HAND = 150


@dataclass(frozen=True, slots=True)
class Alike:
    """What comes close to a sentence."""

    proposals: Sequence[tuple[Proposal, int]] = ()  #: With how many stand behind each.
    gatherings: Sequence[Gathering] = ()
    groups: Sequence[Group] = ()

    def __bool__(self) -> bool:
        return bool(self.proposals or self.gatherings or self.groups)


def alike(
    session: Session, library_id: int, sentence: str, viewer: Viewer, *, now: datetime
) -> Alike:
    if len(sentence) < ENOUGH:
        return Alike()
    visitor = Visitor(viewer.person_id, viewer.is_librarian)
    return Alike(
        _proposals(session, library_id, sentence),
        _gatherings(session, library_id, sentence, visitor, now),
        _groups(session, library_id, sentence, visitor),
    )


def themes_for(session: Session, library_id: int, sentence: str) -> list[int]:
    """The themes that fit the sentence best, by their numbers."""
    if len(sentence) < ENOUGH:
        return []
    return [each.theme.id for each in topics.suggest(session, library_id, sentence)]


def _proposals(session: Session, library_id: int, sentence: str) -> list[tuple[Proposal, int]]:
    hits = finding.search(session, library_id, sentence, most=MOST)
    ids = [hit.subject_id for hit in hits if hit.fits]
    found = queries.load(session, library_id, ids)
    behind = queries.count_backers(session, ids)
    return [(found[each], behind.get(each, 0)) for each in ids if each in found]


def _gatherings(
    session: Session, library_id: int, sentence: str, visitor: Visitor, now: datetime
) -> list[Gathering]:
    """Of what comes: in which a word of the sentence stands; of a series only the first date."""
    words = [has_every_word(Gathering.search_text, word) for word in words_of(sentence)]
    telling = [one for each in words for one in each]
    if not telling:
        return []
    coming = alike_queries.list_coming(
        session, library_id, visitor, telling, now=now, until=now + AHEAD, most=_AT_HAND
    )
    first: dict[str, Gathering] = {}
    for each in coming:
        first.setdefault(each.title, each)
    by_id = {each.id: each for each in first.values()}
    said = {
        number: Document(each.title, each.summary, _labels(each.themes))
        for number, each in by_id.items()
    }
    return [by_id[number] for number in at_hand.best(sentence, said, most=MOST)]


def _groups(session: Session, library_id: int, sentence: str, visitor: Visitor) -> list[Group]:
    """Of the groups that meet, by their names and what they say of themselves."""
    running = alike_queries.list_running(session, library_id, visitor, _AT_HAND)
    by_id = {each.id: each for each in running}
    said = {
        number: Document(each.name, each.summary, _labels(each.themes))
        for number, each in by_id.items()
    }
    return [by_id[number] for number in at_hand.best(sentence, said, most=MOST)]


def _labels(themes: Collection[Theme]) -> list[Label]:
    return [Label(theme.label, (theme.label_en,)) for theme in themes]
