"""What the pages that are somebody's own have in common: they lie outside every library."""

from __future__ import annotations

from flask import Blueprint, g

from community.accounts.access import visitor
from community.accounts.destinations import home_library


def own_blueprint(name: str, import_name: str, url_prefix: str) -> Blueprint:
    """A blueprint of such pages; they look like the library that is the visitor's own."""
    bp = Blueprint(name, import_name, url_prefix=url_prefix)

    @bp.before_request
    def wear_the_colours() -> None:
        g.library = home_library(visitor())

    return bp
