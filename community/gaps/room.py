"""The room of the gap board, put together."""

from __future__ import annotations

from flask import Flask

from community.gaps import views


def register(app: Flask) -> None:
    views.register(app)
