"""What the pages of this room that are somebody's own have in common."""

from __future__ import annotations

from flask import Blueprint, g

from community.accounts import queries as accounts
from community.accounts.access import visitor
from community.accounts.destinations import library_of
from community.db import session


def own_blueprint(name: str, import_name: str, url_prefix: str) -> Blueprint:
    """A blueprint outside every library, that looks like the one that is the visitor's own."""
    bp = Blueprint(name, import_name, url_prefix=url_prefix)

    @bp.before_request
    def wear_the_colours() -> None:
        person = visitor()
        g.library = (
            accounts.find_only_library_of(session(), person) if person else None
        ) or library_of("")

    return bp
