"""What a request for a public feed asks for, and the answer to it, in whatever form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, current_app, request
from sqlalchemy.orm import Session

from community import clock
from community.calendars import links
from community.calendars.answers import PUBLIC, feed_answer
from community.calendars.feeds import Shown
from community.calendars.queries import Window
from community.db import session
from community.errors import NotFound
from community.gatherings import filters, narrowing
from community.gatherings.filters import AgendaFilter
from community.libraries import queries as libraries
from community.libraries.models import Library
from community.libraries.tenancy import base_url, this_library
from community.web.i18n import language_of
from community.web.page_cache import cacheable

Build = Callable[[Session, Library, AgendaFilter, Shown], bytes]

#: What a feed may be narrowed by; days, shapes and pages of the agenda are of a moment.
_LASTING = ("vestiging", "thema", "soort", "voertaal", "q")


def public_answer(build: Build, content_type: str, *, kind: str) -> Response:
    """Everything public of a library, narrowed as the query string says, as `build` writes it."""
    library, wished, how = this_library(), wish(), shown(clock.now())
    version = libraries.version(session(), library.id)
    query = urlencode(links.query_of(wished, how.language))
    is_kept = _is_kept(query)
    response = feed_answer(
        lambda: build(session(), library, wished, how),
        facts=(kind, version.agenda, library.name, wished.as_query(), *how.facts),
        changed_at=max(version.agenda_changed_at, how.window.midnight),
        cache_control=PUBLIC,
        is_kept=is_kept,
        content_type=content_type,
    )
    # Nothing in it is of one person, so a page of somebody else's may fetch it too.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if not is_kept:
        return response
    return cacheable(response, kind="agenda", library_id=library.id, query=query)


def wish() -> AgendaFilter:
    """What the feed is narrowed by; a wish that nobody understands is not everything."""
    names = (*_LASTING, *narrowing.names())
    parsed = filters.parse({name: request.args.get(name, "") for name in names})
    understood = parsed.as_query()
    if any(request.args.get(name) and name not in understood for name in names):
        raise NotFound
    return parsed


def shown(now: datetime, *, spoken: str = "") -> Shown:
    """In the language of the address. A calendar program brings no cookie; none is looked at."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    language = language_of(request.args.get("taal") or spoken, None, languages)
    return Shown(Window(clock.local_day(now)), language, base_url())


def _is_kept(query: str) -> bool:
    """Whether the page cache stands before this request, and knows it by its canonical query.

    Of words there are as many as people think of: those feeds are not worth keeping.
    """
    config = current_app.config
    return (
        "page_cache" in current_app.extensions
        and request.method == "GET"
        and config["SESSION_COOKIE_NAME"] not in request.cookies
        and request.query_string.decode("ascii", "replace") == query
        and "q" not in request.args
    )
