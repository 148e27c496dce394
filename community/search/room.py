"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.jobs import clock
from community.search import cli, labels, reading, tiers


def register(app: Flask) -> None:
    app.jinja_env.filters["reason_in_words"] = labels.reason_in_words
    tiers.choose(tiers.Tier(app.config["SEARCH"]))
    clock.whenever("search.read_next", reading.read_next)
    cli.register(app)
