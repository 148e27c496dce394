"""The room of lists of offers, put together."""

from __future__ import annotations

from flask import Flask

from community.offer_lists import cli, mails, models, views


def register(app: Flask) -> None:
    app.extensions.setdefault("tables", []).append(models)
    for part in (views, mails, cli):
        part.register(app)
