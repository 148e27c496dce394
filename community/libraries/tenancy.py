"""The library in the address: `/<library>/…` puts it on `g`, and into every address we write."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Flask, current_app, g, request
from werkzeug.routing import BaseConverter, ValidationError

from community.db import session
from community.errors import NotFound
from community.libraries import queries
from community.libraries.models import RESERVED_SLUGS, Library

PREFIX = "/<library:library>"


class LibraryConverter(BaseConverter):
    """A slug that can be a library's: not one of the installation's own first segments."""

    regex = "[a-z][a-z0-9-]{1,39}"

    def to_python(self, value: str) -> str:
        if value in RESERVED_SLUGS:
            raise ValidationError
        return value

    def to_url(self, value: str | Library) -> str:
        return value.slug if isinstance(value, Library) else value


def _of_an_address_with_an_error() -> Library | None:
    """Whose page somebody looked for in vain: the page that says so is of that library too."""
    slug = request.path.split("/")[1]
    if slug in RESERVED_SLUGS or not re.fullmatch(LibraryConverter.regex, slug):
        return None
    try:
        return queries.get_picture(session(), slug)
    except NotFound:
        return None


def this_library() -> Library:
    """The library of this request."""
    library: Library | None = g.get("library")
    if library is None:
        raise RuntimeError("this_library() is for addresses under /<library>/")
    return library


def register(app: Flask) -> None:
    @app.url_value_preprocessor
    def enter(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.library = None
        if values and "library" in values:
            g.library = queries.get_picture(session(), values.pop("library"))
        elif endpoint is None:
            g.library = _of_an_address_with_an_error()

    @app.url_defaults
    def stay(endpoint: str, values: dict[str, Any]) -> None:
        if "library" in values or not app.url_map.is_endpoint_expecting(endpoint, "library"):
            return
        if library := g.get("library"):
            values["library"] = library.slug


def tenant_blueprint(name: str, import_name: str, path: str = "") -> Blueprint:
    """A blueprint of which every address lies in a library."""
    return Blueprint(name, import_name, url_prefix=f"{PREFIX}{path}")


def base_url() -> str:
    """The installation's own address; never what a request's Host header claims."""
    url: str = current_app.config["BASE_URL"]
    return url
