"""How an entry comes to stand open, and how it stops: draft, open, paused, expired, stopped.

Doing the same thing twice changes nothing. Whoever changes a state holds the entry's row.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import ages
from community.accounts.ages import NotOldEnough
from community.activity.services import note
from community.activity.verbs import Verb
from community.errors import DomainError
from community.libraries import versions
from community.moderation import cases
from community.outbox.services import owe
from community.register import agreed, expiry_queries, finding, queries
from community.register.models import LASTS, Direction, Entry, EntryState
from community.words import N_

#: What moderation knows an entry by.
KIND = "entry"

_OPENED = {Direction.OFFER: Verb.OFFER_OPENED, Direction.REQUEST: Verb.REQUEST_OPENED}
#: So many at a time, by the clock.
_AT_ONCE = 200


class IsStopped(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This has been stopped. You can write it again whenever you like."))


class NotOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This is not open, so it cannot be paused."))


def hand_in(
    session: Session, library_id: int, entry_id: int, *, is_checked: bool = False, now: datetime
) -> Entry:
    """Its person wants it to be seen: at once, or, of somebody new, when a librarian has read it.

    `is_checked`: a librarian wrote it down for them.
    """
    entry = queries.lock_with_person(session, library_id, entry_id)
    if entry.state not in (EntryState.DRAFT, EntryState.CHECKED):
        return entry
    entry.confirm_by = None
    if entry.age_said_at is None:
        raise NotOldEnough
    ages.check(session, entry.person_id, now=now)
    ages.keep_said(session, entry.person_id, entry.age_said_at)
    may_open = (
        is_checked
        or entry.state is EntryState.CHECKED
        or not cases.must_wait(session, library_id, entry.person_id, KIND)
    )
    if may_open and entry.hidden_at is None:
        _open(session, entry, now=now)
        return entry
    entry.handed_in_at = entry.handed_in_at or now
    cases.ask_for_a_look(session, library_id, KIND, entry.id, author_id=entry.person_id, now=now)
    return entry


def let_through(session: Session, library_id: int, entry_id: int, *, now: datetime) -> Entry:
    """A librarian read it and says yes: what waited opens, what was hidden is seen again."""
    entry = queries.lock_with_person(session, library_id, entry_id)
    was_waiting = entry.is_waiting
    if was_waiting:
        ages.check(session, entry.person_id, now=now)
    entry.hidden_at, entry.hidden_why = None, ""
    entry.checked_at = entry.checked_at or now
    if was_waiting:
        _open(session, entry, now=now)
        _tell(session, entry, "opened", now=now)
    else:
        seen_anew(session, entry)
    return entry


def hide(session: Session, library_id: int, entry_id: int, *, why: str, now: datetime) -> Entry:
    """From now on its person and librarians alone see it, whatever its state."""
    entry = queries.lock(session, library_id, entry_id)
    if entry.hidden_at is None:
        entry.hidden_at = now
    entry.hidden_why = why
    seen_anew(session, entry)
    return entry


def pause(session: Session, library_id: int, entry_id: int) -> Entry:
    """Not to be found for a while; its day of expiry stays."""
    entry = queries.lock(session, library_id, entry_id)
    if entry.state is EntryState.PAUSED:
        return entry
    if entry.state is not EntryState.OPEN:
        raise NotOpen
    entry.state = EntryState.PAUSED
    seen_anew(session, entry)
    return entry


def pause_all(session: Session, person_id: int, now: datetime) -> None:
    """A librarian says that this person is under 16: nothing of theirs is to be found."""
    for own in queries.list_own(session, person_id):
        held = queries.lock(session, own.library_id, own.id)
        if held.state is EntryState.OPEN:
            pause(session, held.library_id, held.id)


def renew(session: Session, library_id: int, entry_id: int, *, now: datetime) -> Entry:
    """Open for another half year from now, after a pause and when it expired too."""
    entry = queries.lock_with_person(session, library_id, entry_id)
    if entry.state is EntryState.STOPPED:
        raise IsStopped
    if entry.opened_at is None:  # It waits for somebody else's yes.
        return entry
    ages.check(session, entry.person_id, now=now)
    entry.state, entry.expires_at, entry.nudged_at = EntryState.OPEN, now + LASTS, None
    seen_anew(session, entry)
    return entry


def resume(session: Session, library_id: int, entry_id: int, *, now: datetime) -> Entry:
    """Found again after a pause, until the same day; once that has come, for another half year."""
    entry = queries.lock_with_person(session, library_id, entry_id)
    if entry.state is EntryState.PAUSED:
        ages.check(session, entry.person_id, now=now)
    if entry.state is EntryState.PAUSED and entry.expires_at and entry.expires_at > now:
        entry.state = EntryState.OPEN
        seen_anew(session, entry)
        return entry
    if entry.state is EntryState.OPEN:
        return entry
    return renew(session, library_id, entry_id, now=now)


def stop(session: Session, library_id: int, entry_id: int, *, now: datetime) -> Entry:
    """For good. Its person keeps the words; who it was shown to sees them no more."""
    entry = queries.lock(session, library_id, entry_id)
    if entry.is_waiting:
        cases.withdraw(session, library_id, KIND, entry.id, now=now)
    entry.state, entry.confirm_by, entry.handed_in_at = EntryState.STOPPED, None, None
    session.flush()
    agreed.follow(session, entry, now=now)
    seen_anew(session, entry)
    return entry


def seen_anew(session: Session, entry: Entry) -> None:
    """After a change: it is found by what it says now, or no more, and pages are made again."""
    finding.lay_out(session, entry)
    versions.pages_changed(session, entry.library_id)


# ─── by the clock ───


def nudge(session: Session, *, now: datetime) -> int:
    """Tell whose entry is about to expire, once for each time that it does; how many."""
    due = expiry_queries.list_about_to_expire(session, now=now, most=_AT_ONCE)
    for entry in due:
        entry.nudged_at = now
        _tell(session, entry, "nudge", now=now)
    return len(due)


def expire(session: Session, *, now: datetime) -> int:
    """Take away what has stood its time, and say so; its person can still renew it."""
    due = expiry_queries.list_over(session, now=now, most=_AT_ONCE)
    for entry in due:
        entry.state = EntryState.EXPIRED
        seen_anew(session, entry)
        _tell(session, entry, "expired", now=now)
    return len(due)


def let_go(session: Session, *, now: datetime) -> int:
    """After the days of grace it is stopped, and all but its one sentence is blanked."""
    due = expiry_queries.list_past_grace(session, now=now, most=_AT_ONCE)
    for entry in due:
        entry.state, entry.text = EntryState.STOPPED, ""
    session.flush()
    for entry in due:
        agreed.follow(session, entry, now=now)
    return len(due)


def _open(session: Session, entry: Entry, *, now: datetime) -> None:
    """For the first time: from now on it is found, and the log knows."""
    entry.state = EntryState.OPEN
    entry.opened_at, entry.expires_at = now, now + LASTS
    seen_anew(session, entry)
    is_sensitive = entry.is_sensitive
    note(
        session,
        _OPENED[entry.direction],
        whose=None if is_sensitive else entry.person_id,
        library_id=entry.library_id,
        now=now,
        details={"themes": [] if is_sensitive else [theme.slug for theme in entry.themes]},
    )


def _tell(session: Session, entry: Entry, news: str, *, now: datetime) -> None:
    """One mail of each kind for each time that it stands open."""
    if entry.person.email is None:
        return
    until = f"{entry.expires_at:%Y-%m-%d}" if entry.expires_at else ""
    owe(
        session,
        f"register/{news}",
        to=entry.person_id,
        key=f"entry:{entry.id}:{news}:{until}",
        library_id=entry.library_id,
        now=now,
        entry_id=entry.id,
    )
