"""The numbers of a year: a page for everybody, and the same as a file."""

from __future__ import annotations

from io import BytesIO

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from community import clock
from community.db import session
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import labels, numbers
from community.moderation.models import HouseRule, Verdict, Why
from community.moderation.numbers import APPEALED, CAME, DECIDED, HIDDEN, OPEN, REPORTED, Numbers
from community.moderation.rules_views import this_book
from community.web.access import open_to_all
from community.web.downloads import as_file
from community.web.htmx import render
from community.web.sheets import Sheet, as_csv

bp = tenant_blueprint("house_numbers", __name__, "/huisregels/cijfers")

#: A head, and its lines: what it is, and how many.
Parts = list[tuple[str, list[tuple[str, str]]]]


@bp.get("/<int:year>")
@open_to_all
def show(year: int) -> ResponseReturnValue:
    found = _numbers(year)
    library_id, now = this_library().id, clock.now()
    beside = [
        each
        for each in (year - 1, year + 1)
        if numbers.is_kept(session(), library_id, each, now=now)
    ]
    return render(
        "moderation/numbers.html", year=year, found=found, parts=_parts(found), beside=beside,
        small=numbers.SMALL, is_running=clock.local_day(now).year == year,
    )  # fmt: skip


@bp.get("/<int:year>.csv")
@open_to_all
def download(year: int) -> ResponseReturnValue:
    rows = [(head, what, said) for head, lines in _parts(_numbers(year)) for what, said in lines]
    body = BytesIO()
    body.writelines(as_csv(Sheet(str(year), [_("About"), _("What"), _("How many")], rows)))
    return as_file(body.getvalue(), "text/csv", f"{this_library().slug}-huisregels-{year}.csv")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["this_year"] = lambda: clock.local_day(clock.now()).year


def _numbers(year: int) -> Numbers:
    if not numbers.is_kept(session(), this_library().id, year, now=clock.now()):
        raise NotFound
    return numbers.of_year(session(), this_library().id, year)


def _parts(found: Numbers) -> Parts:
    current = this_book().current
    rules = [
        (labels.said_of(current[rule], short=True), _few(found.of(REPORTED, rule)))
        for rule in HouseRule
        if rule in current
    ]
    verdicts = [(str(labels.VERDICTS[each]), _few(found.of(DECIDED, each))) for each in Verdict]
    whys = [
        (str(label), _few(found.of(CAME, why)))
        for why, label in labels.WHYS.items()
        if why is not Why.APPEAL
    ]
    outcomes = [
        (_("Became visible again"), _few(found.of(APPEALED, Verdict.ALLOWED))),
        (_("Stayed hidden"), _few(found.of(APPEALED, Verdict.REFUSED))),
        (_("Not decided yet at the end of the year"), _few(found.of(APPEALED, OPEN))),
    ]
    alone = [
        (_("Hidden because of reports, until a librarian had looked"), _few(found.of(HIDDEN))),
        (
            _("Hours within which half of the decisions were made"),
            "–" if found.median_hours is None else str(found.median_hours),
        ),
        (_("Decided by a computer"), "0"),
    ]
    return [
        (_("Reports, by the rule they name"), rules),
        (_("Decisions"), verdicts),
        (_("How we came to look"), whys),
        (_("Objections"), outcomes),
        (_("Also"), alone),
    ]


def _few(number: int) -> str:
    """As it is, unless it is so little that one could know whose it was."""
    if 0 < number < numbers.SMALL:
        return str(_("fewer than %(number)s", number=numbers.SMALL))
    return str(number)
