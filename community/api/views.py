"""Reading: gatherings, branches and themes. No session is opened and no cookie is set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from flask_babel import force_locale

from community import clock
from community.api import admission, asking, problems, queries
from community.api.answers import PRIVATE, PUBLIC, answer, for_one_program
from community.api.asking import Asked
from community.api.models import Scope
from community.api.offers import OFFER
from community.api.offers import read as read_offers
from community.api.paging import Sealed
from community.api.refusals import NotUnderstood
from community.api.shapes import BRANCH, GATHERING, THEME, WHOLE_GATHERING, Shape, Telling, Thing
from community.db import session
from community.errors import NotFound
from community.gatherings.drafts import DraftRefused
from community.gatherings.models import Gathering
from community.gatherings.queries import ANYBODY, may_see
from community.gatherings.views import address
from community.libraries import queries as libraries
from community.libraries.models import LibraryVersion
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.pictures.views import address as picture_address
from community.web.access import open_to_all
from community.web.i18n import language_of
from community.web.keys import house_key
from community.web.page_cache import cacheable

START = "/api/v1"

bp = Blueprint("api", __name__, url_prefix=f"{START}{PREFIX}")
bp.before_request(admission.admit)
for _refusal in (NotUnderstood, DraftRefused):
    bp.register_error_handler(_refusal, problems.of_fields)

#: Another one when an answer gets another shape, so that nobody keeps the old one for the same.
EDITION = hashlib.sha256(
    repr([shape.schema for shape in (WHOLE_GATHERING, BRANCH, THEME, OFFER)]).encode()
).hexdigest()[:8]


@bp.get("/gatherings", provide_automatic_options=False)
@open_to_all
def gatherings() -> Response:
    """What is public and still to come, narrowed as the agenda is, page by page."""
    library, asked, telling = this_library(), asking.gatherings(request.args), telling_here()
    midnight = clock.start_of_day(clock.local_day(clock.now()))
    sealed = Sealed(house_key(), f"{library.id}?{asked.about}")
    after = sealed.open(asked.cursor, 2) if asked.cursor else None

    def build() -> object:
        found = list(
            queries.list_gatherings(
                session(), library.id, asked.wish, since=midnight, after=after, most=asked.limit
            )
        )
        if not found:
            _refuse_what_is_not_here(library.id, asked)
        shown = found[: asked.limit]
        more = sealed.close(*queries.place_of(shown[-1])) if len(found) > len(shown) else None
        return {"items": [GATHERING.show(each, telling) for each in shown], "next": more}

    response = _answer(build, asked.as_query(), midnight, telling)
    is_worth_keeping = not asked.cursor and not asked.wish.words
    return _kept(response, asked.as_query()) if is_worth_keeping else response


@bp.get("/gatherings/<int:gathering_id>", provide_automatic_options=False)
@open_to_all
def gathering(gathering_id: int) -> Response:
    """One gathering in full: what is public, and for who may change them, any."""
    asking.nothing(request.args)
    library, telling = this_library(), telling_here()
    found = queries.get_gathering(session(), library.id, gathering_id)
    is_public = not found.is_sensitive and may_see(found, ANYBODY)
    if not is_public and not admission.may(Scope.WRITE_GATHERINGS):
        raise NotFound
    version = libraries.version(session(), library.id)
    response = answer(
        lambda: WHOLE_GATHERING.show(found, telling),
        facts=(gathering_id, version.pages, telling.language, base_url(), EDITION),
        revision=revision_of(found),
        changed_at=_changed_at(version),
        cache_control=PUBLIC if is_public and admission.program() is None else PRIVATE,
    )
    return response if admission.program() is None else for_one_program(response)


@bp.get("/offers", provide_automatic_options=False)
@open_to_all
def offers() -> Response:
    """What people offer: by words the best first with the reason, else the latest first."""
    library, telling, now = this_library(), telling_here(), clock.now()
    wish, limit, cursor = asking.offers(request.args)
    query = wish.as_query()
    sealed = Sealed(house_key(), f"{library.id} offers {query}")
    if cursor:  # One that is wrong is said before anything is kept of the answer.
        sealed.open(cursor, 1 if wish.words else 2)

    def build() -> object:
        with force_locale(telling.language):
            found, following = read_offers(
                session(), library, wish, sealed=sealed, cursor=cursor, most=limit, now=now
            )
            return {"items": [OFFER.show(each, telling) for each in found], "next": following}

    asked = query | {"limit": str(limit), "cursor": cursor, "": "offers"}
    # Some expire at a moment at which nothing is written.
    return _answer(build, asked, clock.start_of_day(clock.local_day(now)), telling)


@bp.get("/branches", provide_automatic_options=False)
@open_to_all
def branches() -> Response:
    """Where people come in, with the rooms; all of them at once."""
    asking.nothing(request.args)
    library, telling = this_library(), telling_here()

    def build() -> object:
        return _all(BRANCH, libraries.list_branches_with_rooms(session(), library), telling)

    return _kept(_answer(build, {"": "branches"}, None, telling), {})


@bp.get("/themes", provide_automatic_options=False)
@open_to_all
def themes() -> Response:
    """The same themes in every library, and the library's own terms under them."""
    asking.nothing(request.args)
    library_id, telling = this_library().id, telling_here()

    def build() -> object:
        return _all(THEME, queries.list_themes(session(), library_id), telling)

    return _kept(_answer(build, {"": "themes"}, None, telling), {})


def telling_here() -> Telling:
    """In the language of the address; a program brings no cookie, and none is looked at."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return Telling(
        language_of(request.args.get("taal"), None, languages),
        lambda gathering: address(gathering, absolute=True),
        lambda gathering: (
            picture_address(gathering.picture, absolute=True) if gathering.picture else None
        ),
    )


def revision_of(gathering: Gathering) -> str:
    """Which state of a gathering this is; another one after every change at the desk."""
    return f"{round(gathering.revised_at.timestamp() * 1_000_000):x}"


def _answer(
    build: Callable[[], object],
    query: dict[str, str],
    midnight: datetime | None,
    telling: Telling,
) -> Response:
    version = libraries.version(session(), this_library().id)
    changed = _changed_at(version)
    response = answer(
        build,
        facts=(query, version.pages, midnight, telling.language, base_url(), EDITION),
        changed_at=max(changed, midnight) if midnight else changed,
    )
    return response if admission.program() is None else for_one_program(response)


def _changed_at(version: LibraryVersion) -> datetime:
    return max(version.agenda_changed_at, version.pages_changed_at or version.agenda_changed_at)


def _kept(response: Response, query: dict[str, str]) -> Response:
    """Let the page cache have it, under its canonical query."""
    spoken = request.args.get("taal", "")
    canonical = urlencode(query | ({"taal": spoken} if spoken else {}))
    return cacheable(response, library_id=this_library().id, query=canonical)


def _all(shape: Shape[Thing], things: Iterable[Thing], telling: Telling) -> object:
    return {"items": [shape.show(each, telling) for each in things], "next": None}


def _refuse_what_is_not_here(library_id: int, asked: Asked) -> None:
    wish = asked.wish
    if wish.branch and not queries.has_branch(session(), library_id, wish.branch):
        raise asking.not_here("vestiging")
    if wish.theme and not queries.theme_ids_by_slug(session(), [wish.theme]):
        raise asking.not_here("thema")
