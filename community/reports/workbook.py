"""The national statistics as a workbook: beside the rows what a row cannot tell. In Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from flask_babel import force_locale
from sqlalchemy.orm import Session

from community.libraries.models import Library
from community.partners.labels import SECTORS
from community.reports import annual, national, queries
from community.reports.annual import Annual, Trend
from community.reports.labels import COUNTED, place_name
from community.reports.years import Year
from community.web.sheets import Cell, Sheet, as_xlsx

_COUNTS = ("jaar", "aantal_activiteiten", "aantal_deelnemers", "waarvan_geschat", "met_partners")


def xlsx_of(session: Session, library: Library, year: Year) -> bytes:
    """The twelve columns, three years per municipality and district, partners, and what counts."""
    file = BytesIO()
    with force_locale("nl"):
        report = annual.report(session, library, year)
        beside = (
            Sheet("Per gemeente en wijk", ("gemeente", "wijk", *_COUNTS), list(_places(report))),
            _partners(session, library, year),
            _explanation(library, year),
        )
    as_xlsx(national.statistics(session, library, year), file, beside=beside)
    return file.getvalue()


def _explanation(library: Library, year: Year) -> Sheet:
    return Sheet("Uitleg", (f"{library.name}, {year.number}",), [(str(line),) for line in COUNTED])


def _places(report: Annual) -> Iterator[Sequence[Cell]]:
    """A row per district and year; a municipality without districts is one."""
    for municipality in report.municipalities:
        name = place_name(municipality.place)
        if not municipality.districts:
            yield from _years(report, name, "", municipality.trend)
        for district in municipality.districts:
            yield from _years(report, name, district.name, district.trend)


def _years(report: Annual, municipality: str, district: str, trend: Trend) -> Iterator[list[Cell]]:
    for year, figures in zip(report.years, trend, strict=True):
        if figures is not None:
            yield [
                municipality, district, year.number, figures.activities, figures.people,
                figures.estimated, figures.joint,
            ]  # fmt: skip


def _partners(session: Session, library: Library, year: Year) -> Sheet:
    heads = ("sector", "aantal_partners", "aantal_samenwerkingen")
    found = queries.list_together(session, library.id, year)
    rows = [
        (str(SECTORS[sector]), organisations, times)
        for sector, organisations, times in national.by_sector(found)
    ]
    return Sheet("Partners per sector", heads, rows)
