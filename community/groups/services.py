"""A group and its page: made by the library, kept up by its contact person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from community.clock import local_day
from community.errors import DomainError, NotFound
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.groups import queries
from community.groups.models import EarlierStage, Group, GroupGathering, GroupSeries, SeenBy, Stage
from community.libraries import versions
from community.topics import queries as topics
from community.words import N_


class GroupOvertaken(DomainError):
    """Somebody else saved this group after the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else has changed this group in the meantime. Save again to keep yours.")
        )


class StageInFuture(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("This day is still to come. Choose today or an earlier day."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a group says about itself; its contact person may change all of it."""

    name: str
    summary: str = ""
    text: str = ""
    for_whom: str = ""
    meets: str = ""
    language: str = "nl"
    takes_members: bool = True
    theme_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What only the library says about a group."""

    seen_by: SeenBy = SeenBy.EVERYONE
    is_sensitive: bool = False


_WORDS = tuple(each.name for each in fields(Words) if each.name != "theme_ids")


def make(session: Session, library_id: int, words: Words, marks: Marks, *, now: datetime) -> Group:
    """A group that the library has just met."""
    group = Group(library_id=library_id, stage_since=now, created_at=now)
    _fill_in(session, group, words, marks, now=now)
    session.add(group)
    session.flush()
    return group


def change(
    session: Session,
    library_id: int,
    group_id: int,
    words: Words,
    marks: Marks | None = None,
    *,
    seen: datetime | None = None,
    now: datetime,
) -> Group:
    """What its page says; without `marks` they stay. `seen`: the revision that was changed."""
    group = queries.lock(session, library_id, group_id)
    if seen is not None and group.revised_at != seen:
        raise GroupOvertaken
    _fill_in(session, group, words, marks, now=now)
    return group


def move_to_stage(
    session: Session,
    library_id: int,
    group_id: int,
    stage: Stage,
    since: datetime,
    *,
    now: datetime,
) -> Group:
    """How far it stands by itself, and since which day; how it stood before is kept.

    What lasted no day was a mistake, and the same stage since another day is a correction.
    """
    if local_day(since) > local_day(now):
        raise StageInFuture
    group = queries.lock(session, library_id, group_id)
    if group.stage is not stage and local_day(group.stage_since) < local_day(since):
        session.add(
            EarlierStage(
                library_id=library_id,
                group_id=group.id,
                stage=group.stage,
                since=group.stage_since,
            )
        )
    group.stage, group.stage_since = stage, since
    versions.pages_changed(session, library_id)
    return group


def set_groups_of(
    session: Session,
    library_id: int,
    gathering_id: int,
    group_ids: Collection[int],
    *,
    whole_series: bool = False,
    now: datetime,
) -> None:
    """Whose gathering this is: exactly these groups. With the whole series, so is every date."""
    gathering = seats.lock(session, gathering_id, library_id)
    groups = [queries.get(session, library_id, group_id) for group_id in set(group_ids)]
    thread = queries.find_thread(session, library_id, gathering_id)
    for link_ in queries.list_links(session, library_id, gathering.id):
        session.delete(link_)
    if thread is not None:
        for row in queries.list_groups_of_series(session, library_id, thread):
            session.delete(row)
    session.flush()
    for group in groups:
        if whole_series and thread is not None:
            session.add(GroupSeries(library_id=library_id, group_id=group.id, series_id=thread))
        else:
            link(session, group, gathering)
    versions.agenda_changed(session, library_id, now=now)


def link(session: Session, group: Group, gathering: Gathering) -> None:
    """This gathering is the group's."""
    session.add(
        GroupGathering(library_id=group.library_id, group_id=group.id, gathering_id=gathering.id)
    )
    session.flush()


def _fill_in(
    session: Session, group: Group, words: Words, marks: Marks | None, *, now: datetime
) -> None:
    for name in _WORDS:
        setattr(group, name, getattr(words, name))
    for each in fields(Marks) if marks else ():
        setattr(group, each.name, getattr(marks, each.name))
    themes = topics.list_themes(session, words.theme_ids)
    if len(themes) != len(words.theme_ids):
        raise NotFound
    group.themes = list(themes)
    group.revised_at = now
    # Its name stands in its feed.
    versions.agenda_changed(session, group.library_id, now=now)
