"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.preferences import agreed, views


def register(app: Flask) -> None:
    agreed.register(app)
    views.register(app)
