"""An answer that a browser keeps as a file instead of showing it."""

from __future__ import annotations

from flask import Response


def as_file(body: bytes | str, mimetype: str, name: str) -> Response:
    """`body` under the name that it is offered to be kept by."""
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
