"""The export for the national statistics: one row per group of activities that are alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import force_locale
from sqlalchemy.orm import Session

from community.gatherings import labels
from community.gatherings.kinds import CoreFunction, Mode
from community.libraries.models import Library
from community.partners.models import Sector
from community.reports import queries
from community.reports.labels import in_the_act
from community.reports.queries import Counted, Together
from community.reports.words import COLUMNS, ELSEWHERE, NO, ONLINE, YES
from community.reports.years import Year
from community.web.sheets import Cell, Sheet, as_csv

Row = tuple[Cell, ...]


def csv_of(session: Session, library: Library, year: Year) -> bytes:
    """Exactly the twelve columns: a line of explanation would be a line too many."""
    return b"".join(as_csv(statistics(session, library, year)))


def statistics(session: Session, library: Library, year: Year) -> Sheet:
    """The rows, in the order of their words."""
    places = {each.id: each.name for each in queries.list_branches(session, library.id)}
    themes = {number: each.label for number, each in queries.themes(session).items()}
    with force_locale("nl"):
        rows = sorted(
            _alike(library, year, each, places, themes)
            for each in queries.list_counted(session, library.id, year)
        )
    return Sheet(f"Landelijk {year.number}", COLUMNS, [row for _order, row in rows])


def _alike(
    library: Library,
    year: Year,
    one: Counted,
    places: Mapping[int, str],
    themes: Mapping[int, str],
) -> tuple[tuple[str, ...], Row]:
    """A row, and where it stands in the list."""
    place = ONLINE if one.mode is Mode.ONLINE else ELSEWHERE
    if one.branch_id is not None:
        place = places.get(one.branch_id, ELSEWHERE)
    alike = (
        place,
        in_the_act(one.core_function),
        themes.get(one.theme_id, "") if one.theme_id else "",
        str(labels.KINDS[one.kind]),
        str(labels.MODES[one.mode]),
        str(labels.AUDIENCES[one.audience]),
    )
    members = YES if one.open_to_non_members else NO
    figures = (one.activities, one.people, one.estimated)
    order = (*alike[:1], str(list(CoreFunction).index(one.core_function)), *alike[2:], members)
    return order, (year.number, library.name, *alike, *figures, members)


def by_sector(found: Sequence[Together]) -> Iterator[tuple[Sector, int, int]]:
    """Per sector: partners, and times that one of them made something with us."""
    for sector in Sector:
        ours = [each.activities for each in found if each.sector is sector]
        yield sector, len(ours), sum(ours)
