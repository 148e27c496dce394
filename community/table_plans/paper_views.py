"""A plan on the wall and on paper: the screen, table cards, personal cards, and the overview."""

from __future__ import annotations

from itertools import islice

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.db import session
from community.gatherings.desk_views import own
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_plans import queries, showing
from community.table_plans.place_views import address
from community.table_plans.showing import Shown
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import render
from community.web.qr import qr_svg

bp = tenant_blueprint("table_paper", __name__, "/beheer/activiteiten/<int:gathering_id>/tafels")

#: How many personal cards fit on a sheet.
CARDS = 8


@bp.get("/scherm")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def screen(gathering_id: int) -> ResponseReturnValue:
    """For the beamer: one round, large, by first name; it follows what changes."""
    shown, now = _shown(gathering_id), clock.now()
    asked = request.args.get("ronde", type=int)
    chosen = asked is not None and 1 <= asked <= len(shown.rounds)
    number = asked - 1 if asked is not None and chosen else shown.current(now)
    return render(
        "table_plans/screen.html",
        fragment="table_plans/_screen.html",
        shown=shown,
        plan=shown.plan,
        gathering=shown.plan.gathering,
        number=number,
        here=url_for(".screen", gathering_id=gathering_id, ronde=number + 1 if chosen else None),
    )


@bp.get("/papier")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def index(gathering_id: int) -> ResponseReturnValue:
    return _paper("paper.html", gathering_id)


@bp.get("/papier/tafelkaarten")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def table_cards(gathering_id: int) -> ResponseReturnValue:
    """One for every table, to fold: the number large, and who sits there when."""
    return _paper("table_cards.html", gathering_id)


@bp.get("/papier/persoonskaarten")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def personal_cards(gathering_id: int) -> ResponseReturnValue:
    """One for everybody: the way through the rounds, and a QR for when it changes."""
    shown = _shown(gathering_id)
    cards = [
        {
            "name": shown.names[guest.key],
            "route": shown.route(guest),
            "qr": qr_svg(address(guest)),
        }
        for guest in shown.guests
    ]
    rest = iter(cards)
    sheets = list(iter(lambda: list(islice(rest, CARDS)), []))
    return _paper("personal_cards.html", gathering_id, shown, sheets=sheets)


@bp.get("/papier/overzicht")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def overview(gathering_id: int) -> ResponseReturnValue:
    """For who receives the people: everybody by name, with the table in every round."""
    return _paper("overview.html", gathering_id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _paper(
    page: str, gathering_id: int, shown: Shown | None = None, sheets: object = None
) -> ResponseReturnValue:
    found = shown or _shown(gathering_id)
    return render(
        f"table_plans/{page}",
        shown=found,
        plan=found.plan,
        gathering=found.plan.gathering,
        sheets=sheets,
    )


def _shown(gathering_id: int) -> Shown:
    own(gathering_id)
    return showing.shown(session(), queries.get(session(), this_library().id, gathering_id))
