"""Findings as they are read: cards with where each came from, and pages of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.conversations import sources
from community.conversations.models import Contribution, Kind
from community.findings import one_queries, queries, seeing
from community.findings.narrowing import Wish
from community.findings.one_queries import One
from community.findings.queries import CARDS, CONVERSATIONS, FEW, MOST_FOUND
from community.gatherings.models import Gathering
from community.gatherings.queries import Viewer
from community.harvests import finding, showing
from community.harvests.models import Harvest, HarvestEdition, HarvestItem, Provenance
from community.harvests.showing import Shown
from community.pages import Page
from community.search import index
from community.search.hits import Because, Reason
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Card:
    """One item, with all that a viewer is told of it."""

    shown: Shown
    harvest: Harvest
    tells_where: bool  #: Whether the title of the gathering may stand there.
    reasons: Sequence[Reason] = ()  #: Why it was found, where its own words do not say so.
    fits: bool = True

    @property
    def item(self) -> HarvestItem:
        return self.shown.item

    @property
    def gathering(self) -> Gathering:
        return self.harvest.gathering

    @property
    def tables(self) -> Sequence[int]:
        """At which it was said, each once."""
        numbers = {each.table_no for each in self.shown.sources if each.table_no is not None}
        return sorted(numbers)

    @property
    def is_from_thread(self) -> bool:
        """Whether it was (also) written down before or after, in the conversation on the site."""
        return any(each.table_no is None for each in self.shown.sources)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with the first of what it yielded."""

    harvest: Harvest
    cards: Sequence[Card]
    number: int
    tells_where: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; the label of a theme depends on the language."""

    heading: str
    cards: Sequence[Card]


def talks(session: Session, library_id: int, wish: Wish, viewer: Viewer) -> Page[Talk]:
    """Everything, the latest conversation first."""
    yields, total = queries.list_yields(session, library_id, wish.page)
    told = cards(session, library_id, [item for each in yields for item in each.items], viewer)
    of = {
        each.harvest.id: [card for card in told if card.harvest is each.harvest] for each in yields
    }
    found = [
        Talk(
            each.harvest,
            of[each.harvest.id],
            each.number,
            seeing.tells_where(each.harvest.gathering, viewer),
        )
        for each in yields
    ]
    return Page(found, total, wish.page, CONVERSATIONS)


def narrowed(session: Session, library_id: int, wish: Wish, viewer: Viewer) -> Page[Card]:
    """What is about this, came from there, or is of this kind."""
    found = queries.list_items(session, library_id, wish)
    return Page(cards(session, library_id, found.items, viewer), found.total, wish.page, CARDS)


def searched(session: Session, library_id: int, wish: Wish, viewer: Viewer) -> Page[Card]:
    """What answers a question, the best first, with the reason; then what only comes near."""
    hits = index.search(
        session,
        library_id,
        finding.KIND,
        wish.words,
        among=queries.among(library_id, wish),
        most=MOST_FOUND,
    )
    start = (wish.page - 1) * CARDS
    page = {hit.subject_id: hit for hit in hits[start : start + CARDS]}
    items = queries.load(session, library_id, page)
    told = cards(session, library_id, [items[each] for each in page if each in items], viewer)
    found = [
        Card(
            card.shown,
            card.harvest,
            card.tells_where,
            [why for why in page[card.item.id].reasons if why.because is not Because.OWN_WORDS],
            page[card.item.id].fits,
        )
        for card in told
    ]
    return Page(found, sum(hit.fits for hit in hits), wish.page, CARDS)


def latest(session: Session, library_id: int, viewer: Viewer) -> list[Card]:
    """For the front page."""
    return cards(session, library_id, queries.list_latest(session, library_id), viewer)


def first_of(session: Session, harvest: Harvest, viewer: Viewer) -> tuple[list[Card], int]:
    """The first of what one conversation yielded, and how many there are."""
    first = queries.list_first_items(session, harvest.library_id, [harvest.id], FEW)
    items, number = first.get(harvest.id, ([], 0))
    return cards(session, harvest.library_id, items, viewer), number


@dataclass(frozen=True, slots=True)
class Whole:
    """All of one harvest, and the books and pages that were named in it, each once."""

    parts: Sequence[Part]
    sources: Sequence[Contribution]

    @property
    def tables(self) -> int:
        return len({table for part in self.parts for card in part.cards for table in card.tables})

    @property
    def themes(self) -> list[Theme]:
        """What its cards are about, each once."""
        said = (card.item.theme for part in self.parts for card in part.cards)
        return list(dict.fromkeys(theme for theme in said if theme))


def whole(session: Session, one: One, viewer: Viewer, language: str) -> Whole:
    """Under its headings in the order in which they first appear; two queries."""
    library_id = one.harvest.library_id
    said = one_queries.list_said(session, library_id, one.harvest.id)
    parts: dict[str, list[Card]] = {}
    for card in cards(session, library_id, said.items, viewer, said.came_from):
        parts.setdefault(_heading(card.item, language), []).append(card)
    return Whole(
        [Part(heading, inside) for heading, inside in parts.items()], sources.each_once(said.named)
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """One item as an edition keeps it; without words when they were taken back since."""

    kind: Kind
    text: str
    heading: str
    names: Sequence[str]
    is_quote: bool
    by_librarian: bool
    tables: Sequence[int]


def as_it_was(edition: HarvestEdition) -> list[Kept]:
    """What was published then; of later editions it knows nothing."""
    return [
        Kept(
            Kind(each["kind"]),
            each["text"],
            each["heading"],
            each["names"],
            each["is_quote"],
            each["by_librarian"],
            sorted({source["table"] for source in each["sources"] if source["table"] is not None}),
        )
        for each in edition.said["items"]
    ]


def cards(
    session: Session,
    library_id: int,
    items: Sequence[HarvestItem],
    viewer: Viewer,
    came_from: Mapping[int, Sequence[Provenance]] | None = None,
) -> list[Card]:
    """These items, which `queries` found readable, in at most two queries more."""
    return [
        Card(shown, shown.item.harvest, seeing.tells_where(shown.item.harvest.gathering, viewer))
        for shown in showing.told(session, library_id, items, came_from)
    ]


def _heading(item: HarvestItem, language: str) -> str:
    if item.heading:
        return item.heading
    return item.theme.label_in(language) if item.theme else ""
