"""The school holidays that the ministry of education advises, per region of the Netherlands.

Only to fill a library's own list with: that is what counts, because schools may differ from it.
2027-2028 was held against the ministry's overview (rijksoverheid.nl, all three regions). That of
2026-2027 could not be found: north and middle were held against a school there (ckcderegenboog.nl,
mariaschool.wsko.nl), south against nothing, and the page says so (`UNSURE`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from community.clock import local_day
from community.series import closed, queries
from community.series.closed import PeriodDraft
from community.series.rule import PeriodKind


class Region(StrEnum):
    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


REGIONS: dict[Region, LazyString] = {
    Region.NORTH: _("Region north"),
    Region.MIDDLE: _("Region middle"),
    Region.SOUTH: _("Region south"),
}

#: The school year of which a region's dates could not be held against any source.
UNSURE: dict[Region, str] = {Region.SOUTH: "2026–2027"}

_AUTUMN, _WINTER, _SPRING, _MAY, _SUMMER = (
    "Herfstvakantie", "Kerstvakantie", "Voorjaarsvakantie", "Meivakantie", "Zomervakantie",
)  # fmt: skip

#: First and last day, as year, month and day; north, middle and south where they differ.
_ADVISED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_AUTUMN, ("2026-10-10/2026-10-18", "2026-10-17/2026-10-25", "2026-10-17/2026-10-25")),
    (_WINTER, ("2026-12-19/2027-01-03",)),
    (_SPRING, ("2027-02-20/2027-02-28", "2027-02-20/2027-02-28", "2027-02-13/2027-02-21")),
    (_MAY, ("2027-04-24/2027-05-02",)),
    (_SUMMER, ("2027-07-10/2027-08-22", "2027-07-17/2027-08-29", "2027-07-24/2027-09-05")),
    (_AUTUMN, ("2027-10-16/2027-10-24", "2027-10-16/2027-10-24", "2027-10-23/2027-10-31")),
    (_WINTER, ("2027-12-25/2028-01-09",)),
    (_SPRING, ("2028-02-19/2028-02-27", "2028-02-26/2028-03-05", "2028-02-26/2028-03-05")),
    (_MAY, ("2028-04-29/2028-05-07",)),
    (_SUMMER, ("2028-07-15/2028-08-27", "2028-07-08/2028-08-20", "2028-07-22/2028-09-03")),
)


def advised(region: Region) -> Iterator[PeriodDraft]:
    """The holidays of a region, in order."""
    number = list(Region).index(region)
    for name, spans in _ADVISED:
        first, last = spans[number % len(spans)].split("/")
        yield PeriodDraft(
            kind=PeriodKind.HOLIDAY,
            name=name,
            first_day=date.fromisoformat(first),
            last_day=date.fromisoformat(last),
        )


def take_over(session: Session, library_id: int, region: Region, *, now: datetime) -> int:
    """Put those that are not over in the list; what stands there already is not put in twice."""
    today = local_day(now)
    known = {(each.name, each.first_day) for each in queries.list_periods(session, library_id)}
    missing = [
        draft
        for draft in advised(region)
        if draft.last_day >= today and (draft.name, draft.first_day) not in known
    ]
    for draft in missing:
        closed.add_period(session, library_id, draft)
    return len(missing)
