"""Taking over a list: all of it or nothing, and a second time nothing.

Agreed on paper, an offer is open at once. If not, its person is asked by mail, and what nobody
said yes to by the day in that mail goes by itself. Who has no address is asked at the counter.
What its person did with an offer since, the same line in a later list does not touch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts.ages import NotOldEnough
from community.accounts.models import Person
from community.consents.models import Channel
from community.libraries import queries as libraries
from community.offer_lists import queries
from community.offer_lists.lines import Offered
from community.offer_lists.models import LONGEST_NAME, OfferList, OfferListEntry
from community.outbox.services import owe
from community.register import spoken, writing
from community.register.models import Direction, Entry, EntryState
from community.register.writing import Said
from community.topics import finding as topics

#: So long a person has to say yes.
ASKED_FOR = timedelta(weeks=6)
ASK = "offer_lists/is_it_yours"


@dataclass(frozen=True, slots=True)
class Outcome:
    #: Nothing new came of the list, and so it is not kept.
    list_id: int | None
    added: int = 0
    same: int = 0
    too_young: int = 0  #: Lines of people whom a librarian marked as under 16.


@dataclass(frozen=True, slots=True)
class Brought:
    """A list as it was brought: by whom, under which name, and whether it was agreed on paper."""

    name: str
    was_agreed: bool
    by_id: int | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A line of which is known what it is about."""

    line: Offered
    said: Said


def prepare(session: Session, library_id: int, offered: Sequence[Offered]) -> list[Ready]:
    """Look up what each new line is about: most of the work, while nobody waits for a lock."""
    known = queries.list_known(session, library_id)
    return [
        Ready(one, _said(session, library_id, one))
        for one in {one.line_hash: one for one in offered}.values()
        if one.line_hash not in known
    ]


def take_over(
    session: Session,
    library_id: int,
    brought: Brought,
    ready: Sequence[Ready],
    *,
    lines: int,
    now: datetime,
    tell: Callable[[int], object] = lambda _done: None,
) -> Outcome:
    """Make an offer of each new line, of so many `lines` in all; `tell` hears how many are done."""
    libraries.take_turn(session, library_id)
    known = queries.list_known(session, library_id)
    fresh = [one for one in ready if one.line.line_hash not in known]
    if not fresh:
        return Outcome(None, same=lines)
    kept = OfferList(
        library_id=library_id,
        name=brought.name[:LONGEST_NAME],
        was_agreed=brought.was_agreed,
        made_by_id=brought.by_id,
        made_at=now,
    )
    session.add(kept)
    session.flush()
    asked: set[int] = set()
    too_young = 0
    for done, one in enumerate(fresh, start=1):
        try:
            entry, is_new = _offer(session, library_id, one, brought, now)
        except NotOldEnough:  # Refused before anything of it was written.
            too_young += 1
            continue
        if is_new:
            came = OfferListEntry(entry_id=entry.id, library_id=library_id, list_id=kept.id)
            came.line_hash = one.line.line_hash
            session.add(came)
            if one.line.email and not brought.was_agreed:
                asked.add(entry.person_id)
        tell(done)
    for person_id in sorted(asked):
        owe(
            session,
            ASK,
            to=person_id,
            key=f"offer_list:{kept.id}:{person_id}",
            library_id=library_id,
            now=now,
            list_id=kept.id,
        )
    added = len(fresh) - too_young
    return Outcome(kept.id, added=added, same=lines - len(fresh), too_young=too_young)


def take_back(session: Session, library_id: int, list_id: int) -> int:
    """Remove what nobody said yes to; what somebody did is theirs. How many went."""
    queries.get(session, library_id, list_id)
    waiting = queries.lock_waiting(session, list_id)
    for entry in waiting:
        session.delete(entry)
    return len(waiting)


def _offer(
    session: Session, library_id: int, one: Ready, brought: Brought, now: datetime
) -> tuple[Entry, bool]:
    """The offer of this line; whether it is new, for its person may have written it before."""
    person = _person(session, one.line, now)
    entry = writing.write(
        session,
        library_id,
        person.id,
        Direction.OFFER,
        one.said,
        is_old_enough=True,  # Who brings a list says so of everybody on it.
        now=now,
    )
    if entry.state is not EntryState.DRAFT or entry.handed_in_at or entry.confirm_by:
        return entry, False
    if brought.was_agreed:
        return spoken.hand_in(session, library_id, entry.id, Channel.PAPER, now=now), True
    # Whoever made the list read it: after its person's yes it does not wait once more.
    entry.state, entry.checked_at = EntryState.CHECKED, now
    entry.confirm_by = now + ASKED_FOR
    return entry, True


def _person(session: Session, one: Offered, now: datetime) -> Person:
    if one.email:
        return people.find_or_create_person(session, one.email, one.first_name, "nl", now)
    return people.person_without_address(session, one.first_name, "", now=now)


def _said(session: Session, library_id: int, one: Offered) -> Said:
    words = f"{one.title}\n{one.text}"
    if one.theme_ids:
        themes = one.theme_ids
        terms = {mention.term.id for mention in topics.terms_for(session, library_id, words)}
    else:
        suggested = topics.suggest(session, library_id, words)
        themes = frozenset(each.theme.id for each in suggested)
        terms = {term.id for each in suggested for term in each.terms}
    return Said(
        title=one.title,
        text=one.text,
        forms=one.forms,
        tongues=one.tongues,
        seen_by=one.seen_by,
        theme_ids=themes,
        term_ids=frozenset(terms),
    )
