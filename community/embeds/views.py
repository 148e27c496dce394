"""The agenda in somebody else's page: in a frame, or as a list that their own server fetches.

Says what the agenda says to anybody. It reads and sets no cookie, has nothing to fill in, and its
links open the gathering in the whole window; so there is nothing in the frame to trick anyone with.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, request

from community import clock
from community.calendars import asking, links
from community.db import session
from community.embeds import queries
from community.gatherings import agenda as days
from community.gatherings import queries as gatherings
from community.gatherings.filters import AgendaFilter
from community.libraries.tenancy import PREFIX, this_library
from community.web.access import open_to_all
from community.web.headers import framed
from community.web.htmx import render
from community.web.i18n import language_of, speak_only
from community.web.page_cache import cacheable

bp = Blueprint("embeds", __name__, url_prefix=f"/embed{PREFIX}")

#: What a site asks again after; our own cache knows sooner.
A_MINUTE = "public, max-age=60, stale-while-revalidate=600"


@bp.get("/agenda")
@open_to_all
def agenda() -> Response:
    """The first page of the agenda, narrowed as the query string says, to be framed."""
    spoken, wish = _spoken(), asking.wish()
    response = render("embeds/agenda.html", **listed(wish, spoken))
    allowed = queries.list_sites(session(), this_library().id)
    return _kept(framed(response, allowed), wish, spoken)


@bp.get("/lijst")
@open_to_all
def bare() -> Response:
    """The same as a bare piece of HTML, for a site that wants it to look like itself."""
    spoken, wish = _spoken(), asking.wish()
    response = render("embeds/_list.html", **listed(wish, spoken))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _kept(response, wish, spoken)


def listed(wish: AgendaFilter, spoken: str) -> dict[str, Any]:
    """What both show: the first page of the agenda, by day."""
    library, now = this_library(), clock.now()
    page = gatherings.list_agenda(session(), library.id, wish, now=now)
    return {
        "library": library,
        "spoken": spoken,
        "days": days.by_day(page.items, wish.period(clock.local_day(now))),
        "whole": links.agenda_page(wish, spoken),
        "has_more": page.total > len(page.items),
        "now": now,
    }


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _spoken() -> str:
    """A frame speaks the language of its address, whatever a visitor chose on our own pages."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return speak_only(language_of(request.args.get("taal"), None, languages))


def _kept(response: Response, wish: AgendaFilter, spoken: str) -> Response:
    response.headers["Cache-Control"] = A_MINUTE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    if wish.words:
        return response
    query = urlencode(links.query_of(wish, spoken))
    response = cacheable(response, library_id=this_library().id, query=query)
    response.vary.discard("Cookie")
    return response
