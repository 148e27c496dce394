"""The built front end: which hashed file in `static/dist/` stands behind a logical name."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

#: What a browser may keep for ever: with other contents the file has another name.
HASHED = re.compile(r"/dist/[\w.-]+-[0-9A-Za-z]{8,}\.\w+$")
FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


class FrontEndNotBuilt(RuntimeError):
    """Says what to do when a page is asked for before `npm run build`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: build the front end first (npm ci && npm run build).")


def register(app: Flask) -> None:
    """Give templates `asset('app.css')`, send files small and let browsers keep them."""
    folder = Path(app.static_folder or "static")

    def asset(name: str) -> str:
        if app.debug:
            read_manifest.cache_clear()  # a build while developing shows at once
        manifest = read_manifest(folder / "dist" / "manifest.json")
        if name not in manifest:
            raise FrontEndNotBuilt(f"{name} is not in static/dist/manifest.json")
        return url_for("static", filename=f"dist/{manifest[name]}")

    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = lambda filename: _send(folder, filename)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 206, 304}:
            hashed = HASHED.search(request.path)
            response.headers["Cache-Control"] = FOR_EVER if hashed else AN_HOUR
        return response


@lru_cache(maxsize=8)
def read_manifest(path: Path) -> dict[str, str]:
    """The names that the last build wrote; read once per process."""
    try:
        manifest: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FrontEndNotBuilt("static/dist/manifest.json is not there") from None
    return manifest


def _send(folder: Path, filename: str) -> Response:
    """A file, or the gzipped one that the build laid beside it."""
    packed = f"{filename}.gz"
    if not (filename.startswith("dist/") and (folder / packed).is_file()):
        return send_from_directory(folder, filename)
    if request.accept_encodings["gzip"]:
        kind, _encoding = guess_type(filename)
        response = send_from_directory(folder, packed, mimetype=kind)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(folder, filename)
    response.vary.add("Accept-Encoding")
    return response
