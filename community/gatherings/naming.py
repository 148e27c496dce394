"""What a draft names by number: branch, room, themes, hosts, picture. Only this library's exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.db import table_of
from community.gatherings import hosting_queries as queries
from community.gatherings.drafts import GatheringDraft
from community.gatherings.models import Gathering
from community.libraries.models import Branch, Library, Room
from community.topics import queries as topics
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Named:
    """As much of it as there is."""

    branch: Branch | None
    room: Room | None
    themes: Sequence[Theme]
    hosts: Sequence[Person]
    has_picture: bool


def look_up(
    session: Session, library_id: int, draft: GatheringDraft, stands: Gathering | None
) -> Named:
    """What one draft names; `stands`: the gathering that it changes."""
    at_hand = queries.list_possible_hosts(session, library_id, stands) if draft.host_ids else ()
    return Named(
        branch=queries.find_branch(session, library_id, draft.branch_id),
        room=queries.find_room(session, library_id, draft.room_id),
        themes=topics.list_themes(session, draft.theme_ids) if draft.theme_ids else (),
        hosts=[person for person in at_hand if person.id in draft.host_ids],
        has_picture=queries.find_picture(session, library_id, draft.picture_id) is not None,
    )


@dataclass(frozen=True, slots=True)
class Register:
    """All that the drafts of many gatherings may name, looked up at once."""

    branches: Mapping[int, Branch]
    rooms: Mapping[int, Room]
    themes: Mapping[int, Theme]
    at_work: Mapping[int, Person]

    def named_by(self, draft: GatheringDraft, stands: Gathering | None) -> Named:
        at_hand = dict(self.at_work)
        if stands is not None:
            at_hand |= {person.id: person for person in stands.hosts}
        return Named(
            branch=self.branches.get(draft.branch_id or 0),
            room=self.rooms.get(draft.room_id or 0),
            themes=[theme for number, theme in self.themes.items() if number in draft.theme_ids],
            hosts=[person for number, person in at_hand.items() if number in draft.host_ids],
            # No list brings pictures: there is the one that stands.
            has_picture=stands is not None and stands.picture_id == draft.picture_id,
        )


def register_of(session: Session, branches: Sequence[Branch], library_id: int) -> Register:
    """Of a library whose branches with their rooms are these."""
    return Register(
        branches={branch.id: branch for branch in branches},
        rooms={room.id: room for branch in branches for room in branch.rooms},
        themes={theme.id: theme for theme in topics.list_themes(session)},
        at_work={one.id: one for one in queries.list_possible_hosts(session, library_id, None)},
    )


def edition(session: Session, library_id: int) -> list[tuple[object, ...]]:
    """All that a gathering is found by or shown with: as long as this is the same, what was written
    out ahead is right."""
    whose = {"library": library_id}
    return [tuple(row) for each in _SHOWN for row in session.execute(each, whose)]


_branch, _room, _theme = table_of(Branch), table_of(Room), table_of(Theme)
_SHOWN: tuple[Select[*tuple[Any, ...]], ...] = (
    select(Library.slug, Library.name, Library.email).where(Library.id == bindparam("library")),
    select(_branch).where(_branch.c.library_id == bindparam("library")).order_by(_branch.c.id),
    select(_room).where(_room.c.library_id == bindparam("library")).order_by(_room.c.id),
    select(_theme).order_by(_theme.c.id),
)
