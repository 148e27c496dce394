"""The front pages: of the installation, and of a library."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from community import clock
from community.db import session
from community.gatherings import agenda, queries
from community.gatherings import views as gatherings
from community.gatherings.agenda import Seats
from community.gatherings.filters import Period, week_of
from community.libraries import queries as libraries
from community.libraries.models import Library
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import cacheable

bp = Blueprint("home", __name__)

#: How far the front page looks ahead, and how much of that it shows.
DAYS_AHEAD = 7
MOST_ENTRIES = 8
#: Among so many the first one with a free seat is looked for.
LOOKED_THROUGH = 40


@bp.get("/")
@open_to_all
def house() -> ResponseReturnValue:
    """The one library, or the list of libraries."""
    found = libraries.list_all(session())
    if len(found) == 1:
        return redirect(url_for("home.index", library=found[0].slug), 302)
    return render("libraries/index.html", libraries=found)


@bp.get(f"{PREFIX}/")
@open_to_all
def index() -> ResponseReturnValue:
    """A library's front page: the next gathering with a free seat, and what comes this week."""
    library, now = this_library(), clock.now()
    today = clock.local_day(now)
    coming = queries.list_next(
        session(), library.id, now=now, count=LOOKED_THROUGH, viewer=gatherings.viewer()
    )
    free = (each for each in coming if agenda.seats_of(each, now) is Seats.FREE)
    first = next(free, coming[0] if coming else None)
    until = clock.start_of_day(today + timedelta(days=DAYS_AHEAD))
    soon = [each for each in coming if each is not first and each.starts_at < until]
    days = agenda.by_day(soon[:MOST_ENTRIES], Period(today))
    response = render(
        "home/index.html",
        library=library,
        first=first,
        first_seats=agenda.seats_of(first, now) if first else None,
        days=days,
        is_this_week=bool(days) and days[-1].day <= (week_of(today).last or today),
        data=_for_search_engines(library),
        now=now,
    )
    return cacheable(response, library_id=library.id)


def _for_search_engines(library: Library) -> Markup:
    """Who we are and how to reach us, as what a search engine shows beside what it found."""
    said = {
        "@context": "https://schema.org",
        "@type": "Library",
        "name": library.name,
        "url": f"{base_url()}/{library.slug}/",
        "telephone": library.phone,
        "email": library.email,
        "address": library.address,
    }
    data = htmlsafe_json_dumps({name: each for name, each in said.items() if each})
    return Markup('<script type="application/ld+json">{}</script>').format(data)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
