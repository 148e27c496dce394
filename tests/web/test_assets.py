"""The built front end: small, complete, kept for ever by browsers, and ours alone."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from flask import Flask

from community.web import assets
from community.web.assets import FrontEndNotBuilt

HOUSE = Path(__file__).resolve().parents[2]
DIST = HOUSE / "static" / "dist"
UTRECHT = re.compile(r"\butrecht-[\w-]+")

pytestmark = pytest.mark.usefixtures("bundle")


@pytest.fixture
def css() -> str:
    manifest = json.loads((DIST / "manifest.json").read_text())
    return (DIST / manifest["app.css"]).read_text(encoding="utf-8")


def test_a_logical_name_leads_to_a_file_that_may_be_kept_for_ever(pages: Flask):
    with pages.test_request_context():
        url = pages.jinja_env.globals["asset"]("app.css")
    answer = pages.test_client().get(url)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer.close()


@pytest.mark.parametrize(("accepts", "packed"), [("gzip, br", True), ("gzip;q=0", False)])
def test_styles_travel_small_to_whoever_can_unpack_them(pages: Flask, accepts: str, packed: bool):
    with pages.test_request_context():
        url = pages.jinja_env.globals["asset"]("app.css")
    answer = pages.test_client().get(url, headers={"Accept-Encoding": accepts})
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.headers["Vary"]
    text = gzip.decompress(answer.data) if packed else answer.data
    assert b"--kk-paper" in text
    answer.close()


def test_no_file_outside_the_static_folder_is_sent(pages: Flask):
    for path in ("/static/../app.py", "/static/dist/../../app.py", "/static/%2e%2e/app.py"):
        assert pages.test_client().get(path).status_code == 404


def test_what_has_no_hash_in_its_name_is_asked_for_again(pages: Flask):
    for path in ("/static/mark.svg", "/static/dist/manifest.json"):
        answer = pages.test_client().get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        answer.close()


def test_a_missing_file_is_not_kept(pages: Flask):
    answer = pages.test_client().get("/static/dist/app-0123456789.css")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_an_unknown_name_says_what_to_do(pages: Flask):
    with pages.test_request_context(), pytest.raises(FrontEndNotBuilt, match="npm run build"):
        pages.jinja_env.globals["asset"]("nothing.css")


def test_a_house_that_was_not_built_says_what_to_do(tmp_path: Path):
    app = Flask("empty", static_folder=str(tmp_path))
    assets.register(app)
    with app.test_request_context(), pytest.raises(FrontEndNotBuilt, match="npm run build"):
        app.jinja_env.globals["asset"]("app.css")


def test_a_page_loads_at_most_forty_kilobytes_of_css(css: str):
    assert len(gzip.compress(css.encode())) <= 40_000


def test_every_design_system_class_we_name_is_in_the_build():
    listed = set(json.loads((HOUSE / "frontend" / "utrecht.json").read_text()))
    used = {
        found
        for folder, pattern in (("templates", "*.html"), ("community", "*.py"))
        for path in (HOUSE / folder).rglob(pattern)
        for found in UTRECHT.findall(path.read_text(encoding="utf-8"))
    }
    assert used - listed == set(), "add these to frontend/utrecht.json and build again"


def test_every_property_that_is_read_without_a_fallback_is_set(css: str):
    """Trimming must not take away what a rule needs; a name with a fallback may be unset."""
    ours = css[css.index("@layer theme{") :]
    read = set(re.findall(r"var\((--kk-[\w-]+)\)", ours))
    declared = set(re.findall(r"(--kk-[\w-]+):", css))
    assert read - declared == set()


def test_a_property_that_nothing_reads_is_left_out(css: str):
    declared = set(re.findall(r"[{;](--[\w-]+):", css))
    read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    assert declared - read == set()


def test_styles_and_script_ask_nothing_of_anybody_else(css: str):
    manifest = json.loads((DIST / "manifest.json").read_text())
    script = (DIST / manifest["app.js"]).read_text(encoding="utf-8")
    assert re.findall(r"url\((?!\./|\"?data:)", css) == []
    assert "@import" not in css
    assert re.findall(r"(?:src|fetch|import)\s*[=(]\s*[\"'`]https?:", script) == []
