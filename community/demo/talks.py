"""What people in the demo town say about a theme, about an offer and in their group."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.conversations.models import Contribution, Kind, Phase, SeenBy
from community.demo.conversations import begin, said
from community.demo.rows import add
from community.groups.models import Group, GroupMember
from community.groups.models import SeenBy as GroupSeenBy
from community.register.models import Direction, Entry, EntryState, entry_theme
from community.register.models import SeenBy as EntrySeenBy
from community.topics.models import Theme

_THEME = "tuin-natuur"
_ABOUT_IT = (
    (Kind.QUESTION, "Wie weet wat je in een schaduwtuin kunt zetten waar de slakken afblijven?"),
    (Kind.EXPERIENCE, "Bij ons doen varens en longkruid het goed. En **elke avond** een rondje."),
    (Kind.SOURCE, "In dit boek staat per maand wat er te doen is."),
)
_BOOK = ("De tuin het hele jaar", "9789021400006")
_OF_AN_OFFER = (
    (Kind.QUESTION, "Kan dit ook op een zaterdag? Doordeweeks werk ik."),
    (Kind.EXPERIENCE, "Dat kan. Kom om tien uur naar de leestafel, dan is het nog rustig."),
)
_OF_A_GROUP = (
    (Kind.IDEA, "Zullen we een keer bij iemand thuis afspreken, met koffie erbij?"),
    (Kind.AGREEMENT, "Volgende week neemt iedereen iets mee waar een verhaal aan zit."),
)


def add_talks(
    session: Session, library_id: int, librarian_id: int, resident_id: int, *, now: datetime
) -> None:
    chance = Random("gesprekken over thema\u2019s, aanbod en groepen")  # noqa: S311  (a town)
    began = now - timedelta(days=6)
    if theme_id := session.scalar(select(Theme.id).where(Theme.slug == _THEME)):
        on = begin(session, library_id, began, seen_by=SeenBy.EVERYONE, theme_id=theme_id)
        people = (resident_id, librarian_id, librarian_id)
        _say(session, library_id, on, people, _ABOUT_IT, began, chance)
    if offer := _an_offer(session, library_id, resident_id):
        on = begin(session, library_id, began, seen_by=SeenBy.SIGNED_IN, entry_id=offer.id)
        _say(session, library_id, on, (resident_id, offer.person_id), _OF_AN_OFFER, began, chance)
    if group := _a_group(session, library_id, resident_id):
        members = session.scalars(
            select(GroupMember.person_id)
            .where(GroupMember.group_id == group.id, GroupMember.since.is_not(None))
            .order_by(GroupMember.id)
            .limit(2)
        ).all()
        on = begin(session, library_id, began, group_id=group.id)
        _say(session, library_id, on, (*members, resident_id)[:2], _OF_A_GROUP, began, chance)


def _say(
    session: Session,
    library_id: int,
    conversation_id: int,
    people: tuple[int, ...],
    words: tuple[tuple[Kind, str], ...],
    began: datetime,
    chance: Random,
) -> None:
    for nth, ((kind, text), person_id) in enumerate(zip(words, people, strict=True)):
        written_at = began + timedelta(hours=7 * nth)
        row = said(library_id, conversation_id, person_id, text, written_at, chance)
        row |= {"kind": kind, "phase": Phase.DURING}
        if kind is Kind.SOURCE:
            row["title"], row["isbn"] = _BOOK
        add(session, Contribution, [row])


def _an_offer(session: Session, library_id: int, resident_id: int) -> Entry | None:
    """Of somebody else, about nothing sensitive, that whoever is signed in reads."""
    sensitive = (
        select(entry_theme.c.entry_id)
        .join(Theme, Theme.id == entry_theme.c.theme_id)
        .where(Theme.is_sensitive.is_(True))
    )
    return session.scalars(
        select(Entry)
        .where(
            Entry.library_id == library_id,
            Entry.direction == Direction.OFFER,
            Entry.state == EntryState.OPEN,
            Entry.seen_by != EntrySeenBy.LIBRARIANS,
            Entry.hidden_at.is_(None),
            Entry.person_id != resident_id,
            Entry.id.not_in(sensitive),
        )
        .order_by(Entry.id)
        .limit(1)
    ).first()


def _a_group(session: Session, library_id: int, resident_id: int) -> Group | None:
    mine = select(GroupMember.group_id).where(GroupMember.person_id == resident_id)
    return session.scalars(
        select(Group)
        .where(
            Group.library_id == library_id,
            Group.is_sensitive.is_(False),
            Group.seen_by != GroupSeenBy.MEMBERS,
            Group.id.in_(mine),
        )
        .order_by(Group.id)
        .limit(1)
    ).first()
