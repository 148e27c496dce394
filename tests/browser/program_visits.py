"""The pages about programs: for who makes them, and the keys at the desk."""

from __future__ import annotations

from tests.browser.visit import MANAGER, Visit

VISITS = [
    Visit("connections.index", MANAGER),
    Visit("connections.new", MANAGER),
    Visit("makers.index"),
    Visit("makers.index", language="en"),
]

NO_PAGES = {
    "api.branches": "for programs",
    "api.gathering": "for programs",
    "api.gatherings": "for programs",
    "api.sign_ups": "for programs",
    "api.themes": "for programs",
    "makers.document": "for programs",
}
