"""What a library is, to a browser: its colours."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, request

from community.libraries.models import Library
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.assets import FOR_EVER
from community.web.brand import stylesheet

bp = tenant_blueprint("libraries", __name__)


@bp.get("/merk.css")
@open_to_all
def theme() -> Response:
    """The accent, to come after the shared stylesheet."""
    library = this_library()
    response = Response(stylesheet(library.accent_light, library.accent_dark), mimetype="text/css")
    current = request.args.get("v") == _colours(library)
    response.headers["Cache-Control"] = FOR_EVER if current else "public, max-age=60"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.app_url_defaults
def name_the_colours(endpoint: str, values: dict[str, Any]) -> None:
    """Another colour is another address, so that a browser may keep each for ever."""
    library: Library | None = g.get("library")
    if endpoint == "libraries.theme" and library is not None:
        values.setdefault("v", _colours(library))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _colours(library: Library) -> str:
    return f"{library.accent_light}-{library.accent_dark}".replace("#", "")
