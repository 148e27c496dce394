"""Paper for one gathering: what hangs on the wall, lies at the door, and is pinned on."""

from __future__ import annotations

from itertools import islice

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.db import session, transaction
from community.gatherings.attendance import OnlyHeadsAreCounted
from community.gatherings.desk_views import own
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.views import address
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.paper import queries
from community.pulse import services as pulse
from community.pulse.forms import SlipsForm
from community.pulse.views import slip
from community.web import slots
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import render
from community.web.keys import house_key
from community.web.qr import qr_svg

bp = tenant_blueprint("paper", __name__, "/beheer/activiteiten/<int:gathering_id>/papier")

#: How many fit on a sheet.
BADGES, SLIPS = 10, 8
#: Rows of the door list for who walks in.
EMPTY_ROWS = 6
#: A title this long still fits in that size on a poster; beside a long summary one size smaller.
TITLE_SIZES = ((24, "xl"), (48, "l"), (90, "m"), (130, "s"), (10_000, "xs"), (10_000, "xs"))
LONG_SUMMARY = 100


@bp.get("")
@hosts_only
@private
def index(gathering_id: int) -> ResponseReturnValue:
    gathering = own(gathering_id)
    return render("paper/index.html", gathering=gathering, is_draft=_is_draft(gathering))


@bp.get("/deurlijst")
@hosts_only
@reads(Reading.PAPER, Whose.GATHERING)
@private
def door_list(gathering_id: int) -> ResponseReturnValue:
    """Who comes, with a box to tick. Of something sensitive there is no list to lie about."""
    gathering = _with_names(gathering_id)
    return render(
        "paper/door_list.html",
        gathering=gathering,
        parties=queries.list_parties(session(), gathering),
        empty_rows=EMPTY_ROWS,
    )


@bp.get("/naambadges")
@hosts_only
@reads(Reading.PAPER, Whose.GATHERING)
@private
def badges(gathering_id: int) -> ResponseReturnValue:
    """One for everybody who comes; who is brought along writes the name."""
    gathering = _with_names(gathering_id)
    names = [host.first_name for host in gathering.hosts]
    for party in queries.list_parties(session(), gathering):
        brought = [*party.children, *[""] * party.people][: party.people - 1]
        names += [party.first_name, *brought]
    return render("paper/badges.html", gathering=gathering, sheets=_sheets(names or [""], BADGES))


@bp.get("/affiche")
@hosts_only
@private
def poster(gathering_id: int) -> ResponseReturnValue:
    """On A4, or on A3 with `?maat=a3`: the same, larger."""
    gathering = own(gathering_id)
    url = _page_of(gathering)
    return render(
        "paper/poster.html",
        gathering=gathering,
        size="a3" if request.args.get("maat") == "a3" else "a4",
        title_size=_title_size(gathering),
        is_full=len(gathering.summary) > LONG_SUMMARY,
        qr=qr_svg(url) if url else None,
        site=base_url().partition("//")[2],
    )


@bp.get("/telkaarten")
@hosts_only
@private
def tally_cards(gathering_id: int) -> ResponseReturnValue:
    return render("paper/tally_cards.html", gathering=own(gathering_id))


@bp.get("/peiling-met-de-pen")
@hosts_only
@private
def pulse_by_hand(gathering_id: int) -> ResponseReturnValue:
    """For who would rather tick than scan."""
    return render("paper/pulse_by_hand.html", gathering=own(gathering_id))


@bp.route("/peilbriefjes", methods=["GET", "POST"])
@hosts_only
@private
def pulse_slips(gathering_id: int) -> ResponseReturnValue:
    """Asks how many, makes that many codes, and shows them this once: printing is now."""
    gathering, form, slips = own(gathering_id), SlipsForm(), []
    if form.validate_on_submit():
        with transaction() as tx:
            codes = pulse.make_codes(
                tx, this_library().id, gathering_id, form.number.data,
                key=house_key(), now=clock.now(),
            )  # fmt: skip
        slips = [slip(code) for code in codes]
        gathering = own(gathering_id)
    return render(
        "paper/pulse_slips.html",
        status=422 if form.errors else 200,
        gathering=gathering,
        form=form,
        sheets=_sheets(slips, SLIPS),
        site=f"{base_url()}{url_for('pulse_answer.find')}".partition("//")[2],
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk.acts", _link, order=60)
    slots.fill(app, "pulse.door", "paper/_slips_link.html")


def _link(gathering: Gathering) -> str | None:
    if gathering.is_cancelled:
        return None
    return render_template("paper/_link.html", gathering=gathering)


def _with_names(gathering_id: int) -> Gathering:
    gathering = own(gathering_id)
    if gathering.is_sensitive:
        raise OnlyHeadsAreCounted
    return gathering


def _is_draft(gathering: Gathering) -> bool:
    return gathering.status is GatheringStatus.DRAFT


def _title_size(gathering: Gathering) -> str:
    fits = [place for place, (most, _) in enumerate(TITLE_SIZES) if len(gathering.title) <= most]
    return TITLE_SIZES[fits[0] + (len(gathering.summary) > LONG_SUMMARY)][1]


def _page_of(gathering: Gathering) -> str | None:
    """Where a poster leads: to sign up, or to the page; nowhere when it is not for everybody."""
    if _is_draft(gathering) or gathering.visibility is not Visibility.PUBLIC:
        return None
    if gathering.sign_up_mode is SignUpMode.HERE:
        return f"{base_url()}{url_for('sign_ups.new', gathering_id=gathering.id)}"
    return address(gathering, absolute=True)


def _sheets(things: list[object] | list[str] | list[dict[str, object]], each: int) -> list[object]:
    """In the order of the list, so many on a sheet."""
    rest = iter(things)
    return list(iter(lambda: list(islice(rest, each)), []))
