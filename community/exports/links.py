"""The buttons on the pages where a list stands: the same list, as that page shows it, as a file."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask, render_template, url_for

from community import clock
from community.accounts.access import manages_here, may_work_here
from community.exports.models import Format, Kind
from community.gatherings.models import Gathering
from community.web import slots
from community.web.slots import Menu, MenuItem
from community.words import N_

#: As much of the log as a file has when nobody says a period.
A_YEAR = timedelta(days=365)


def register(app: Flask) -> None:
    slots.fill(app, "gatherings.desk.list", _gatherings)
    slots.fill(app, "groups.desk.list", _groups)
    slots.fill(app, "partners.list", _partners)
    slots.fill(app, "people.below", _people)
    slots.fill(app, "logbook.list", _log)
    slots.fill(app, "gathering.desk.sign_ups.files", _of_gathering)
    slots.fill(app, "settings.below", _everything, order=90)
    files = MenuItem("exports.index", N_("Files"), order=80, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, files)


def _gatherings(*, shelf: str, words: str) -> str | None:
    return _list(Kind.GATHERINGS, lijst=shelf, q=words or None)


def _groups() -> str | None:
    return _list(Kind.GROUPS)


def _partners(*, words: str, sector: str | None) -> str | None:
    return _list(Kind.PARTNERS, q=words or None, sector=sector or None)


def _people() -> str | None:
    return _list(Kind.PEOPLE)


def _log(*, address: dict[str, str]) -> str | None:
    """The part that the page shows, with what was put right; of no period, a year."""
    today = clock.local_day(clock.now())
    usual = {"van": (today - A_YEAR).isoformat(), "tot": today.isoformat()}
    return _list(Kind.LOG, **{**usual, **address})


def _list(kind: Kind, **narrowed: str | None) -> str | None:
    """For who may have it; a host has a page of the same kind, and no list."""
    if not may_work_here():
        return None
    to = {name: value for name, value in narrowed.items() if value}
    addresses = {
        each: f"{url_for('exports.download')}?{urlencode({'soort': kind, 'als': each, **to})}"
        for each in (Format.XLSX, Format.CSV)
    }
    return render_template("exports/_links.html", addresses=addresses, Format=Format)


def _of_gathering(*, gathering: Gathering) -> str:
    addresses = {
        each: url_for("exports.of_gathering", gathering_id=gathering.id, ending=each.value)
        for each in (Format.XLSX, Format.CSV)
    }
    return render_template("exports/_links.html", addresses=addresses, Format=Format)


def _everything() -> str | None:
    return render_template("exports/_everything.html") if manages_here() else None
