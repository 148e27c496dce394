"""Reports at the desk: which there are of a year, and the national statistics as a file."""

from __future__ import annotations

from flask import Flask, Response
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here
from community.db import session
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners.labels import SECTORS
from community.reports import annual, labels, national, queries, story_queries, workbook
from community.reports.years import Year
from community.web import slots
from community.web.access import librarians_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("reports", __name__, "/beheer/rapporten")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Every year of which there is something to tell, the latest first."""
    return render("reports/index.html", years=_years(), counted=labels.COUNTED)


@bp.get("/<int:year>")
@librarians_only
@private
def show(year: int) -> ResponseReturnValue:
    """The annual report: a page that prints as two or three sheets."""
    report = annual.report(session(), this_library(), _year(year))
    return render(
        "reports/annual.html",
        report=report,
        stories=story_queries.list_in_report(session(), this_library().id, year),
        last=report.year.number == _years()[0],
        place_name=labels.place_name,
        in_the_act=labels.in_the_act,
        sectors=SECTORS,
        shares=annual.shares(report.area),
        smallest=annual.SMALLEST,
        today=clock.now(),
        counted=labels.COUNTED,
    )


@bp.get("/<int:year>/landelijk.csv")
@librarians_only
@private
def statistics_csv(year: int) -> ResponseReturnValue:
    """For the national statistics: its twelve columns and nothing else."""
    body = national.csv_of(session(), this_library(), _year(year))
    return _file(body, "text/csv", f"landelijk-{year}.csv")


@bp.get("/<int:year>/landelijk.xlsx")
@librarians_only
@private
def statistics_xlsx(year: int) -> ResponseReturnValue:
    """The same with partners by sector, and with what is counted."""
    body = workbook.xlsx_of(session(), this_library(), _year(year))
    return _file(body, _XLSX, f"landelijk-{year}.xlsx")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("reports.index", N_("Reports"), order=70, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)
    slots.fill(app, "meetlat.actions", "reports/_link.html", order=80)


def _years() -> list[int]:
    """From the first activity that was closed to now."""
    now = clock.local_day(clock.now()).year
    first = queries.first_year(session(), this_library().id) or now
    return list(range(now, min(first, now) - 1, -1))


def _year(number: int) -> Year:
    """One of them; there is no report of any other."""
    if number not in _years():
        raise NotFound
    return Year(number)


def _file(body: bytes, mimetype: str, name: str) -> Response:
    return as_file(body, mimetype, f"{this_library().slug}-{name}")
