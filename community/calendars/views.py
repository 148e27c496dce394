"""Feeds and downloads. Nothing here opens a session, but for what only a signed-in person sees."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.calendars import feeds, jobs, links, queries, services
from community.calendars.answers import (
    PRIVATE,
    PUBLIC,
    calendar_answer,
    for_one_person,
    never_empty,
)
from community.calendars.feeds import Shown
from community.calendars.queries import Window
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import filters, narrowing
from community.gatherings.filters import AgendaFilter
from community.gatherings.invitations import PARAMETER
from community.gatherings.models import Gathering
from community.gatherings.my_place import places_of
from community.gatherings.places import PlaceState
from community.gatherings.queries import get_visible
from community.gatherings.views import viewer
from community.libraries import queries as libraries
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.tokens import row_id
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.htmx import done
from community.web.i18n import language_of
from community.web.page_cache import cacheable

bp = Blueprint("calendars", __name__)

#: What a feed may be narrowed by; days, shapes and pages of the agenda are of a moment.
_LASTING = ("vestiging", "thema", "soort", "voertaal", "q")

_OFFERED_BESIDE = {PlaceState.YOU_ARE_IN, PlaceState.WALK_IN}
_PAST = {PlaceState.OVER, PlaceState.CANCELLED}


@bp.get(f"{PREFIX}/agenda.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def agenda() -> Response:
    """Everything public of a library, narrowed as the query string says."""
    library, wish, shown = this_library(), _wish(), _shown(clock.now())
    version = libraries.version(session(), library.id)
    query = urlencode(links.query_of(wish, shown.language))
    is_kept = _is_kept(query)
    response = calendar_answer(
        lambda: feeds.public(session(), library, wish, shown),
        facts=("agenda", version.agenda, library.name, wish.as_query(), *shown.facts),
        changed_at=max(version.agenda_changed_at, shown.window.midnight),
        cache_control=PUBLIC,
        is_kept=is_kept,
    )
    if not is_kept:
        return response
    return cacheable(response, kind="agenda", library_id=library.id, query=query)


@bp.get(f"{PREFIX}/agenda/<int:gathering_id>-<slug>.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def gathering(gathering_id: int, slug: str) -> Response:
    """One gathering as a file. Its address follows no title: the id in front counts."""
    found, is_public = _visible(gathering_id)
    shown = _shown(clock.now())
    body = feeds.single(session(), found, shown)
    response = calendar_answer(
        lambda: body, facts=("one", body), cache_control=PUBLIC if is_public else PRIVATE
    )
    name = "activiteit" if found.is_sensitive else found.slug
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response if is_public else for_one_person(response)


@bp.get("/mijn/agenda/<token>.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def own(token: str) -> Response:
    """What one person signed up for, for whoever has the address; a renewed one is gone."""
    number = row_id(token)
    person = queries.find_person(session(), number) if number is not None else None
    if person is None or not links.is_token_of(token, person):
        raise NotFound
    shown = _shown(clock.now(), spoken=person.language)
    state = queries.list_own_state(session(), person.id, window=shown.window)
    return for_one_person(
        calendar_answer(
            lambda: feeds.own(session(), person, shown),
            facts=("own", person.id, [tuple(row) for row in state], *shown.facts),
            cache_control=PRIVATE,
        )
    )


@bp.post("/mijn/agenda/vernieuwen")
@signed_in
def renew() -> ResponseReturnValue:
    """Give my own feed a new address."""
    with transaction() as tx:
        services.renew_address(tx, me().id)
    return done(
        gettext("Your calendar has a new address. The old one does not work any more."),
        url_for("mine.index"),
    )


def subscribe_panel(wish: AgendaFilter) -> str:
    """Below the agenda: this very list, in one's own calendar."""
    feed = links.agenda(wish.topics.but(words=wish.words), this_library().name)
    return render_template("calendars/_subscribe.html", feed=feed)


def download_panel(gathering: Gathering) -> str | None:
    """Below a gathering that is still to come, unless the button stands beside it already."""
    state = places_of(gathering).state
    if gathering.published_at is None or state in _OFFERED_BESIDE or state in _PAST:
        return None
    return render_template("calendars/_download.html", gathering=gathering)


def own_panel(**_about: object) -> str:
    """On my page: my own feed, and the button that renews its address."""
    feed = links.own(me(), gettext("My gatherings"))
    return render_template("calendars/_own.html", feed=feed)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(calendar_download=links.download)
    slots.fill(app, "agenda.below", subscribe_panel)
    slots.fill(app, "gathering.below", download_panel)
    slots.fill(app, "mine.calendar", own_panel)
    jobs.register()


def _wish() -> AgendaFilter:
    """What the feed is narrowed by; a wish that nobody understands is not everything."""
    names = (*_LASTING, *narrowing.names())
    parsed = filters.parse({name: request.args.get(name, "") for name in names})
    understood = parsed.as_query()
    if any(request.args.get(name) and name not in understood for name in names):
        raise NotFound
    return parsed


def _visible(gathering_id: int) -> tuple[Gathering, bool]:
    """The gathering, and whether anybody may see it. Who is asking matters only if not."""
    library_id = this_library().id
    try:
        return get_visible(session(), library_id, gathering_id), True
    except NotFound:
        token, key = request.args.get(PARAMETER, ""), current_app.config["SECRET_KEY"]
        found = get_visible(session(), library_id, gathering_id, viewer(), token, key)
        if found.published_at is None:
            raise
        return found, False


def _is_kept(query: str) -> bool:
    """Whether the page cache stands before this request, and knows it by its canonical query.

    Of words there are as many as people think of: those feeds are not worth keeping.
    """
    config = current_app.config
    return (
        "page_cache" in current_app.extensions
        and request.method == "GET"
        and config["SESSION_COOKIE_NAME"] not in request.cookies
        and request.query_string.decode("ascii", "replace") == query
        and "q" not in request.args
    )


def _shown(now: datetime, *, spoken: str = "") -> Shown:
    """In the language of the address. A calendar program brings no cookie; none is looked at."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    language = language_of(request.args.get("taal") or spoken, None, languages)
    return Shown(Window(clock.local_day(now)), language, base_url())
