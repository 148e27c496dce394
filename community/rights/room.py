"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.rights import views


def register(app: Flask) -> None:
    views.register(app)
