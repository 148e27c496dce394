"""The web room alone: pages without a database, a library or anybody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, g

from community.config import configure
from community.web import assets, formats, i18n, kring, layout, slots

HOUSE = Path(__file__).resolve().parents[2]
LIBRARY = SimpleNamespace(
    name="Bibliotheek Vechtdal",
    slug="vechtdal",
    address="Kerkstraat 12, Ommen",
    phone="0529 12 34 56",
    email="post@example.org",
)

InLanguage = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def pages(tmp_path: Path) -> Flask:
    """An app of only the web room, with the two addresses that every page leads to."""
    app = Flask(
        "community",
        root_path=str(HOUSE / "community"),
        template_folder=str(HOUSE / "templates"),
        static_folder=str(HOUSE / "static"),
    )
    configure(app, {"TESTING": True, "INSTANCE": str(tmp_path), "BASE_URL": "https://kring.test"})
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    for part in (i18n, assets, layout, slots, formats, kring):
        part.register(app)
    app.add_url_rule("/v/", "home.index", lambda: "")
    app.add_url_rule("/v/merk.css", "libraries.theme", lambda: "")

    @app.before_request
    def enter() -> None:
        g.library = None

    return app


@pytest.fixture
def speaking(pages: Flask) -> InLanguage:
    """`with speaking("en"):` is a request in that language."""
    return lambda language: pages.test_request_context(f"/?taal={language}")


@pytest.fixture
def in_dutch(speaking: InLanguage) -> Iterator[None]:
    with speaking("nl"):
        yield


@pytest.fixture
def in_english(speaking: InLanguage) -> Iterator[None]:
    with speaking("en"):
        yield
