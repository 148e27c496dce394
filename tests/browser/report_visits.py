"""The pages of reports and of the working area: which to look at."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("areas.check", LIBRARIAN),
    Visit("areas.index", LIBRARIAN),
    Visit("areas.index", LIBRARIAN, language="en"),
    Visit("reports.index", LIBRARIAN),
    Visit("reports.index", LIBRARIAN, language="en"),
]

NO_PAGES = {
    "areas.download": "a list to download",
    "areas.example": "a list to download",
    "reports.statistics_csv": "a table to download",
    "reports.statistics_xlsx": "a sheet to download",
}
