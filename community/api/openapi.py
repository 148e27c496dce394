"""The document (OpenAPI 3.1), made from the shapes that answers are made from.

A test holds the operations against the addresses of the house, and schemathesis holds the answers
against what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.api import asking, written
from community.api.asking import LANGUAGE, PAGING, Parameter
from community.api.bodies import Body
from community.api.models import Scope
from community.api.offers import OFFER
from community.api.schema import TEXT, Schema, Type, number, object_of
from community.api.shapes import (
    BRANCH,
    COUNTS,
    GATHERING,
    SIGN_UP,
    THEME,
    WHOLE_GATHERING,
    Shape,
)

VERSION = "1.0.0"

_ABOUT = """\
What a public library in the Netherlands does together with its residents, for who makes something
with it: a website, an app, a screen in the hall, or the library's own planning.

Reading what is public needs nothing. For the rest a library gives a token
(`Authorization: Bearer kk_…`) at its desk, under Settings. Moments are in UTC. A list comes page by
page: `next` is the `cursor` of the page after it, and null on the last one. Errors are
`application/problem+json` (RFC 9457). Ask with `If-None-Match`: what has not changed is a 304.
"""

_SLUG: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"}
_ID: Schema = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}

PROBLEM = object_of(
    {
        "type": TEXT,
        "title": TEXT,
        "status": number(400, 599),
        "detail": TEXT.said("What is wrong, in the language asked."),
        "reference": TEXT.said("The number of this request, for when you ask us about it."),
        "errors": Type(
            {
                "type": "array",
                "items": object_of({"field": TEXT, "message": TEXT}),
            },
            list,
        ),
    },
    required=["type", "title", "status", "detail"],
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: by which method, where, and what comes back."""

    endpoint: str
    method: str
    path: str
    summary: str
    answer: str
    status: int = 200
    query: tuple[Parameter, ...] = (LANGUAGE,)
    body: Body | None = None
    scope: Scope | None = None
    refusals: tuple[int, ...] = ()


_READ = (304, 400, 401, 404, 429)
_READ_BY_PROGRAM = (400, 401, 403, 404, 429)
_WRITE = (400, 401, 403, 404, 413, 415, 422, 429)
_CHANGE = (*_WRITE, 409, 412)
_WRITES = Scope.WRITE_GATHERINGS


def operations() -> Sequence[Operation]:
    """Everything there is; made when asked, because higher rooms add ways to narrow."""
    listed = (*asking.narrowing_parameters(), *PAGING, LANGUAGE)
    return (
        Operation(
            "api.gatherings", "get", "/{library}/gatherings",
            "What is public and still to come", "Gatherings", query=listed, refusals=_READ,
        ),
        Operation(
            "api.create", "post", "/{library}/gatherings", "Make a gathering", "WholeGathering",
            status=201, body=written.NEW_GATHERING, scope=_WRITES, refusals=(*_WRITE, 409),
        ),
        Operation(
            "api.gathering", "get", "/{library}/gatherings/{gathering_id}",
            "One gathering, with all its texts", "WholeGathering", refusals=_READ,
        ),
        Operation(
            "api.change", "post", "/{library}/gatherings/{gathering_id}",
            "Change what is given", "WholeGathering",
            body=written.CHANGED_GATHERING, scope=_WRITES, refusals=_CHANGE,
        ),
        Operation(
            "api.move", "post", "/{library}/gatherings/{gathering_id}/move",
            "Give it another time or place; everybody who counts on it gets a mail",
            "WholeGathering", body=written.MOVED_GATHERING, scope=_WRITES, refusals=_CHANGE,
        ),
        Operation(
            "api.publish", "post", "/{library}/gatherings/{gathering_id}/publish",
            "Put a draft in the agenda", "WholeGathering",
            body=written.PUBLISHED_GATHERING, scope=_WRITES, refusals=_CHANGE,
        ),
        Operation(
            "api.cancel", "post", "/{library}/gatherings/{gathering_id}/cancel",
            "Call it off; everybody who counts on it gets a mail", "WholeGathering",
            body=written.CANCELLED_GATHERING, scope=_WRITES, refusals=_CHANGE,
        ),
        Operation(
            "api.sign_ups", "get", "/{library}/gatherings/{gathering_id}/sign-ups",
            "Who is signed up; of something sensitive only how many", "SignUps",
            query=(*PAGING, LANGUAGE), scope=Scope.READ_SIGN_UPS, refusals=_READ_BY_PROGRAM,
        ),
        Operation(
            "api.offers", "get", "/{library}/offers",
            "What people offer to do with what they know; only what everybody may see", "Offers",
            query=(*asking.OFFERED, *PAGING, LANGUAGE), refusals=_READ,
        ),
        Operation(
            "api.branches", "get", "/{library}/branches", "Branches and their rooms", "Branches",
            refusals=_READ,
        ),
        Operation(
            "api.themes", "get", "/{library}/themes",
            "What it is about, and the library's own terms", "Themes",
            refusals=_READ,
        ),
    )  # fmt: skip


def document(server: str) -> Schema:
    """The whole document, for the installation at `server`."""
    paths: dict[str, Schema] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kenniskring",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas() -> dict[str, Schema]:
    shapes: Sequence[Shape[object]] = (GATHERING, WHOLE_GATHERING, BRANCH, THEME, SIGN_UP, OFFER)  # type: ignore[assignment]
    known = {shape.name: shape.schema for shape in shapes}
    known |= {
        f"{name}s" if name != "Branch" else "Branches": _list_of(name)
        for name in ("Gathering", "Branch", "Theme", "Offer")
    }
    counts = Type(object_of(COUNTS), dict)
    known["SignUps"] = _list_of("SignUp", counts=counts)
    known |= {each.body.name: each.body.schema for each in operations() if each.body}
    return known | {"Problem": PROBLEM}


def _list_of(name: str, **more: Type) -> Schema:
    items = Type({"type": "array", "items": _ref(name)}, list)
    following = TEXT.or_null.said("The cursor of the next page; null: this was the last.")
    return object_of({"items": items, "next": following, **more})


def _operation(operation: Operation) -> Schema:
    reads = operation.method == "get"
    said: Schema = {
        "operationId": operation.endpoint.partition(".")[2],
        "summary": operation.summary,
        "parameters": [
            {"name": "library", "in": "path", "required": True, "schema": _SLUG},
            *([{"name": "gathering_id", "in": "path", "required": True, "schema": _ID}]
              if "{gathering_id}" in operation.path else []),
            *(_parameter(each) for each in operation.query),
            *([] if reads else _headers(operation)),
        ],
        "responses": _responses(operation),
    }  # fmt: skip
    if operation.body:
        media = {"application/json": {"schema": _ref(operation.body.name)}}
        said["requestBody"] = {"required": True, "content": media}
    if operation.scope:
        said["security"] = [{"token": []}]
        said["description"] = f"Needs a token with `{operation.scope}`."
    return said


def _parameter(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": "query",
        "schema": parameter.schema,
        "description": parameter.description,
    }


def _headers(operation: Operation) -> list[Schema]:
    """What makes writing safe to repeat, and to do beside others."""
    key = ("Idempotency-Key", "Asked again with the same key, the same is answered.", 255)
    match = ("If-Match", "The ETag that was read; another state is a 412.", 200)
    return [
        {
            "name": name,
            "in": "header",
            "description": description,
            "schema": {"type": "string", "minLength": 1, "maxLength": most},
        }
        for name, description, most in ([key] if operation.status == 201 else [key, match])
    ]


_SAID = {
    304: "Nothing has changed.",
    400: "The question is not right.",
    401: "No token, or one that opens nothing.",
    403: "The token does not reach so far.",
    404: "It is not here, or not for everybody.",
    409: "That is not possible as it stands now.",
    412: "It was changed in the meantime.",
    413: "A body is at most 100 kB.",
    415: "Only JSON.",
    422: "One or more fields are not right; see `errors`.",
    429: "Too often; Retry-After says when.",
}


def _responses(operation: Operation) -> Schema:
    body = {"application/json": {"schema": _ref(operation.answer)}}
    said: Schema = {str(operation.status): {"description": operation.summary, "content": body}}
    for status in sorted(operation.refusals):
        problem = {"application/problem+json": {"schema": _ref("Problem")}}
        content = {} if status == 304 else {"content": problem}
        said[str(status)] = {"description": _SAID[status], **content}
    return said


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
