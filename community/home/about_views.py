"""The pages in the footer, and what robots and browsers ask of every site."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from community.db import session
from community.errors import NotFound
from community.keeping.rules import all_rules
from community.libraries import queries as libraries
from community.libraries.tenancy import base_url
from community.moderation import rules
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import ASK_FIRST
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = Blueprint("about", __name__)

#: What is of one person, or has no end, is not for search engines.
ROBOTS = """\
User-agent: *
Disallow: /mijn
Disallow: /inloggen/
Disallow: /uitloggen
Disallow: /*/beheer/
Disallow: /embed/
Disallow: /*/aanmelding/
Disallow: /*?*datum=
Disallow: /*?*dag=
Disallow: /*?*q=
"""


@bp.get("/privacy")
@open_to_all
def privacy() -> ResponseReturnValue:
    return _page("privacy", kept=[rule for rule in all_rules() if rule.words])


@bp.get("/toegankelijkheid")
@open_to_all
def accessibility() -> ResponseReturnValue:
    return _page("accessibility")


@bp.get("/huisregels")
@open_to_all
def house_rules() -> ResponseReturnValue:
    return _rules(rules.current())


@bp.get("/huisregels/<int:number>")
@open_to_all
def house_rules_before(number: int) -> ResponseReturnValue:
    """Every version stays to be read, as decisions name it."""
    version = rules.numbered(number)
    if version is None:
        raise NotFound
    return _rules(version)


@bp.get("/over")
@open_to_all
def about() -> ResponseReturnValue:
    return _page("about")


@bp.get("/robots.txt")
@open_to_all
def robots() -> ResponseReturnValue:
    where = f"\nSitemap: {base_url()}{url_for('sitemaps.index')}\n"
    response = Response(ROBOTS + where, mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/favicon.ico")
@open_to_all
def favicon() -> ResponseReturnValue:
    """For who does not read the page's own link to it."""
    return redirect(url_for("static", filename="mark.svg"), 301)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    for order, (endpoint, label) in enumerate(
        (
            ("about.privacy", N_("Privacy")),
            ("about.accessibility", N_("Accessibility")),
            ("about.house_rules", N_("House rules")),
            ("about.about", N_("About Kenniskring")),
        )
    ):
        item = MenuItem(endpoint, label, order=10 * order, needs_library=False)
        slots.add_to_menu(app, Menu.ABOUT, item)


def _rules(version: rules.Version) -> Response:
    return _page("house_rules", version=version, current=rules.current().number)


def _page(name: str, **context: Any) -> Response:
    """A page of words, with the libraries that one can turn to."""
    found = libraries.list_all(session())
    response = render(f"home/{name}.html", libraries=found, **context)
    response.headers["Cache-Control"] = ASK_FIRST
    response.vary.add("Cookie")
    response.add_etag()
    return response
