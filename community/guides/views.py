"""The guides, for everybody who is here."""

from __future__ import annotations

from flask import Flask, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from community.errors import NotFound
from community.guides import book
from community.libraries.tenancy import tenant_blueprint
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.i18n import language
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("guides", __name__, "/hulp")
#: A picture keeps its name when it is taken anew.
DAY = 24 * 3600


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    spoken = book.written_in(language())
    return render(
        "guides/index.html", guides=[(guide, _page(guide, spoken)) for guide in book.GUIDES]
    )


@bp.get("/<guide>")
@open_to_all
def show(guide: str) -> ResponseReturnValue:
    found = book.find(guide)
    if found is None:
        raise NotFound
    return render("guides/show.html", written=_page(found, book.written_in(language())))


@bp.get("/beeld/<path:picture>")
@open_to_all
def picture(picture: str) -> ResponseReturnValue:
    return send_from_directory(book.PICTURES, picture, max_age=DAY)


def _page(guide: book.Guide, spoken: str) -> book.Page:
    return book.read(guide, spoken, url_for("guides.picture", picture=""))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(app, Menu.ABOUT, MenuItem("guides.index", N_("Help"), order=5))
