"""Feeds and downloads. Nothing here opens a session, but for what only a signed-in person sees."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.accounts.models import Person
from community.calendars import asking, feeds, jobs, links, queries, services
from community.calendars.answers import (
    CALENDAR,
    PRIVATE,
    PUBLIC,
    feed_answer,
    for_one_person,
    never_empty,
)
from community.calendars.links import Purpose
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings.filters import AgendaFilter
from community.gatherings.invitations import PARAMETER
from community.gatherings.models import Gathering
from community.gatherings.my_place import places_of
from community.gatherings.places import PlaceState
from community.gatherings.queries import get_visible
from community.gatherings.views import viewer
from community.groups.models import Group
from community.libraries.tenancy import PREFIX, this_library
from community.tokens import row_id
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.htmx import done
from community.web.i18n import language
from community.web.keys import house_key

bp = Blueprint("calendars", __name__)

_OFFERED_BESIDE = {PlaceState.YOU_ARE_IN, PlaceState.WALK_IN}
_PAST = {PlaceState.OVER, PlaceState.CANCELLED}


@bp.get(f"{PREFIX}/agenda.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def agenda() -> Response:
    """Everything public of a library, narrowed as the query string says."""
    return asking.public_answer(feeds.public, CALENDAR, kind="agenda")


@bp.get(f"{PREFIX}/agenda/<int:gathering_id>-<slug>.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def gathering(gathering_id: int, slug: str) -> Response:
    """One gathering as a file. Its address follows no title: the id in front counts."""
    found, is_public = _visible(gathering_id)
    shown = asking.shown(clock.now())
    body = feeds.single(session(), found, shown)
    response = feed_answer(
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
    person = _whose(token, Purpose.OWN)
    shown = asking.shown(clock.now(), spoken=person.language)
    state = queries.list_own_state(session(), person.id, window=shown.window)
    return for_one_person(
        feed_answer(
            lambda: feeds.own(session(), person, shown),
            facts=("own", person.id, [tuple(row) for row in state], *shown.facts),
            cache_control=PRIVATE,
        )
    )


@bp.get("/mijn/agenda/gastheer/<token>.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def received(token: str) -> Response:
    """Where one person receives the people, with how many come; an address of its own."""
    person = _whose(token, Purpose.RECEIVED)
    shown = asking.shown(clock.now(), spoken=person.language)
    state = queries.list_received_state(session(), person.id, window=shown.window)
    return for_one_person(
        feed_answer(
            lambda: feeds.received(session(), person, shown),
            facts=("received", person.id, [tuple(row) for row in state], *shown.facts),
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
        gettext("Your calendar has a new address. The old one no longer works."),
        url_for("mine.index"),
    )


def subscribe_panel(wish: AgendaFilter) -> str:
    """Below the agenda: this very list, in one's own calendar."""
    lasting, spoken = wish.topics.but(words=wish.words), language()
    return render_template(
        "calendars/_subscribe.html",
        feed=links.agenda(lasting, this_library().name),
        rss=links.news(lasting, spoken, "rss"),
        json_feed=links.news(lasting, spoken, "json_feed"),
    )


def group_panel(group: Group) -> str | None:
    """On a group's page: what it does, in one's own calendar. Of some groups nobody may know."""
    wish = links.of_group(group)
    if wish is None:
        return None
    return render_template("calendars/_group.html", feed=links.agenda(wish, group.name))


def series_panel(wish: AgendaFilter, title: str) -> str:
    """Under the other dates of a series: all of them, in one's own calendar."""
    return render_template("calendars/_series.html", feed=links.agenda(wish, title))


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


def received_panel() -> str:
    """On my page, under where I receive the people: the same in my own calendar."""
    feed = links.received(me(), gettext("Gatherings I host"))
    return render_template("calendars/_received.html", feed=feed)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(calendar_download=links.download)
    slots.fill(app, "agenda.below", subscribe_panel)
    slots.fill(app, "gathering.below", download_panel)
    slots.fill(app, "group.below", group_panel)
    slots.fill(app, "series.below", series_panel)
    slots.fill(app, "mine.calendar", own_panel)
    slots.fill(app, "mine.received", received_panel)
    jobs.register()


def _whose(token: str, purpose: Purpose) -> Person:
    number = row_id(token)
    person = queries.find_person(session(), number) if number is not None else None
    if person is None or not links.is_token_of(token, person, purpose):
        raise NotFound
    return person


def _visible(gathering_id: int) -> tuple[Gathering, bool]:
    """The gathering, and whether anybody may see it. Who is asking matters only if not."""
    library_id = this_library().id
    try:
        return get_visible(session(), library_id, gathering_id), True
    except NotFound:
        token, key = request.args.get(PARAMETER, ""), house_key()
        found = get_visible(session(), library_id, gathering_id, viewer(), token, key)
        if found.published_at is None:
            raise
        return found, False
