"""The house as an app on somebody's own telephone, with the agenda for when there is no network."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.libraries.tenancy import PREFIX, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.assets import AN_HOUR, read_manifest
from community.web.htmx import render
from community.web.i18n import language

bp = Blueprint("installing", __name__)

#: What every page is dressed in, and so the page that says there is no network.
SHELL = ("app.css", "app.js", "newsreader.woff2", "atkinson-hyperlegible-next.woff2")
PAPER = "#f8f6f1"


@bp.get("/sw.js")
@open_to_all
def worker() -> Response:
    """The script that keeps the agenda, from the root, so that it may speak for every page."""
    folder = Path(current_app.static_folder or "static") / "dist"
    names = read_manifest(folder / "manifest.json")
    knows = {
        "shell": [url_for("static", filename=f"dist/{names[each]}") for each in SHELL],
        "offline": url_for(".offline"),
    }
    script = (folder / names["sw.js"]).read_text(encoding="utf-8")
    response = Response(
        f"self.KENNISKRING = {json.dumps(knows)};\n{script}", mimetype="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/zonder-netwerk")
@open_to_all
def offline() -> ResponseReturnValue:
    """What somebody without network reads instead of a page that was not kept."""
    return render("home/offline.html")


@bp.get(f"{PREFIX}/app.webmanifest")
@open_to_all
def manifest() -> Response:
    """What a telephone asks before it puts the library between its other apps."""
    library = this_library()
    front = url_for("home.index")
    said = {
        "id": front,
        "name": library.name,
        "short_name": library.name.removeprefix("Bibliotheek ")[:12],
        "description": gettext("People, conversations, and what they yield."),
        "lang": language(),
        "start_url": front,
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [_icon("192", "any"), _icon("512", "any"), _icon("512", "maskable")],
        "shortcuts": [
            {"name": gettext("Agenda"), "url": url_for("gatherings.index")},
            {"name": gettext("My page"), "url": url_for("mine.index")},
        ],
    }
    response = Response(json.dumps(said), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = AN_HOUR
    return response


def _icon(size: str, purpose: str) -> dict[str, str]:
    name = f"icons/{'maskable-' if purpose == 'maskable' else ''}{size}.png"
    return {
        "src": url_for("static", filename=name),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "head.library", "home/_installing.html")
