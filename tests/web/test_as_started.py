"""An old worker shows old pages, whatever lies in the folder by now."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template
from flask_babel import get_domain

from community.web import as_started


def a_house(folder: Path) -> Flask:
    (folder / "room").mkdir(parents=True)
    (folder / "page.html").write_text("{% include 'room/part.html' %}")
    (folder / "room" / "part.html").write_text("old {{ 1 // number }}")
    return Flask("small", root_path=str(folder.parent), template_folder=folder.name)


@pytest.fixture
def house(tmp_path, pages) -> Flask:
    app = a_house(tmp_path / "pages")
    app.config["SPOKEN"] = ("nl",)
    app.extensions["babel"] = pages.extensions["babel"]
    return app


def test_a_page_that_nobody_asked_for_yet_is_that_of_the_start(house, tmp_path):
    as_started.keep(house)
    (tmp_path / "pages" / "page.html").write_text("new")
    (tmp_path / "pages" / "room" / "part.html").unlink()
    with house.test_request_context():
        assert render_template("page.html", number=1) == "old 1"


def test_an_error_in_a_page_says_in_which_file(house, tmp_path):
    as_started.keep(house)
    with house.test_request_context(), pytest.raises(ZeroDivisionError) as raised:
        render_template("page.html", number=0)
    files = {str(each.path) for each in raised.traceback}
    assert str(tmp_path / "pages" / "room" / "part.html") in files


def test_who_builds_sees_what_is_there_now(house, tmp_path):
    house.debug = True
    as_started.keep(house)
    (tmp_path / "pages" / "page.html").write_text("new")
    with house.test_request_context():
        assert render_template("page.html") == "new"


def test_the_house_knows_all_words_before_anybody_asks(own_app):
    with own_app.app_context():
        kept = get_domain().cache
        kept.clear()
        as_started.keep(own_app)
        assert {code for code, _domain in kept} >= set(own_app.config["SPOKEN"])


def test_the_house_is_opened_with_all_its_templates(monkeypatch, tmp_path):
    monkeypatch.setenv("COMMUNITY_INSTANCE", str(tmp_path))
    from app import app

    assert isinstance(app.jinja_loader, as_started.Templates)
    assert "layouts/base.html" in app.jinja_loader.list_templates()
    assert app.jinja_env.auto_reload is False
