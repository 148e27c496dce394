"""The room of the pulse, put together."""

from __future__ import annotations

from flask import Flask

from community.pulse import jobs, views


def register(app: Flask) -> None:
    for part in (views, jobs):
        part.register(app)
