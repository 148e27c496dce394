"""The agenda and one gathering, as the public sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from community import clock
from community.accounts.access import visitor, works_here
from community.db import session
from community.gatherings import (
    agenda,
    agenda_words,
    filters,
    invitations,
    labels,
    narrowing,
    queries,
    schema_org,
)
from community.gatherings.filters import AgendaFilter, Near, Shape
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.queries import Choices, Viewer
from community.gatherings.schema_org import Addresses
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.pictures import views as pictures
from community.web import slots
from community.web.access import open_to_all
from community.web.formats import day_long, month, quoted
from community.web.htmx import render, wants_fragment
from community.web.i18n import language
from community.web.keys import house_key
from community.web.page_cache import cacheable
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("gatherings", __name__, "/agenda")

#: What of a query survives the way from an old address to the present one.
KEPT = ("taal", invitations.PARAMETER)
MAP = "https://www.openstreetmap.org"
NEAR = {Near.WEEK: lazy_gettext("This week"), Near.WEEKEND: lazy_gettext("This weekend")}
#: How many months the filters name, this one included.
MONTHS_AHEAD = 4


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """The agenda: a list, a week or a month, narrowed by the query string."""
    library, wish, now = this_library(), filters.parse(request.args), clock.now()
    who, told = viewer(), narrowing.said(session(), library.id, wish.of)
    offered = queries.choices(session(), library.id, now=now, viewer=who)
    response = render(
        "gatherings/agenda.html",
        fragment="gatherings/_agenda.html",
        wish=wish,
        chosen=[*filter(None, told), *_chosen(wish, offered)],
        told=told,
        choices=offered,
        months=_months(wish, clock.local_day(now)),
        Near=Near,
        is_fragment=wants_fragment(),
        now=now,
        today=clock.local_day(now),
        **_laid_out(library.id, wish, now, who, offered),
    )
    if wish.words or not all(told):
        return response  # As many answers as there are words or numbers: not worth keeping.
    return cacheable(response, library_id=library.id, query=urlencode(wish.as_query()))


@bp.get("/<int:gathering_id>-<slug>")
@bp.get("/<int:gathering_id>", endpoint="show_by_number")
@open_to_all
def show(gathering_id: int, slug: str = "") -> ResponseReturnValue:
    """One gathering; an old title in the address leads to the present one."""
    library, now = this_library(), clock.now()
    token = request.args.get(invitations.PARAMETER, "")
    key = house_key()
    gathering = queries.get_visible(session(), library.id, gathering_id, viewer(), token, key)
    if slug != gathering.slug:
        kept = {name: request.args.get(name) for name in KEPT}
        return redirect(address(gathering, **kept), 301)
    is_public = gathering.visibility is Visibility.PUBLIC and gathering.published_at is not None
    response = render(
        "gatherings/show.html",
        gathering=gathering,
        invitation=token,
        is_public=is_public,
        now=now,
    )
    if token or not is_public or gathering.status is GatheringStatus.DRAFT:
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    return cacheable(response, library_id=library.id)


def viewer() -> Viewer:
    """What queries must know of who is looking; asks nothing when nobody is signed in."""
    person = visitor()
    if person is None:
        return queries.ANYBODY
    return Viewer(person.id, works_here=works_here())


def address(gathering: Gathering, **options: Any) -> str:
    """Where a gathering is found.

    `library=` is needed outside its library's own pages, `absolute=True` for what leaves the site;
    the rest is its query, in which nothing empty is said.
    """
    library, absolute = options.pop("library", None), options.pop("absolute", False)
    start = url_for("gatherings.index", library=library) if library else _agenda_path()
    query = {name: value for name, value in options.items() if value}
    path = f"{start}/{gathering.id}-{gathering.slug}" + (f"?{urlencode(query)}" if query else "")
    return f"{current_app.config['BASE_URL']}{path}" if absolute else path


def event_data(gathering: Gathering, now: datetime) -> Markup:
    """The gathering for search engines: a block of data, which no policy takes for a script."""
    page, picture = address(gathering, absolute=True), gathering.picture
    library = this_library()
    signs_up_here = gathering.sign_up_mode is SignUpMode.HERE
    sign_up = url_for("sign_ups.new", gathering_id=gathering.id) if signs_up_here else ""
    at = Addresses(
        page=page,
        library=f"{base_url()}/{library.slug}/",
        sign_up=f"{base_url()}{sign_up}" if sign_up else page,
        picture=pictures.address(picture, absolute=True) if picture else "",
    )
    data = htmlsafe_json_dumps(schema_org.event(gathering, library.name, at, now=now))
    return Markup('<script type="application/ld+json">{}</script>').format(data)


def route(gathering: Gathering) -> str | None:
    """A map of where it is, at OpenStreetMap: a link that only who follows it asks for."""
    branch = gathering.branch
    if branch is None:
        where = gathering.address
    elif branch.latitude is not None and branch.longitude is not None:
        spot = f"{branch.latitude:.5f}/{branch.longitude:.5f}"
        pin = {"mlat": f"{branch.latitude:.5f}", "mlon": f"{branch.longitude:.5f}"}
        return f"{MAP}/?{urlencode(pin)}#map=17/{spot}"
    else:
        where = branch.address if branch.street else f"{branch.name}, {branch.place}"
    return f"{MAP}/search?{urlencode({'query': where})}" if where else None


def agenda_address(wish: AgendaFilter) -> str:
    query = wish.as_query()
    return f"{_agenda_path()}?{urlencode(query)}" if query else _agenda_path()


def _agenda_path() -> str:
    """Asked for a hundred times on a page with filters, so asked of the router once."""
    if "agenda_path" not in g:
        g.agenda_path = url_for("gatherings.index")
    path: str = g.agenda_path
    return path


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        gathering_address=address,
        agenda_address=agenda_address,
        event_data=event_data,
        route=route,
        agenda_seen=agenda_words.seen,
        seats_of=agenda.seats_of,
        kind_labels=labels.KINDS,
        audience_labels=labels.AUDIENCES,
        spoken_languages=labels.LANGUAGES,
    )
    slots.add_to_menu(app, Menu.MAIN, MenuItem("gatherings.index", N_("Agenda"), order=10))


def _laid_out(
    library_id: int, wish: AgendaFilter, now: datetime, who: Viewer, offered: Choices
) -> dict[str, Any]:
    """What is under the filters, in the shape that was asked for."""
    today = clock.local_day(now)
    if wish.shape is Shape.LIST:
        known = None if wish.is_narrowed else offered.total
        page = queries.list_agenda(session(), library_id, wish, now=now, viewer=who, total=known)
        days = agenda.by_day(page.items, wish.period(today))
        return {
            "part": "gatherings/_list.html",
            "paging": page,
            "page_link": lambda number: agenda_address(replace(wish, page=number)),
            "days": days,
            "count": page.total,
        }
    anchor = wish.period(today).first
    if wish.shape is Shape.WEEK:
        found = queries.list_week(session(), library_id, wish, now=now, viewer=who)
        days = agenda.week(found, anchor)
        around = _around(wish, anchor - timedelta(days=7), anchor + timedelta(days=7))
        return {"part": "gatherings/_week.html", "days": days, "count": len(found), **around}
    found = queries.list_month(session(), library_id, wish, now=now, viewer=who)
    weeks = agenda.month(found, anchor)
    around = _around(wish, filters.previous_month(anchor), filters.next_month(anchor))
    return {"part": "gatherings/_month.html", "weeks": weeks, "count": len(found), **around}


def _around(wish: AgendaFilter, earlier: date, later: date) -> dict[str, AgendaFilter | None]:
    """The weeks or months before and after; the calendar has an end on both sides."""
    return {
        "earlier": wish.but(anchor=earlier) if filters.within_reach(earlier) else None,
        "later": wish.but(anchor=later) if filters.within_reach(later) else None,
    }


def _months(wish: AgendaFilter, today: date) -> list[date]:
    """The months to choose from: the coming ones, and the one chosen when it is another."""
    months = [today.replace(day=1)]
    while len(months) < MONTHS_AHEAD:
        months.append(filters.next_month(months[-1]))
    if wish.month and wish.month not in months:
        months.append(wish.month)
    return sorted(months)


def _chosen(wish: AgendaFilter, offered: Choices) -> list[str]:
    """What the closed filters say on a phone."""
    branches, themes = dict(offered.branches), {theme.slug: theme for theme in offered.themes}
    said = [
        str(NEAR[wish.near]) if wish.near else "",
        str(labels.KINDS[wish.kind]) if wish.kind else "",
        branches.get(wish.branch, wish.branch),
        str(labels.LANGUAGES.get(wish.language, wish.language)),
        themes[wish.theme].label_in(language()) if wish.theme in themes else wish.theme,
        day_long(wish.day) if wish.day else "",
        month(wish.month) if wish.month else "",
        quoted(wish.words) if wish.words else "",
    ]
    return [each for each in said if each]
