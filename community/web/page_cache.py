"""Anonymous repeats, answered before Flask."""

from __future__ import annotations

from flask import Response


def cacheable(response: Response, *, kind: str = "pages", library_id: int) -> Response:
    """Let the page cache keep this answer until something of that kind changes."""
    response.headers["Cache-Control"] = "public, no-cache"
    return response
