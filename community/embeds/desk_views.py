"""The desk: compose a list, look at it, and copy what another site needs to show it."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from markupsafe import Markup

from community import clock
from community.accounts.access import may_work_here
from community.accounts.again import acts_for_who_just_came_in
from community.calendars import links
from community.db import session, transaction
from community.embeds import queries, services
from community.embeds.forms import ListForm, SitesForm
from community.embeds.views import listed
from community.gatherings import filters
from community.gatherings import queries as gatherings
from community.gatherings.filters import AgendaFilter
from community.libraries import queries as libraries
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private, with_own_frames
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.layout import NAMES
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("embeds_desk", __name__, "/beheer/op-andere-plekken")

#: What a site's editor pastes; the page itself shows it as text.
_SNIPPET = Markup(
    '<iframe src="{}" title="{}" width="100%" height="700" loading="lazy" style="border:0">'
    "</iframe>"
)


@bp.route("", methods=["GET", "POST"])
@librarians_only
@acts_for_who_just_came_in
@private
def index() -> ResponseReturnValue:
    """Choose what, see it, copy it; and say on which sites it may stand."""
    library, allowed = this_library(), SitesForm()
    if request.method == "GET":
        allowed.sites.data = "\n".join(queries.list_sites(session(), library.id))
    elif allowed.validate():
        with transaction() as tx:
            services.allow(tx, library.id, allowed.named)
        return done(gettext("Saved."), url_for(".index"))
    response = render(
        "embeds/desk.html",
        status=422 if allowed.errors else 200,
        allowed=allowed,
        branches=libraries.list_branches(session(), library),
        base=base_url(),
        **_composed(),
    )
    return with_own_frames(response)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", lambda: render_template("embeds/_settings_link.html"))
    item = MenuItem("embeds_desk.index", N_("On other sites"), order=80, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)


def _composed() -> dict[str, Any]:
    """The form as it was sent, and the addresses of the list that it describes."""
    library, form = this_library(), ListForm(request.args)
    offered = gatherings.choices(session(), library.id, now=clock.now())
    form.offer(offered, language())
    wish = filters.parse(request.args).topics
    spoken = form.woorden.data if form.woorden.data in NAMES else language()
    form.woorden.data = spoken
    query = links.query_of(wish, spoken)
    frame = url_for("embeds.agenda", **query)
    title = gettext("Agenda of %(library)s", library=library.name)
    return {
        "form": form,
        "frame": frame,
        "snippet_of_frame": str(_SNIPPET.format(f"{base_url()}{frame}", title)),
        "bare": url_for("embeds.bare", **query),
        "list_of_today": _list_of_today(wish, spoken),
        "feeds": [links.news(wish, spoken, name) for name in ("rss", "json_feed")],
    }


def _list_of_today(wish: AgendaFilter, spoken: str) -> str:
    with force_locale(spoken):
        return render_template("embeds/_list.html", **listed(wish, spoken)).strip()
