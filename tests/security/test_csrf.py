"""RELIABILITY 15: every change is a POST that carries the token of its page."""

from __future__ import annotations

import pytest

from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

#: What needs none: its secret is in a header or in the address, or it changes nothing. No browser
#: sends those by itself for another site, as it does a cookie.
WITHOUT = {
    "api.cancel", "api.change", "api.create", "api.move", "api.publish",
    "harvest_tables.*", "notifications.stop", "safety.report", "table_screen.*",
}  # fmt: skip


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_without_its_token_no_form_does_anything(walk, monkeypatch):
    monkeypatch.setitem(walk.app.config, "WTF_CSRF_ENABLED", True)
    browser, others, seen = walk.browser(Visitor.MANAGER), set(), 0
    for rule, method in routes(walk.app):
        if method != "POST":
            continue
        seen += 1
        path = address(rule, walk.world.here.arguments(rule))
        answer = browser.post(path, headers={"HX-Request": "true"})
        if answer.status_code != 422 or "te lang open" not in answer.text:
            room = rule.endpoint.partition(".")[0]
            others.add(f"{room}.*" if f"{room}.*" in WITHOUT else rule.endpoint)
    assert others == WITHOUT
    assert seen > 200
