"""The room of the action plan, put together."""

from __future__ import annotations

from flask import Flask

from community.plans import views


def register(app: Flask) -> None:
    views.register(app)
