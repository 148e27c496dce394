"""Having oneself erased: name, address and words go; what was counted stays counted.

The row of the person stays without a name, so that nobody else's page changes: a sign-up is still a
sign-up, of nobody. The number under which the log knew them goes, and with it every way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts import queries as accounts
from community.accounts.models import Person, Role
from community.activity.forgetting import untie
from community.conversations import writing
from community.conversations.models import Contribution
from community.conversations.seeing import Viewer
from community.db import changed_rows, insert_once
from community.errors import DomainError
from community.gatherings import sign_up_changes, sign_up_queries
from community.groups import members
from community.groups.models import GroupMember
from community.harvests import quoting
from community.libraries import versions
from community.register import states
from community.register.models import Entry, EntryState
from community.rights import knowing, queries, wiping
from community.rights.erasures import Erasure
from community.rights.models import NamelessQuote
from community.rights.traces import TRACES, Fate
from community.tokens import new_salt
from community.words import N_

#: What stands where a name stood.
NOBODY = "—"


class MustHandOverFirst(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "You keep this installation running. First hand that over to somebody else; "
                "then you can have your data erased."
            )
        )


class NotAtTheDesk(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("They do this themselves: on their own page, signed in with the link in an e-mail.")
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """Of one trace: how many rows go, or stay without anything of this person in them."""

    what: str
    rows: int
    stays: bool


def preview(session: Session, person_id: int) -> list[Preview]:
    """What would become of everything that says something, in the order of the traces."""
    return [
        Preview(trace.what, rows, trace.fate is Fate.BLANKED)
        for trace in TRACES
        if trace.what and (rows := knowing.count(session, trace, person_id))
    ]


def erase(session: Session, person_id: int, *, now: datetime) -> None:
    """For good. Who keeps a library or the installation running hands that over first."""
    person = session.get_one(Person, person_id, with_for_update=True)
    if person.erased_at is not None:
        return
    if person.is_operator:
        raise MustHandOverFirst
    for member in person.memberships:
        if member.role is not Role.RESIDENT:
            people.set_role(session, member.library_id, person_id, Role.RESIDENT)
    _erase(session, person, now=now, erased_at=now)


def at_desk(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    """For who cannot do it themselves, and asked for it at the counter."""
    person = accounts.get_membership(session, library_id, person_id).person
    if not may_at_desk(person):
        raise NotAtTheDesk
    erase(session, person_id, now=now)


def may_at_desk(person: Person) -> bool:
    """A resident of this library alone whom no mail reaches: anybody else comes in by a link, and
    what another library knows is not for this one to wipe."""
    only_here = len(person.memberships) == 1 and person.memberships[0].role is Role.RESIDENT
    advises_or_runs = person.is_operator or bool(person.password_hash)
    return only_here and not (person.gets_mail or advises_or_runs)


def again(session: Session, listed: Iterable[Erasure], *, now: datetime) -> int:
    """After an older copy was put back: erase who was erased since it was made; how many.

    They said so once, so nobody asks what they kept running: that was handed over by then.
    """
    found = [each for each in listed if queries.was_there(session, each.person_id, each.at)]
    for each in found:
        person = session.get_one(Person, each.person_id, with_for_update=True)
        _erase(session, person, now=now, erased_at=each.at)
    return len(found)


def _erase(session: Session, person: Person, *, now: datetime, erased_at: datetime) -> None:
    person_id, libraries = person.id, [member.library_id for member in person.memberships]
    wiping.once_erased(session, person)
    _take_leave(session, person_id, now=now)
    session.flush()
    session.expunge_all()
    _blank(session, person_id)
    _cut(session, person_id, erased_at=erased_at)
    for library_id in libraries:
        versions.pages_changed(session, library_id)


def _take_leave(session: Session, person_id: int, *, now: datetime) -> None:
    """By the rules of each room, so that a seat goes to who waits and nothing is found any more."""
    for own in sign_up_queries.list_coming(session, person_id, now=now):
        if own.sign_up.gathering.is_cancelled:
            continue
        sign_up_changes.leave(session, own.sign_up.id, now=now)
    groups = select(GroupMember.library_id, GroupMember.group_id).where(
        GroupMember.person_id == person_id
    )
    for library_id, group_id in session.execute(groups).all():
        members.leave(session, library_id, group_id, person_id)
    entries = select(Entry.library_id, Entry.id).where(
        Entry.person_id == person_id, Entry.state != EntryState.STOPPED
    )
    for library_id, entry_id in session.execute(entries).all():
        states.stop(session, library_id, entry_id, now=now)
    for quote in queries.list_quotes(session, person_id):
        quoting.answer(session, quote.library_id, quote.id, says_yes=False, how="", now=now)
        insert_once(
            session, NamelessQuote, item_id=quote.item_id, library_id=quote.library_id, since=now
        )
    said = select(Contribution.library_id, Contribution.id).where(
        Contribution.person_id == person_id, Contribution.withdrawn_at.is_(None)
    )
    for library_id, said_id in session.execute(said).all():
        writing.withdraw(session, library_id, said_id, Viewer(person_id), now=now)


def _blank(session: Session, person_id: int) -> None:
    """Backwards, as a later trace may lead over an earlier one."""
    for trace in reversed(TRACES):
        rows, mine = knowing.table(trace.table), knowing.whose(trace, person_id)
        if trace.table == "person_key":
            continue
        if trace.fate is Fate.GONE:
            changed_rows(session, delete(rows).where(mine))
        elif trace.blanks:
            changed_rows(session, update(rows).where(mine).values(**trace.blanks))


def _cut(session: Session, person_id: int, *, erased_at: datetime) -> None:
    """The tie to the log, and the name."""
    untie(session, person_id)
    gone = update(Person).where(Person.id == person_id)
    changed_rows(
        session,
        gone.values(
            first_name=NOBODY, surname="", email=None, phone="", password_hash=None,
            email_confirmed_at=None, mail_stops_since=None, mail_stops_why=None,
            is_operator=False, calendar_salt=new_salt(), erased_at=erased_at,
            age_said_at=None, under_age_until=None,
        ),
    )  # fmt: skip
