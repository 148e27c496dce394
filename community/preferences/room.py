"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import ages
from community.preferences import agreed, forgetting, services, views


def register(app: Flask) -> None:
    agreed.register(app)
    views.register(app)
    forgetting.register(app)
    ages.stops(services.remember_nobody)
