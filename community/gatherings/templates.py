"""Keeping a gathering as a template, and beginning a new one from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from community.db import insert_once
from community.gatherings import drafts, hosting_queries, patterns, template_queries
from community.gatherings.drafts import DraftRefused, GatheringDraft, Problem
from community.gatherings.template_models import LONGEST_NAME, GatheringTemplate
from community.topics import queries as topics
from community.words import N_

TAKEN = N_("There is a template with this name already.")

_GONE = {
    "room_id": N_("The room no longer exists."),
    "branch_id": N_("The branch no longer exists."),
    "theme_ids": N_("A theme no longer exists."),
    "host_ids": N_("A host no longer works here."),
    "picture_id": N_("The picture no longer exists."),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """A new gathering from a template, and what the template named that is no longer there."""

    draft: GatheringDraft
    gone: tuple[str, ...]


def save(
    session: Session,
    library_id: int,
    name: str,
    draft: GatheringDraft,
    *,
    goes_along: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Keep a gathering under a name that no other template of the library has."""
    tidy = _name(name)
    content = _content(draft, goes_along)
    kept = insert_once(
        session, GatheringTemplate, library_id=library_id, name=tidy, content=content, saved_at=now
    )
    if not kept:
        raise DraftRefused([Problem("name", TAKEN)])


def save_over(
    session: Session,
    library_id: int,
    name: str,
    draft: GatheringDraft,
    *,
    goes_along: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Keep a gathering in the place of the template of that name."""
    stands = template_queries.find_by_name(session, library_id, _name(name))
    if stands is None:
        save(session, library_id, name, draft, goes_along=goes_along, now=now)
    else:
        stands.content = _content(draft, goes_along)
        stands.saved_at = now


def _content(draft: GatheringDraft, goes_along: Mapping[str, Any] | None) -> dict[str, Any]:
    return {**patterns.kept(patterns.pattern_of(draft)), "along": dict(goes_along or {})}


def rename(session: Session, library_id: int, template_id: int, name: str) -> GatheringTemplate:
    template = template_queries.get(session, library_id, template_id)
    tidy = _name(name)
    other = template_queries.find_by_name(session, library_id, tidy)
    if other is not None and other.id != template.id:
        raise DraftRefused([Problem("name", TAKEN)])
    template.name = tidy
    return template


def remove(session: Session, library_id: int, template_id: int) -> str:
    """Throw a template away; gatherings that began from it stay. Its name, to say so."""
    template = template_queries.get(session, library_id, template_id)
    session.delete(template)
    return template.name


def start_from(session: Session, template: GatheringTemplate, day: date) -> Begun:
    """A draft from a template; what it names and is no longer there, it drops and says so."""
    draft = patterns.read(template.content).on(day)
    stays = dict(_still_there(session, template.library_id, draft))
    gone = [said for name, said in _GONE.items() if getattr(draft, name) != stays[name]]
    return Begun(replace(draft, **stays), tuple(gone))  # type: ignore[arg-type]


def _still_there(
    session: Session, library_id: int, draft: GatheringDraft
) -> Iterator[tuple[str, object]]:
    branch = hosting_queries.find_branch(session, library_id, draft.branch_id)
    room = hosting_queries.find_room(session, library_id, draft.room_id)
    stays = branch is not None and room is not None and room.branch_id == branch.id
    yield "branch_id", branch.id if branch else None
    yield "room_id", draft.room_id if stays else None
    themes = topics.list_themes(session, draft.theme_ids)
    yield "theme_ids", frozenset(theme.id for theme in themes)
    at_work = hosting_queries.list_possible_hosts(session, library_id, None)
    yield "host_ids", draft.host_ids & {person.id for person in at_work}
    picture = hosting_queries.find_picture(session, library_id, draft.picture_id)
    yield "picture_id", picture.id if picture else None


def _name(typed: str) -> str:
    name = drafts.one_line(typed, "name", most=LONGEST_NAME)
    if not name:
        raise DraftRefused([Problem("name", N_("Give the template a name."))])
    return name
