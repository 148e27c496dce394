"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.register import judging, models


def register(app: Flask) -> None:
    app.extensions.setdefault("tables", []).append(models)
    judging.register(app)
