"""The screen in the hall: what is on today and soon, large, for who walks by.

It asks again every minute and keeps what it had when no answer comes. Without script the page
loads itself anew. What is sensitive hangs on no wall.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, request, url_for

from community import clock
from community.db import session
from community.errors import NotFound
from community.home import queries
from community.libraries import queries as libraries
from community.libraries.models import Branch
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import cacheable
from community.web.qr import qr_svg

bp = Blueprint("hall", __name__)

#: As many as a screen on its side has room for; one that lies flat shows the first of them.
MOST_SHOWN = 9


@bp.get(f"{PREFIX}/scherm")
@open_to_all
def show() -> Response:
    """Today and what comes, of one branch or of all."""
    library, now = this_library(), clock.now()
    branch = _branch(request.args.get("vestiging", ""))
    query: dict[str, Any] = {"vestiging": branch.slug} if branch else {}
    where = f"{base_url()}{url_for('gatherings.index', **query)}"
    response = render(
        "home/hall.html",
        fragment="home/_hall.html",
        branch=branch,
        coming=queries.list_for_hall(
            session(), library.id, branch.id if branch else None, now=now, most=MOST_SHOWN
        ),
        here=url_for(".show", **query),
        site=where.partition("//")[2].partition("?")[0],
        qr=qr_svg(where),
        now=now,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return cacheable(response, library_id=library.id, query=urlencode(query))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _branch(slug: str) -> Branch | None:
    """The branch that is named; a screen with a wrong address should not show another's day."""
    if not slug:
        return None
    for branch in libraries.list_branches(session(), this_library()):
        if branch.slug == slug:
            return branch
    raise NotFound
