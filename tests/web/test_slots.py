"""Higher rooms fill places in a page without the page knowing them."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask, g
from markupsafe import Markup

from community.web import slots
from community.web.slots import Menu, MenuItem
from tests.web.conftest import LIBRARY


@pytest.fixture
def rooms(pages: Flask) -> Flask:
    bp = Blueprint("agenda", "agenda", url_prefix="/v/agenda")
    bp.add_url_rule("/", "index", lambda: "")
    bp.add_url_rule("/<int:id>", "show", lambda id: "")  # noqa: A006 (as in an address)
    pages.register_blueprint(bp)
    return pages


def test_an_empty_slot_shows_nothing(pages: Flask):
    with pages.test_request_context():
        assert slots.slot("gathering.below") == Markup("")


def test_fragments_stand_in_their_order_and_get_what_the_page_gives(pages: Flask):
    slots.fill(pages, "aside", lambda name: Markup("<p>two {}</p>").format(name), order=20)
    slots.fill(pages, "aside", lambda name: Markup("<p>one {}</p>").format(name), order=10)
    with pages.test_request_context():
        assert slots.slot("aside", name="<b>") == "<p>one &lt;b&gt;</p><p>two &lt;b&gt;</p>"


def test_a_fragment_with_nothing_to_say_leaves_no_trace(pages: Flask):
    slots.fill(pages, "aside", lambda: None)
    with pages.test_request_context():
        assert slots.slot("aside") == ""


def test_the_slots_of_one_app_are_not_those_of_another(pages: Flask):
    slots.fill(pages, "aside", lambda: "here")
    other = Flask("other")
    with other.test_request_context():
        assert slots.slot("aside") == ""


def test_a_link_of_a_library_is_shown_only_in_a_library(rooms: Flask):
    slots.add_to_menu(rooms, Menu.MAIN, MenuItem("agenda.index", "Agenda"))
    with rooms.test_request_context("/"):
        assert slots.menu("main") == []
        g.library = LIBRARY
        assert [link.url for link in slots.menu("main")] == ["/v/agenda/"]


def test_a_link_can_be_for_some_visitors(rooms: Flask):
    allowed: list[str] = []
    slots.add_to_menu(
        rooms,
        Menu.MAIN,
        MenuItem("agenda.index", "Desk", needs_library=False, shown=lambda: bool(allowed)),
    )
    with rooms.test_request_context("/"):
        assert slots.menu("main") == []
        allowed.append("librarian")
        assert len(slots.menu("main")) == 1


@pytest.mark.parametrize(
    ("path", "current"), [("/v/agenda/", "page"), ("/v/agenda/7", "true"), ("/v/", None)]
)
def test_the_menu_tells_where_you_are(rooms: Flask, path: str, current: str | None):
    slots.add_to_menu(rooms, Menu.MAIN, MenuItem("agenda.index", "Agenda", needs_library=False))
    with rooms.test_request_context(path):
        (link,) = slots.menu("main")
        assert link.current == current


def test_menu_labels_are_translated(rooms: Flask):
    slots.add_to_menu(rooms, Menu.MAIN, MenuItem("agenda.index", "Main menu", needs_library=False))
    with rooms.test_request_context("/"):
        assert slots.menu("main")[0].label == "Hoofdmenu"
