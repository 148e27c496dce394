"""The built front end: which hashed file in `static/dist/` stands behind a logical name."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

#: What a browser may keep for ever: with other contents the file has another name.
HASHED = re.compile(r"/dist/[\w.-]+-[0-9A-Za-z]{8,}\.\w+$")
FOR_EVER = "public, max-age=31536000, immutable"


class FrontEndNotBuilt(RuntimeError):
    """Says what to do when a page is asked for before `npm run build`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: build the front end first (npm ci && npm run build).")


def register(app: Flask) -> None:
    """Give templates `asset('app.css')` and let browsers keep what it names."""
    manifest_file = Path(app.static_folder or "static") / "dist" / "manifest.json"

    def asset(name: str) -> str:
        if app.debug:
            read_manifest.cache_clear()  # a build while developing shows at once
        manifest = read_manifest(manifest_file)
        if name not in manifest:
            raise FrontEndNotBuilt(f"{name} is not in static/dist/manifest.json")
        return url_for("static", filename=f"dist/{manifest[name]}")

    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 206, 304}:
            hashed = HASHED.search(request.path)
            response.headers["Cache-Control"] = FOR_EVER if hashed else "public, max-age=3600"
        return response


@lru_cache(maxsize=8)
def read_manifest(path: Path) -> dict[str, str]:
    """The names that the last build wrote; read once per process."""
    try:
        manifest: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FrontEndNotBuilt("static/dist/manifest.json is not there") from None
    return manifest
