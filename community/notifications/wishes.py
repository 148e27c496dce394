"""What a person wants to get, and what a library sends: changed by themselves, or by one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import people
from community.consents.models import Channel
from community.db import insert_once
from community.gatherings.kinds import Kind
from community.notifications import agreed, queries
from community.notifications.models import (
    LibraryRhythm,
    MailWish,
    Reminder,
    Stream,
)
from community.topics import queries as topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody ticked. Themes and branches by their ids; nothing chosen is everything."""

    reminders: frozenset[Reminder]
    digest: bool
    fitting: bool = False  #: With it what suits them.
    kinds: frozenset[Kind] = frozenset()
    theme_ids: frozenset[int] = frozenset()
    branch_ids: frozenset[int] = frozenset()


def ensure(session: Session, library_id: int, person_id: int) -> None:
    """See to it that there is something for the links in this person's mails to hang on."""
    insert_once(session, MailWish, library_id=library_id, person_id=person_id)


def choose(
    session: Session,
    library_id: int,
    person_id: int,
    wanted: Wanted,
    *,
    channel: Channel = Channel.SCREEN,
    now: datetime,
) -> MailWish:
    """Keep what somebody ticked. Who asks for the digest is from then on known to the library."""
    people.belong(session, library_id, person_id, now=now)
    ensure(session, library_id, person_id)
    wish = queries.lock_wish(session, library_id, person_id)
    # What the library does not send now was not asked about, and stays as it was.
    sent = queries.rhythm_of(session, library_id)
    if sent.reminders:
        _set_reminders(wish, wanted.reminders & sent.reminders, sent.reminders)
    if sent.has_digest:
        _set_digest(wish, on=wanted.digest, now=now)
        wish.has_fitting = wanted.fitting
        wish.kinds = wanted.kinds
        wish.themes = list(topics.list_themes(session, wanted.theme_ids))
        wish.branches = list(queries.list_branches(session, library_id, wanted.branch_ids))
        agreed.follow(session, wish, channel, now=now)
    return wish


def switch(session: Session, wish_id: int, stream: Stream, *, on: bool, now: datetime) -> None:
    """Stop a stream of mails by one click, or let it come again as it was. Twice is once."""
    wish = session.get_one(MailWish, wish_id)
    if stream is Stream.REMINDERS:
        wish.is_reminded = on
    else:
        _set_digest(wish, on=on, now=now)
        agreed.follow(session, wish, Channel.MAIL, now=now)


def set_rhythm(
    session: Session,
    library_id: int,
    *,
    reminders: frozenset[Reminder],
    has_digest: bool,
    weekday: int,
) -> None:
    """What the library sends; nobody gets more than that."""
    insert_once(session, LibraryRhythm, library_id=library_id)
    rhythm = session.get_one(LibraryRhythm, library_id)
    rhythm.reminders = reminders
    rhythm.has_digest = has_digest
    rhythm.digest_weekday = weekday


def _set_reminders(wish: MailWish, chosen: frozenset[Reminder], asked: frozenset[Reminder]) -> None:
    wish.is_reminded = bool(chosen)
    if chosen:
        wish.reminders = chosen | (wish.reminders - asked)


def _set_digest(wish: MailWish, *, on: bool, now: datetime) -> None:
    if not on:
        wish.digest_since = None
    elif wish.digest_since is None:
        wish.digest_since = now
