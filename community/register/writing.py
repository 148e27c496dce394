"""Writing an entry and changing it: one sentence, and whatever else its person wants to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import ages, people
from community.consents.models import Channel
from community.errors import NotFound
from community.moderation import cases
from community.moments import Moment
from community.outbox.services import owe
from community.register import agreed, queries, spoken, states
from community.register.models import (
    MAY_CONFIRM,
    Direction,
    Entry,
    EntryState,
    Form,
    HowOften,
    SeenBy,
    Spot,
)
from community.register.states import IsStopped
from community.tongues import Tongue
from community.topics import queries as topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody offers or asks, as they say it."""

    title: str
    text: str = ""
    language: str = "nl"
    forms: frozenset[Form] = frozenset()
    moments: frozenset[Moment] = frozenset()
    spots: frozenset[Spot] = frozenset()
    tongues: frozenset[Tongue] = frozenset()
    how_often: HowOften | None = None
    seen_by: SeenBy = SeenBy.SIGNED_IN
    is_anonymous: bool = False
    theme_ids: frozenset[int] = frozenset()
    term_ids: frozenset[int] = frozenset()
    branch_ids: frozenset[int] = frozenset()
    #: The words by which a sensitive one may be seen by more than librarians; empty: it may not.
    consent_words: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who is not signed in, as they say."""

    first_name: str
    email: str
    language: str


_PLAIN = (
    "title",
    "text",
    "language",
    "forms",
    "moments",
    "spots",
    "tongues",
    "how_often",
    "seen_by",
)


def publish(
    session: Session,
    library_id: int,
    person_id: int,
    direction: Direction,
    said: Said,
    *,
    is_old_enough: bool,
    heard: Channel | None = None,
    now: datetime,
) -> Entry:
    """Say it, signed in or as a librarian `heard` it. In the same words twice is once."""
    entry = write(
        session, library_id, person_id, direction, said, is_old_enough=is_old_enough, now=now
    )
    if heard is not None:
        return spoken.hand_in(session, library_id, entry.id, heard, now=now)
    agreed.follow(session, entry, now=now)
    return states.hand_in(session, library_id, entry.id, now=now)


def write(
    session: Session,
    library_id: int,
    person_id: int,
    direction: Direction,
    said: Said,
    *,
    is_old_enough: bool,
    now: datetime,
) -> Entry:
    """A draft of this person, or what they say already in these words."""
    queries.lock_person(session, person_id)
    same = queries.find_same(session, library_id, person_id, direction, said.title)
    if same is not None:
        return same
    ages.check(session, person_id, says_so=is_old_enough, now=now)
    entry = Entry(
        library_id=library_id,
        person_id=person_id,
        direction=direction,
        age_said_at=now,
        created_at=now,
    )
    with session.no_autoflush:
        _fill_in(session, entry, said, now=now)
    session.add(entry)
    session.flush()
    people.belong(session, library_id, person_id, now=now)
    return entry


def comes_of(session: Session, entry: Entry, skill_id: int) -> None:
    """Of which kunde of its own person it was made; somebody else's it cannot be."""
    if queries.has_skill(session, entry.library_id, entry.person_id, skill_id):
        entry.skill_id = skill_id


def ask_by_mail(
    session: Session,
    library_id: int,
    direction: Direction,
    said: Said,
    who: Stranger,
    *,
    is_old_enough: bool,
    now: datetime,
) -> None:
    """Keep the words of who is not signed in until whoever reads that mail says it was them."""
    person = people.find_or_create_person(session, who.email, who.first_name, who.language, now)
    if ages.is_under_age(session, person.id, now=now):
        return  # Nobody learns anything of whose address they type.
    entry = write(
        session, library_id, person.id, direction, said, is_old_enough=is_old_enough, now=now
    )
    if entry.state is EntryState.DRAFT and entry.handed_in_at is None:
        entry.confirm_by = now + MAY_CONFIRM
    owe(
        session,
        "register/confirm",
        to=person.id,
        key=f"entry:{entry.id}:confirm:{now:%Y-%m-%dT%H}",
        library_id=library_id,
        now=now,
        entry_id=entry.id,
    )


def confirm(session: Session, library_id: int, entry_id: int, *, now: datetime) -> Entry:
    """By the link in the mail: so the address is theirs, and so are the words."""
    entry = queries.lock_with_person(session, library_id, entry_id)
    entry.person.email_confirmed_at = entry.person.email_confirmed_at or now
    agreed.follow(session, entry, channel=Channel.MAIL, now=now)
    return states.hand_in(session, library_id, entry_id, now=now)


def change(session: Session, library_id: int, entry_id: int, said: Said, *, now: datetime) -> Entry:
    """What it says from now on. Only what a librarian hid is looked at again, and stays hidden."""
    entry = queries.lock(session, library_id, entry_id)
    if entry.state is EntryState.STOPPED:
        raise IsStopped
    other_words = (entry.title, entry.text) != (said.title, said.text)
    with session.no_autoflush:
        _fill_in(session, entry, said, now=now)
    session.flush()
    agreed.follow(session, entry, now=now)
    states.seen_anew(session, entry)
    if other_words and entry.hidden_at is not None:
        cases.ask_for_a_look(
            session, library_id, states.KIND, entry.id, author_id=entry.person_id, now=now
        )
    return entry


def _fill_in(session: Session, entry: Entry, said: Said, *, now: datetime) -> None:
    for name in _PLAIN:
        setattr(entry, name, getattr(said, name))
    entry.is_anonymous = said.is_anonymous and entry.direction is Direction.REQUEST
    entry.themes = list(topics.list_themes(session, said.theme_ids))
    # Found in the sentence, not chosen: one that was merged away meanwhile is left out.
    entry.terms = list(queries.hold_terms(session, entry.library_id, said.term_ids))
    entry.branches = list(queries.list_chosen_branches(session, entry.library_id, said.branch_ids))
    chosen = len(entry.themes), len(entry.branches)
    if chosen != (len(said.theme_ids), len(said.branch_ids)):
        raise NotFound
    _agree(entry, said.consent_words, now=now)
    entry.revised_at = now


def _agree(entry: Entry, words: str, *, now: datetime) -> None:
    """A yes is kept with its words and its moment, as long as it is said; no yes, no trace."""
    if not (words and entry.is_sensitive):
        entry.consent_at, entry.consent_words = None, ""
    elif entry.consent_words != words:
        entry.consent_at, entry.consent_words = now, words
