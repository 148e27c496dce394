"""Who may have what somebody asks: worked out by search each time a librarian looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.introductions import queries
from community.register import finding, seeing
from community.register import queries as entries
from community.register.models import Direction, Entry
from community.register.narrowing import Wish
from community.register.seeing import Viewer
from community.search.hits import Because, Hit, Reason

OFFERS_A_REQUEST = 3
#: Two people are bothered by it: words that happen to be the same are not enough.
ABOUT_THE_SAME = frozenset({Because.SAME_TERM, Because.MEANING})
LEAST_SCORE = 0.5
LEAST_BY_WORDS_ALONE = 0.75


@dataclass(frozen=True, slots=True)
class Suggested:
    """An offer that answers a request, and why."""

    offer: Entry
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody asks, with what was found for it; the best first, maybe nothing."""

    request: Entry
    suggested: Sequence[Suggested]
    goes_on: bool  #: Somebody is being introduced about it already.


def page(
    session: Session, library_id: int, librarian: Viewer, *, number: int = 1, now: datetime
) -> tuple[list[Sought], int]:
    """The open requests with what may answer them, the latest first, and how many there are."""
    wish = Wish(direction=Direction.REQUEST, page=number)
    ids, in_all = entries.list_page(session, library_id, wish, librarian, now=now)
    requests = entries.load(session, ids, with_themes=True)
    found = {
        each: _hits(session, library_id, requests[each], librarian, now=now) for each in requests
    }
    going_on = queries.going_on_about(session, library_id, requests)
    offers = entries.load(session, {hit for hits in found.values() for hit in hits})
    sought = [
        Sought(
            requests[each],
            [Suggested(offers[hit], why) for hit, why in found[each].items() if hit in offers],
            each in going_on,
        )
        for each in ids
    ]
    return sought, in_all


def reasons_for(
    session: Session,
    library_id: int,
    offer_id: int,
    request: Entry,
    librarian: Viewer,
    *,
    now: datetime,
) -> list[dict[str, str]]:
    """Why this offer was suggested, to be kept with the introduction."""
    why = _hits(session, library_id, request, librarian, now=now).get(offer_id, ())
    return [{"because": each.because.value, "value": each.value} for each in why]


def _hits(
    session: Session, library_id: int, request: Entry, librarian: Viewer, *, now: datetime
) -> dict[int, tuple[Reason, ...]]:
    """By offer; not those of the same person, nor those thought of before."""
    among = select(Entry.id).where(
        *seeing.listed(library_id, librarian, now=now),
        Entry.direction == Direction.OFFER,
        Entry.person_id != request.person_id,
        Entry.id.not_in(queries.offers_thought_of(library_id, request.id)),
    )
    hits = finding.search(
        session, library_id, Direction.OFFER, request.title,
        viewer=librarian, among=among, most=OFFERS_A_REQUEST,
    )  # fmt: skip
    return {hit.subject_id: hit.reasons for hit in hits if _is_worth_it(hit)}


def _is_worth_it(hit: Hit) -> bool:
    about_the_same = any(reason.because in ABOUT_THE_SAME for reason in hit.reasons)
    return hit.fits and hit.score >= (LEAST_SCORE if about_the_same else LEAST_BY_WORDS_ALONE)
