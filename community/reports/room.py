"""The room of reports, put together."""

from __future__ import annotations

from flask import Flask

from community.reports import views


def register(app: Flask) -> None:
    views.register(app)
