"""Serving pictures, and the words with which a template shows one.

The address is the contents (a digest that nobody can guess) inside the library it belongs to, so
that it needs no look in the database and may be kept for ever.
"""

from __future__ import annotations

import io
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from PIL import Image

from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.pictures import storage
from community.pictures.encoding import Encoded, encode, widths_of
from community.pictures.models import Picture
from community.web.access import open_to_all
from community.web.assets import FOR_EVER

bp = tenant_blueprint("pictures", __name__, "/beeld")


@bp.get("/<digest>-<int:width>.webp")
@open_to_all
def show(digest: str, width: int) -> ResponseReturnValue:
    path = storage.find(instance(), this_library().id, digest, width)
    if path is None:
        raise NotFound
    response = Response(path.read_bytes(), mimetype="image/webp")
    response.headers["Cache-Control"] = FOR_EVER
    response.set_etag(f"{digest}-{width}")
    return response.make_conditional(request)


def instance() -> Path:
    return Path(str(current_app.config["INSTANCE"]))


def take_in(library_id: int, upload: bytes) -> Encoded:
    """Re-encode and store what was uploaded; PictureRefused says why not."""
    encoded = encode(upload)
    storage.keep(instance(), library_id, encoded)
    return encoded


def stored(library_id: int, digest: str) -> tuple[int, int] | None:
    """Width and height of a picture that this library has in storage."""
    widths = storage.widths(instance(), library_id, digest)
    path = storage.find(instance(), library_id, digest, widths[-1]) if widths else None
    if path is None:
        return None
    with Image.open(io.BytesIO(path.read_bytes()), formats=("WEBP",)) as image:
        return image.size


def address(picture: Picture, width: int | None = None, *, absolute: bool = False) -> str:
    """Where a picture is found, in the width asked for or else the largest."""
    widths = widths_of(picture.width)
    wanted = next((each for each in widths if width and each >= width), widths[-1])
    path = url_for("pictures.show", digest=picture.digest, width=wanted)
    return f"{current_app.config['BASE_URL']}{path}" if absolute else path


def addresses(picture: Picture) -> str:
    """For `srcset`: every width with its address."""
    return ", ".join(f"{address(picture, width)} {width}w" for width in widths_of(picture.width))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(picture_address=address, picture_addresses=addresses)
