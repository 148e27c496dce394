"""Stories as the desk writes them down."""

from __future__ import annotations

from community.clock import local_day, now
from community.db import session, transaction
from community.libraries.models import Library
from community.reports import services, story_queries
from community.reports.models import How, Story
from community.reports.services import Permit, StoryDraft
from tests.factories import the_library


def a_draft(**fields: object) -> StoryDraft:
    given = {
        "year": now().year, "title": "Mijn eerste grap", "teller": "Samira",
        "text": "In maart maakte ik zelf een grap.", **fields,
    }  # fmt: skip
    return StoryDraft(**given)  # type: ignore[arg-type]


def a_story(*, library: Library | None = None, permitted: bool = False, **fields: object) -> Story:
    of = library or the_library()
    with transaction() as tx:
        story = services.write(tx, of.id, a_draft(**fields), by_id=None, now=now())
    if permitted:
        say_yes(story)
    return story


def say_yes(story: Story, version: int = 1) -> None:
    yes = Permit(version=version, purpose="Jaarverslag", how=How.SPOKEN, given_on=local_day(now()))
    with transaction() as tx:
        services.permit(tx, story.library_id, story.id, yes, by_id=None, now=now())


def in_report(year: int | None = None) -> list[str]:
    session().rollback()
    stories = story_queries.list_in_report(session(), the_library().id, year or now().year)
    return [story.title for story in stories]
