"""The room of what opens the door, put together."""

from __future__ import annotations

from flask import Flask

from community.credentials import device_views
from community.web import slots


def register(app: Flask) -> None:
    device_views.register(app)
    slots.fill(app, "mine.below", "credentials/_mine.html", order=90)
