"""The room of the action plan, put together."""

from __future__ import annotations

from flask import Flask

from community.plans import forgetting, views


def register(app: Flask) -> None:
    for part in (views, forgetting):
        part.register(app)
