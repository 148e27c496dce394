"""Writing gatherings with a token, and reading who signed up."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, request, url_for
from sqlalchemy.orm import Session

from community import clock
from community.api import admission, asking, queries, writing, written
from community.api.admission import needs
from community.api.answers import MEDIA, as_json, for_one_program
from community.api.bodies import Body, sent
from community.api.models import Scope
from community.api.paging import Sealed
from community.api.refusals import KeyIsWrong
from community.api.shapes import SIGN_UP, WHOLE_GATHERING
from community.api.views import bp, revision_of, telling_here
from community.api.writing import Act, Asked
from community.db import session, transaction
from community.gatherings import hosting
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url, this_library
from community.web.headers import keep_out_of_caches
from community.web.keys import house_key

LONGEST_KEY = 255


@bp.post("/gatherings", provide_automatic_options=False)
@needs(Scope.WRITE_GATHERINGS)
def create() -> Response:
    """Make a gathering, as a draft or at once in the agenda."""
    question, given = _asked(written.NEW_GATHERING)
    by = _hand()

    def act(tx: Session) -> Gathering:
        return writing.create(tx, this_library().id, given, by)

    return _written(question, act, by, status=201)


@bp.post("/gatherings/<int:gathering_id>", provide_automatic_options=False)
@needs(Scope.WRITE_GATHERINGS)
def change(gathering_id: int) -> Response:
    """Change what is given; a new time or place is a move."""
    question, given = _asked(written.CHANGED_GATHERING)
    by = _hand()

    def act(tx: Session) -> Gathering:
        return writing.change(tx, _take(tx, gathering_id), given, by)

    return _written(question, act, by)


@bp.post("/gatherings/<int:gathering_id>/move", provide_automatic_options=False)
@needs(Scope.WRITE_GATHERINGS)
def move(gathering_id: int) -> Response:
    """Give it another time or place; until when people sign up moves along."""
    question, given = _asked(written.MOVED_GATHERING)
    by = _hand()

    def act(tx: Session) -> Gathering:
        return writing.move(tx, _take(tx, gathering_id), given, by)

    return _written(question, act, by)


@bp.post("/gatherings/<int:gathering_id>/publish", provide_automatic_options=False)
@needs(Scope.WRITE_GATHERINGS)
def publish(gathering_id: int) -> Response:
    """Put a draft in the agenda."""
    question, _given = _asked(written.PUBLISHED_GATHERING)
    by = _hand()

    def act(tx: Session) -> Gathering:
        return hosting.publish(tx, this_library().id, _take(tx, gathering_id).id, by)

    return _written(question, act, by)


@bp.post("/gatherings/<int:gathering_id>/cancel", provide_automatic_options=False)
@needs(Scope.WRITE_GATHERINGS)
def cancel(gathering_id: int) -> Response:
    """Call it off, with a reason that people will read."""
    question, given = _asked(written.CANCELLED_GATHERING)
    by = _hand()

    def act(tx: Session) -> Gathering:
        taken = _take(tx, gathering_id)
        return hosting.cancel(tx, taken.library_id, taken.id, given["reason"], by)[0]

    return _written(question, act, by)


@bp.get("/gatherings/<int:gathering_id>/sign-ups", provide_automatic_options=False)
@needs(Scope.READ_SIGN_UPS)
def sign_ups(gathering_id: int) -> Response:
    """Who is signed up, in order of arrival; of something sensitive only how many."""
    limit, cursor = asking.page(request.args)
    library_id, telling = this_library().id, telling_here()
    found = queries.get_gathering(session(), library_id, gathering_id)
    sealed = Sealed(house_key(), f"sign-ups of {gathering_id}")
    after = sealed.open(cursor, 1) if cursor else None
    people = [] if found.is_sensitive else list(
        queries.list_sign_ups(session(), library_id, gathering_id, after=after, most=limit)
    )  # fmt: skip
    shown = people[:limit]
    payload = {
        "items": [SIGN_UP.show(each, telling) for each in shown],
        "next": sealed.close(shown[-1].queue_no) if len(people) > len(shown) else None,
        "counts": dict(queries.count_sign_ups(session(), library_id, gathering_id)),
    }
    return for_one_program(keep_out_of_caches(Response(as_json(payload), content_type=MEDIA)))


def register(app: Flask) -> None:
    """The addresses that read hang on the same blueprint."""
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(bp)  # A token in a header is sent by no form.


def _asked(body: Body) -> tuple[bytes, dict[str, Any]]:
    """What makes this question the same as another, and what is in it."""
    asking.nothing(request.args)
    raw, found = sent()
    return request.full_path.encode() + b"\n" + raw, body.read(found)


def _hand() -> Hand:
    """A program acts, for nobody in particular."""
    return Hand(None, base_url(), clock.now())


def _take(tx: Session, gathering_id: int) -> Gathering:
    return writing.take(tx, this_library().id, gathering_id, _if_match(), revision_of)


def _if_match() -> str | None:
    """The revision that the program saw: what stands before the dot of an ETag."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    return header.removeprefix("W/").strip('"').partition(".")[0]


def _key() -> str:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return ""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise KeyIsWrong(LONGEST_KEY)
    return key


def _written(question: bytes, act: Act, by: Hand, *, status: int = 200) -> Response:
    """Do it once, and answer how it stands now."""
    token = admission.program()
    assert token is not None  # noqa: S101  (the mark asked for one)
    asked, telling = Asked(token, question, _key()), telling_here()

    def tell(gathering: Gathering) -> tuple[str, str]:
        return as_json(WHOLE_GATHERING.show(gathering, telling)), revision_of(gathering)

    with transaction() as tx:
        said = writing.once(tx, asked, act, tell, status=status, hand=by)
    response = keep_out_of_caches(Response(said.body, said.status, content_type=MEDIA))
    response.set_etag(said.revision)
    if said.status == 201:
        response.headers["Location"] = _where(said.body)
    return for_one_program(response)


def _where(body: str) -> str:
    """Where what was made can be read."""
    return base_url() + url_for("api.gathering", gathering_id=json.loads(body)["id"])
