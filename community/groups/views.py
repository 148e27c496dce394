"""The groups of a library, and the page of one, as the public sees them."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import visitor
from community.db import session
from community.gatherings import narrowing
from community.gatherings.models import Gathering
from community.gatherings.narrowing import Way
from community.gatherings.views import viewer
from community.groups import labels, member_queries, queries
from community.groups.models import Group, SeenBy
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import cacheable
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("groups", __name__, "/groepen")

#: Seconds for which a process remembers that a library has groups to show: pages stand as long.
REMEMBERED = 60.0
_MEMORY = "groups.seen"


@dataclass(frozen=True, slots=True)
class _Known:
    has_any: bool
    until: float


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """The groups by name, narrowed to a theme."""
    library, now, who = this_library(), clock.now(), viewer()
    themes = queries.list_themes_in_use(session(), library.id, who)
    wanted = request.args.get("thema", "")
    theme = next((each for each in themes if each.slug == wanted), None)
    slug = theme.slug if theme else ""
    response = render(
        "groups/index.html",
        shown=queries.list_seen(session(), library.id, now=now, viewer=who, theme=slug),
        themes=themes,
        theme=theme,
        now=now,
    )
    query = urlencode({"thema": slug}) if slug else ""
    return cacheable(response, library_id=library.id, query=query)


@bp.get("/<int:group_id>-<slug>")
@bp.get("/<int:group_id>", endpoint="show_by_number")
@open_to_all
def show(group_id: int, slug: str = "") -> ResponseReturnValue:
    """What a group does, when, whom to ask and what comes; an old name leads to the present one."""
    library, now, who = this_library(), clock.now(), viewer()
    group = queries.get_seen(session(), library.id, group_id, who)
    if slug != group.slug:
        return redirect(address(group, taal=request.args.get("taal")), 301)
    person = visitor()
    response = render(
        "groups/show.html",
        group=group,
        company=queries.company(session(), group),
        coming=queries.list_coming(session(), group, now=now, viewer=who),
        mine=member_queries.find_member(session(), group.id, person.id) if person else None,
        is_public=group.seen_by is SeenBy.EVERYONE,
        now=now,
    )
    if group.seen_by is not SeenBy.EVERYONE:
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    return cacheable(response, library_id=library.id)


def address(group: Group, **options: Any) -> str:
    """Where a group is found. `library=` is needed outside its library's own pages."""
    return url_for("groups.show", group_id=group.id, slug=group.slug, **options)


def groups_of(gathering: Gathering) -> list[Group]:
    """Whose gathering this is, of what everybody may know."""
    if gathering.id is None:  # A preview of what is not kept yet.
        return []
    found = queries.list_of_gathering(
        session(), gathering.library_id, gathering.id, only_public=True
    )
    return [group for group in found if not group.is_sensitive]


def forget(library_id: int) -> None:
    """Look again whether this library has groups to show: one has just been made or hidden."""
    current_app.extensions[_MEMORY].pop(library_id, None)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions[_MEMORY] = {}
    app.jinja_env.globals.update(group_address=address, group_labels=labels, groups_of=groups_of)
    narrowing.register(Way("groep", queries.of_public_group, queries.find_public_name))
    item = MenuItem("groups.index", N_("Groups"), order=20, shown=_has_any)
    slots.add_to_menu(app, Menu.MAIN, item)
    slots.fill(app, "gathering.below", "groups/_of_gathering.html", order=40)


def _has_any() -> bool:
    """Whether there is a list to look at. Asked on every page, so not asked of the database."""
    library_id, known = this_library().id, current_app.extensions[_MEMORY]
    found: _Known | None = known.get(library_id)
    if found is None or found.until < monotonic():
        has_any = queries.has_any_to_see(session(), library_id)
        known[library_id] = found = _Known(has_any, monotonic() + REMEMBERED)
    return found.has_any
