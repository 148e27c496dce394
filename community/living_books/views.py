"""The catalogue of a living library, for everybody who sees the gathering."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import visitor
from community.db import session
from community.gatherings import invitations, sign_up_queries
from community.gatherings import queries as gatherings
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.views import viewer
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import browsing, queries
from community.living_books.models import LivingBook
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.keys import house_key
from community.web.page_cache import cacheable

bp = tenant_blueprint("living_books", __name__)


@bp.get("/agenda/<int:gathering_id>/levende-boeken")
@open_to_all
def index(gathering_id: int) -> ResponseReturnValue:
    """Covers by theme and language, with the times that are free."""
    library = this_library()
    token = request.args.get(invitations.PARAMETER, "")
    key = house_key()
    gathering = gatherings.get_visible(session(), library.id, gathering_id, viewer(), token, key)
    day = queries.get_day(session(), library.id, gathering_id)
    wish = browsing.parse(request.args)
    books = list_shown(gathering)
    response = render(
        "living_books/index.html",
        gathering=gathering,
        day=day,
        books=browsing.narrow(books, wish),
        choices=browsing.choices(books),
        wish=wish,
        invitation=token or None,
        own=_own(gathering),
        now=clock.now(),
    )
    if token or gathering.visibility is not Visibility.PUBLIC or gathering.published_at is None:
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    return cacheable(response, library_id=library.id, query=urlencode(wish.as_query()))


def list_shown(gathering: Gathering) -> Sequence[LivingBook]:
    """A sensitive activity shows nobody, also when it became that later."""
    if gathering.is_sensitive:
        return ()
    return queries.list_catalogue(session(), gathering.library_id, gathering.id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.below", _below, order=30)


def _below(gathering: Gathering) -> str | None:
    """On the gathering's own page: the titles, and the way to the catalogue."""
    if gathering.status is GatheringStatus.DRAFT:
        return None
    if queries.find_day(session(), gathering.library_id, gathering.id) is None:
        return None
    books = list_shown(gathering)
    if not books:
        return None
    return render_template(
        "living_books/_below.html",
        gathering=gathering,
        books=books,
        invitation=request.args.get(invitations.PARAMETER) or None,
    )


def _own(gathering: Gathering) -> SignUp | None:
    """The sign-up of who is looking, when it has a seat."""
    person = visitor()
    entry = sign_up_queries.find_own(session(), gathering.id, person.id) if person else None
    return entry if entry is not None and entry.status is SignUpStatus.CONFIRMED else None
