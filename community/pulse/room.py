"""The room of the pulse, put together."""

from __future__ import annotations

from flask import Flask

from community.pulse import forgetting, views


def register(app: Flask) -> None:
    for part in (views, forgetting):
        part.register(app)
