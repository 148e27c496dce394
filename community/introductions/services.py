"""Bringing two people together, and what both say to it.

Contact details pass only after both have said yes; until then they write through the library.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import ages
from community.activity.services import note
from community.activity.verbs import Verb
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.introductions import limits, queries
from community.introductions.models import (
    Block,
    Ending,
    Introduction,
    IntroductionMessage,
    Means,
    Outcome,
    Party,
    Share,
    Side,
    State,
)
from community.outbox.services import owe
from community.register.models import Direction, Entry, EntryState
from community.words import N_


class NotNow(DomainError):
    """Said of whoever cannot be asked: why, the asker never learns."""

    def __init__(self) -> None:
        super().__init__(
            N_("This person cannot be asked now. Ask the library: we will think along.")
        )


class HasEnded(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This introduction has ended. Ask the library for another one."))


class ByYourself(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This is your own. Somebody else has to ask for it."))


def ask(
    session: Session,
    library_id: int,
    person_id: int,
    entry: Entry,
    text: str,
    *,
    shares: Collection[Share],
    once: str,
    now: datetime,
) -> Party:
    """Ask who offers or asks this to meet you: asking is your yes. Asking again writes again.

    `entry` is one that this person may see.
    """
    if entry.person_id == person_id:
        raise ByYourself
    queries.lock_people(session, person_id, entry.person_id)
    if queries.is_blocked(session, library_id, person_id, entry.person_id):
        raise NotNow
    ages.check(session, person_id, now=now)
    if ages.is_under_age(session, entry.person_id, now=now):
        raise NotNow
    side = Side.ASKER if entry.direction is Direction.OFFER else Side.GIVER
    pair = queries.pair(person_id, entry.person_id, entry)
    running = queries.find_running(session, library_id, pair)
    if running is not None:
        return _go_on(session, running, person_id, text, once=once, now=now)
    _must_be_open(entry)
    limits.may_ask(session, library_id, person_id, now=now)
    limits.may_write(session, library_id, person_id, now=now)
    people = {side: person_id, side.other: entry.person_id}
    made = _begin(session, library_id, pair, people, [entry], now=now)
    own = made.party(side)
    own.began_it, own.yes_at, own.yes_by = True, now, Means.PAGE
    own.shares = frozenset(shares)
    session.flush()
    _keep(session, own, text, once=once, now=now)
    owe_mail(session, made.party(side.other), "asked", now=now)
    return own


def introduce(
    session: Session,
    library_id: int,
    offer: Entry,
    request: Entry,
    *,
    reasons: Iterable[Mapping[str, str]],
    by_id: int,
    now: datetime,
) -> Introduction:
    """A librarian brings an offer and a request together: both are asked whether they want it."""
    _fits(session, library_id, offer, request)
    for entry in (offer, request):
        ages.check(session, entry.person_id, now=now)
    pair = queries.pair(offer.person_id, request.person_id, request)
    running = queries.find_running(session, library_id, pair)
    if running is not None:
        return running
    _must_be_open(offer)
    _must_be_open(request)
    people = {Side.ASKER: request.person_id, Side.GIVER: offer.person_id}
    made = _begin(session, library_id, pair, people, [offer, request], now=now)
    made.introduced_by_id, made.reasons = by_id, [dict(each) for each in reasons]
    session.flush()
    for party in made.parties:
        owe_mail(session, party, "proposed", now=now)
    return made


def put_aside(
    session: Session, library_id: int, offer: Entry, request: Entry, *, by_id: int, now: datetime
) -> None:
    """A librarian finds that these two do not fit: they are not suggested again."""
    _fits(session, library_id, offer, request)
    pair = queries.pair(offer.person_id, request.person_id, request)
    if queries.find_running(session, library_id, pair):
        return
    people = {Side.ASKER: request.person_id, Side.GIVER: offer.person_id}
    made = _begin(session, library_id, pair, people, [offer, request], now=now)
    made.introduced_by_id = by_id
    end(made, Ending.NOT_THIS, now)


def say_yes(
    session: Session,
    library_id: int,
    introduction_id: int,
    side: Side,
    *,
    shares: Collection[Share],
    by: Means,
    now: datetime,
) -> Introduction:
    """A yes, and what the other may see then; said again only what is shared changes."""
    found = _running(session, library_id, introduction_id)
    party = found.party(side)
    party.shares = frozenset(shares)
    if party.yes_at is None:
        party.yes_at, party.yes_by = now, by
    if found.state is State.INTRODUCED and found.both_said_yes:
        found.state, found.agreed_at = State.AGREED, now
        for each in found.parties:
            owe_mail(session, each, "agreed", now=now)
    return found


def say_no(
    session: Session, library_id: int, introduction_id: int, side: Side, *, now: datetime
) -> Introduction:
    """A no, which needs no reason. Before both agreed it is a no, after that a stop."""
    found = queries.lock(session, library_id, introduction_id)
    if found.is_running:
        agreed = found.agreed_at is not None
        end(found, Ending.STOPPED if agreed else Ending.NO, now)
        if found.party(side.other).yes_at is not None:
            owe_mail(session, found.party(side.other), "ended", now=now)
    return found


def end_all_of(session: Session, person_id: int, now: datetime) -> None:
    """A librarian says that this person is under 16: nobody reaches them through us any more."""
    for party in queries.list_running_of(session, person_id):
        say_no(session, party.library_id, party.introduction_id, party.side, now=now)


def write(
    session: Session,
    library_id: int,
    introduction_id: int,
    side: Side,
    text: str,
    *,
    once: str,
    now: datetime,
) -> None:
    """A message to the other, who gets it by mail without the writer's address."""
    found = _running(session, library_id, introduction_id)
    party = found.party(side)
    if queries.has_message(session, introduction_id, once):
        return
    limits.may_write(session, library_id, party.person_id, now=now)
    message = _keep(session, party, text, once=once, now=now)
    if message is not None:
        owe_mail(session, found.party(side.other), "message", now=now, message_id=message.id)


def tell_outcome(
    session: Session,
    library_id: int,
    introduction_id: int,
    side: Side,
    outcome: Outcome,
    *,
    met: bool,
    now: datetime,
) -> Introduction:
    """What came of it. That they met is logged once, whoever of both says so first."""
    found = queries.lock(session, library_id, introduction_id)
    if found.agreed_at is None:
        raise HasEnded
    party = found.party(side)
    party.outcome, party.told_at = outcome, now
    if met and found.met_at is None:
        found.met_at = now
        if found.is_running:
            found.state = State.MET
        themes = sorted({theme.slug for entry in found.entries for theme in entry.themes})
        note(
            session,
            Verb.INTRODUCTION_MET,
            whose=None,
            library_id=library_id,
            now=now,
            details={"themes": [] if found.is_sensitive else themes},
        )
    if found.is_running and all(each.told_at is not None for each in found.parties):
        end(found, Ending.DONE, now)
    return found


def block(
    session: Session, library_id: int, introduction_id: int, side: Side, *, now: datetime
) -> None:
    """Never hear from this person again. They see that it ended, and not why."""
    found = queries.lock(session, library_id, introduction_id)
    own, other = found.party(side), found.party(side.other)
    insert_once(
        session,
        Block,
        library_id=library_id,
        person_id=own.person_id,
        blocked_id=other.person_id,
        since=now,
    )
    if found.is_running:
        end(found, Ending.BLOCKED, now)


def unblock(session: Session, library_id: int, person_id: int, blocked_id: int) -> None:
    found = session.get(Block, (library_id, person_id, blocked_id))
    if found is not None:
        session.delete(found)


def _begin(
    session: Session,
    library_id: int,
    pair: str,
    people: Mapping[Side, int],
    entries: Iterable[Entry],
    *,
    now: datetime,
) -> Introduction:
    """The unique pair says no to whoever comes second at the same moment."""
    about = {entry.direction: entry for entry in entries}
    offer, request = about.get(Direction.OFFER), about.get(Direction.REQUEST)
    made = Introduction(
        library_id=library_id,
        pair=pair,
        offer_id=offer.id if offer else None,
        request_id=request.id if request else None,
        is_sensitive=any(entry.is_sensitive for entry in about.values()),
        state=State.INTRODUCED,
        introduced_at=now,
        parties=[Party(side=side, library_id=library_id, person_id=people[side]) for side in Side],
    )
    session.add(made)
    return made


def _go_on(
    session: Session,
    running: Introduction,
    person_id: int,
    text: str,
    *,
    once: str,
    now: datetime,
) -> Party:
    """Two who know of each other already: what is asked is one more message."""
    own = next(each for each in running.parties if each.person_id == person_id)
    write(session, running.library_id, running.id, own.side, text, once=once, now=now)
    return own


def _running(session: Session, library_id: int, introduction_id: int) -> Introduction:
    found = queries.lock(session, library_id, introduction_id)
    if not found.is_running:
        raise HasEnded
    return found


def _keep(
    session: Session, party: Party, text: str, *, once: str, now: datetime
) -> IntroductionMessage | None:
    if not text:
        return None
    message = IntroductionMessage(
        library_id=party.library_id,
        introduction_id=party.introduction_id,
        side=party.side,
        person_id=party.person_id,
        text=text,
        once=once,
        written_at=now,
    )
    session.add(message)
    session.flush()
    return message


def end(found: Introduction, ending: Ending, now: datetime) -> None:
    found.state, found.ended_at, found.ending = State.ENDED, now, ending


def _must_be_open(entry: Entry) -> None:
    if entry.state is not EntryState.OPEN or entry.hidden_at is not None:
        raise NotNow


def _fits(session: Session, library_id: int, offer: Entry, request: Entry) -> None:
    kinds = (offer.direction, request.direction)
    if kinds != (Direction.OFFER, Direction.REQUEST) or {offer.library_id, request.library_id} != {
        library_id
    }:
        raise NotFound
    if offer.person_id == request.person_id:
        raise ByYourself
    queries.lock_people(session, offer.person_id, request.person_id)
    if queries.is_blocked(session, library_id, offer.person_id, request.person_id):
        raise NotNow


def owe_mail(
    session: Session, to: Party, what: str, *, now: datetime, message_id: int | None = None
) -> None:
    """Once per side and kind; of messages once each."""
    about = f"message:{message_id}" if message_id else what
    owe(
        session,
        f"introductions/{what}",
        to=to.person_id,
        key=f"introduction:{to.introduction_id}:{to.side}:{about}",
        library_id=to.library_id,
        now=now,
        introduction_id=to.introduction_id,
        side=to.side,
        message_id=message_id,
    )
