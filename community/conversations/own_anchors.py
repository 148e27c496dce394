"""What conversations hang on below this room: gatherings, themes, offers and requests, groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from community.conversations import anchors, seeing
from community.conversations.anchors import Anchor, AnchorKind, Who
from community.conversations.models import On, SeenBy
from community.gatherings.kinds import KIND_FACTS, Visibility
from community.gatherings.models import (
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
    gathering_theme,
)
from community.groups.models import Group, GroupMember, group_theme
from community.groups.models import SeenBy as GroupSeenBy
from community.libraries.models import Library
from community.register import seeing as register
from community.register.models import Entry, entry_theme
from community.topics.models import Theme

Numbers = Collection[int] | Select[int]

# ─── gatherings ───

_CONVERSATIONAL = tuple(kind for kind, facts in KIND_FACTS.items() if facts.conversational)


def _gatherings(session: Session, library_id: int, numbers: Numbers) -> Sequence[Anchor]:
    found = session.execute(
        select(Gathering, Library.slug)
        .join(Library)
        .where(Gathering.library_id == library_id, Gathering.id.in_(numbers))
    )
    return [of_gathering(gathering, slug) for gathering, slug in found]


def of_gathering(gathering: Gathering, library_slug: str) -> Anchor:
    return Anchor(
        on=On.GATHERING,
        id=gathering.id,
        library_id=gathering.library_id,
        title=gathering.title,
        path=f"/{library_slug}/agenda/{gathering.id}-{gathering.slug}",
        slug=gathering.slug,
        usual=seeing.usual(gathering),
        can_be_talked_about=seeing.has_one(gathering),
        begins=gathering.starts_at,
        ends=gathering.ends_at,
    )


def _gatherings_seen(library_id: int, who: Who, _now: datetime) -> Select[int]:
    """As its page; whoever has a place in it or leads it sees it also when it stands in no list."""
    wanted = select(Gathering.id).where(
        Gathering.library_id == library_id,
        Gathering.kind.in_(_CONVERSATIONAL),
        Gathering.is_sensitive.is_(False),
        Gathering.status != GatheringStatus.CANCELLED,
    )
    if who.is_librarian:
        return wanted
    is_out = and_(Gathering.status != GatheringStatus.DRAFT, Gathering.published_at.is_not(None))
    if who.person_id is None:
        return wanted.where(is_out, Gathering.visibility == Visibility.PUBLIC)
    listed = Gathering.visibility.in_((Visibility.PUBLIC, Visibility.SIGNED_IN))
    has_a_place = GATHERINGS.takes_part(who.person_id, Gathering.id)
    leads = GATHERINGS.is_led_by(who.person_id, Gathering.id)
    return wanted.where(or_(and_(is_out, or_(listed, has_a_place)), leads))


GATHERINGS = AnchorKind(
    on=On.GATHERING,
    word="activiteit",
    find=_gatherings,
    seen=_gatherings_seen,
    part=lambda: select(SignUp.gathering_id, SignUp.person_id).where(
        SignUp.status == SignUpStatus.CONFIRMED
    ),
    leads=lambda: select(GatheringHost.gathering_id, GatheringHost.person_id),
    about=lambda theme_id: select(gathering_theme.c.gathering_id).where(
        gathering_theme.c.theme_id == theme_id
    ),
)

# ─── themes ───


def _themes(session: Session, library_id: int, numbers: Numbers) -> Sequence[Anchor]:
    found = session.execute(
        select(Theme, Library.slug)
        .join(Library, Library.id == library_id)
        .where(Theme.id.in_(numbers))
    )
    return [
        Anchor(
            on=On.THEME,
            id=theme.id,
            library_id=library_id,
            title=theme.label,
            title_en=theme.label_en,
            path=f"/{slug}/kennis?thema={theme.slug}",
            slug=theme.slug,
            usual=SeenBy.SIGNED_IN,
            can_be_talked_about=not theme.is_sensitive,
        )
        for theme, slug in found
    ]


THEMES = AnchorKind(
    on=On.THEME,
    word="thema",
    find=_themes,
    seen=lambda _library_id, _who, _now: select(Theme.id).where(Theme.is_sensitive.is_(False)),
    about=lambda theme_id: select(Theme.id).where(Theme.id == theme_id),
)

# ─── offers and requests ───


def _entries(session: Session, library_id: int, numbers: Numbers) -> Sequence[Anchor]:
    found = session.execute(
        select(Entry, Library.slug)
        .join(Library)
        .where(Entry.library_id == library_id, Entry.id.in_(numbers))
    )
    return [
        Anchor(
            on=On.ENTRY,
            id=entry.id,
            library_id=library_id,
            title=entry.title,
            path=f"/{slug}/kennis/{entry.id}",
            slug=entry.direction,
            usual=SeenBy.SIGNED_IN,
            # With the first answer an asker without name would have one.
            can_be_talked_about=not entry.is_anonymous,
        )
        for entry, slug in found
    ]


def _entries_seen(library_id: int, who: Who, now: datetime) -> Select[int]:
    """What somebody may read all of; of what is sensitive nothing is said, whoever agreed to it."""
    viewer = register.Viewer(who.person_id, is_librarian=who.is_librarian)
    return select(Entry.id).where(
        *register.readable(library_id, viewer, now=now),
        register.in_full(viewer),
        Entry.is_anonymous.is_(False),
        Entry.id.not_in(register.sensitive()),
    )


ENTRIES = AnchorKind(
    on=On.ENTRY,
    word="kennis",
    find=_entries,
    seen=_entries_seen,
    leads=lambda: select(Entry.id, Entry.person_id),
    about=lambda theme_id: select(entry_theme.c.entry_id).where(entry_theme.c.theme_id == theme_id),
)

# ─── groups ───


def _groups(session: Session, library_id: int, numbers: Numbers) -> Sequence[Anchor]:
    found = session.execute(
        select(Group, Library.slug)
        .join(Library)
        .where(Group.library_id == library_id, Group.id.in_(numbers))
    )
    return [of_group(group, slug) for group, slug in found]


def of_group(group: Group, library_slug: str) -> Anchor:
    return Anchor(
        on=On.GROUP,
        id=group.id,
        library_id=group.library_id,
        title=group.name,
        path=f"/{library_slug}/groepen/{group.id}-{group.slug}",
        slug=group.slug,
        usual=SeenBy.PARTICIPANTS,
        can_be_talked_about=not group.is_sensitive,
    )


def _groups_seen(library_id: int, who: Who, _now: datetime) -> Select[int]:
    """As its page. Who is in a sensitive group nobody knows of another, so there is no talk."""
    return select(Group.id).where(
        Group.library_id == library_id, Group.is_sensitive.is_(False), _group_is_for(who)
    )


def _group_is_for(who: Who) -> ColumnElement[bool]:
    if who.is_librarian:
        return true()
    if who.person_id is None:
        return Group.seen_by == GroupSeenBy.EVERYONE
    listed = Group.seen_by.in_((GroupSeenBy.EVERYONE, GroupSeenBy.SIGNED_IN))
    return or_(listed, GROUPS.takes_part(who.person_id, Group.id))


GROUPS = AnchorKind(
    on=On.GROUP,
    word="groep",
    find=_groups,
    seen=_groups_seen,
    part=lambda: select(GroupMember.group_id, GroupMember.person_id).where(
        GroupMember.since.is_not(None)
    ),
    leads=lambda: select(GroupMember.group_id, GroupMember.person_id).where(
        GroupMember.is_contact.is_(True)
    ),
    about=lambda theme_id: select(group_theme.c.group_id).where(group_theme.c.theme_id == theme_id),
)


def register_anchors(app: Flask) -> None:
    for kind in (GATHERINGS, THEMES, ENTRIES, GROUPS):
        anchors.register(app, kind)
