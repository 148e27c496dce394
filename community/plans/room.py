"""The room of the action plan, put together."""

from __future__ import annotations

from flask import Flask

from community.plans import kept, views


def register(app: Flask) -> None:
    for part in (views, kept):
        part.register(app)
