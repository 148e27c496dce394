"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.search import labels, models


def register(app: Flask) -> None:
    app.extensions.setdefault("tables", []).append(models)
    app.jinja_env.filters["reason_in_words"] = labels.reason_in_words
