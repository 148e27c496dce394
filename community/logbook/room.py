"""The room of the logbook, put together."""

from __future__ import annotations

from flask import Flask

from community.logbook import views


def register(app: Flask) -> None:
    views.register(app)
