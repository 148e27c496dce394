"""The pages of reports and of the working area: which to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.clock import local_day, now
from community.libraries.models import Library
from tests.browser.visit import LIBRARIAN, Visit
from tests.reports.stories import a_story

VISITS = [
    Visit("areas.check", LIBRARIAN),
    Visit("areas.index", LIBRARIAN),
    Visit("areas.index", LIBRARIAN, language="en"),
    Visit("reports.index", LIBRARIAN),
    Visit("reports.index", LIBRARIAN, language="en"),
    Visit("reports.show", LIBRARIAN),
    Visit("reports.show", LIBRARIAN, language="en"),
    Visit("stories.edit", LIBRARIAN),
    Visit("stories.index", LIBRARIAN),
    Visit("stories.new", LIBRARIAN),
    Visit("stories.show", LIBRARIAN),
]

NO_PAGES = {
    "areas.download": "a list to download",
    "areas.example": "a list to download",
    "reports.statistics_csv": "a table to download",
    "reports.statistics_xlsx": "a sheet to download",
}


def known(library: Library) -> Mapping[str, Callable[[], object]]:
    """What to fill in for the variables of these addresses."""
    return {
        "year": lambda: local_day(now()).year,
        "story_id": lambda: a_story(library=library).id,
    }
