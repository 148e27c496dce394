"""Sitemaps: an index of the libraries, and what is public of each, with its last real change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from flask import Blueprint, Flask, Response, url_for

from community import clock
from community.db import session
from community.findings import views as findings
from community.findings.queries import list_public
from community.gatherings import views as gatherings
from community.groups import views as groups
from community.home import queries
from community.libraries import queries as libraries
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.proposals import views as proposals
from community.proposals.queries import list_latest
from community.web.access import open_to_all
from community.web.page_cache import ASK_FIRST, cacheable

bp = Blueprint("sitemaps", __name__)

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: An address, and when what stands there last changed, where that is known.
Entry = tuple[str, datetime | None]
#: A sitemap may hold 50,000 addresses.
MOST_HARVESTS = 4_000
MOST_PROPOSALS = 500
#: Lists that everybody may see. Conversations ask not to be found.
LISTS = ("register.index", "findings.index", "groups.index", "proposals.index", "guides.index")


@bp.get("/sitemap.xml")
@open_to_all
def index() -> Response:
    """Where the sitemap of every library is."""
    maps: list[Entry] = [
        (url_for(".show", library=slug), changed_at)
        for slug, changed_at in queries.list_sitemaps(session())
    ]
    response = _written("sitemapindex", "sitemap", maps)
    response.headers["Cache-Control"] = ASK_FIRST
    response.add_etag()
    return response


@bp.get(f"{PREFIX}/sitemap.xml")
@open_to_all
def show() -> Response:
    """The pages of a library that everybody may see; nothing sensitive, nothing by link alone."""
    library = this_library()
    changed_at = libraries.version(session(), library.id).agenda_changed_at
    found = queries.list_gatherings(session(), library.id, now=clock.now())
    met = queries.list_groups(session(), library.id)
    found_out = list_public(session(), library.id, MOST_HARVESTS)
    open_ideas = list_latest(session(), library.id, MOST_PROPOSALS)
    pages: list[Entry] = [
        (url_for("home.index"), changed_at),
        (url_for("gatherings.index"), changed_at),
        *((url_for(each), None) for each in LISTS),
        *((gatherings.address(each), each.revised_at) for each in found),
        *((groups.address(each), each.revised_at) for each in met),
        *((findings.address(each), each.published_at) for each in found_out if each.published_at),
        *((proposals.address(each), None) for each in open_ideas),
    ]
    return cacheable(_written("urlset", "url", pages), library_id=library.id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _written(root_name: str, name: str, entries: Iterable[Entry]) -> Response:
    root = ET.Element(root_name, xmlns=_NAMESPACE)
    for path, changed_at in entries:
        element = ET.SubElement(root, name)
        ET.SubElement(element, "loc").text = f"{base_url()}{path}"
        if changed_at is not None:
            said = clock.local(changed_at).isoformat(timespec="seconds")
            ET.SubElement(element, "lastmod").text = said
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/xml; charset=utf-8")
