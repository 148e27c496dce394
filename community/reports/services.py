"""Stories for the annual report: written down, read back to who told them, permitted, chosen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.libraries import queries as libraries
from community.reports import story_queries as queries
from community.reports.models import MOST_STORIES, How, Story, StoryPermission
from community.words import N_


class StoryHasChanged(DomainError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The story has been changed in the meantime. First read the new text to the "
                "person who told it."
            )
        )


class NoPermissionYet(DomainError):
    status = 409

    def __init__(self) -> None:
        super().__init__(N_("The person who told this has not yet said yes to this text."))


class EnoughAreChosen(DomainError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_("The report of one year holds %(most)s stories. Take another one out first."),
            most=MOST_STORIES,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDraft:
    year: int
    title: str
    text: str
    teller: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """What somebody said yes to."""

    version: int
    purpose: str
    how: How
    given_on: date


def write(
    session: Session, library_id: int, draft: StoryDraft, *, by_id: int | None, now: datetime
) -> Story:
    """Write it down; the same words for the same year are the same story."""
    libraries.take_turn(session, library_id)
    story = Story(library_id=library_id, written_by_id=by_id, created_at=now, revised_at=now)
    _fill_in(story, draft)
    if same := queries.find_same(session, story):
        return same
    session.add(story)
    session.flush()
    return story


def change(
    session: Session, library_id: int, story_id: int, draft: StoryDraft, *, now: datetime
) -> Story:
    """What is read is another text then: nobody has said yes to it. The year alone is no text."""
    libraries.take_turn(session, library_id)
    story = queries.get(session, library_id, story_id)
    reads = (story.title, story.text, story.teller)
    moves = draft.year != story.year
    _fill_in(story, draft)
    if (story.title, story.text, story.teller) != reads:
        story.version += 1
        story.revised_at = now
    if moves:
        story.chosen = False
    return story


def permit(
    session: Session,
    library_id: int,
    story_id: int,
    permit: Permit,
    *,
    by_id: int | None,
    now: datetime,
) -> None:
    """Note the yes of who told it, to the very text that was read to them. Twice is once."""
    libraries.take_turn(session, library_id)
    story = queries.get(session, library_id, story_id)
    if permit.version != story.version:
        raise StoryHasChanged
    if story.permission is not None:
        return
    story.permissions.append(
        StoryPermission(
            library_id=library_id,
            version=permit.version,
            purpose=permit.purpose,
            how=permit.how,
            given_on=permit.given_on,
            recorded_at=now,
            recorded_by_id=by_id,
        )
    )
    session.flush()


def withdraw(session: Session, library_id: int, story_id: int, *, now: datetime) -> None:
    """Who told it would rather not: from this moment it stands in no report."""
    libraries.take_turn(session, library_id)
    story = queries.get(session, library_id, story_id)
    story.chosen = False
    for each in story.permissions:
        each.withdrawn_at = each.withdrawn_at or now


def choose(session: Session, library_id: int, story_id: int) -> None:
    """Put it in the report of its year: with permission, and two at most."""
    libraries.take_turn(session, library_id)
    story = queries.get(session, library_id, story_id)
    if story.permission is None:
        raise NoPermissionYet
    if queries.count_chosen(session, library_id, story.year, but=story.id) >= MOST_STORIES:
        raise EnoughAreChosen
    story.chosen = True


def leave_out(session: Session, library_id: int, story_id: int) -> None:
    libraries.take_turn(session, library_id)
    queries.get(session, library_id, story_id).chosen = False


def remove(session: Session, library_id: int, story_id: int) -> None:
    """The text and every note about it are gone."""
    session.delete(queries.get(session, library_id, story_id))


def _fill_in(story: Story, draft: StoryDraft) -> None:
    for each in fields(draft):
        setattr(story, each.name, getattr(draft, each.name))
