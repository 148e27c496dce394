"""The room of the tally, put together."""

from __future__ import annotations

from flask import Flask

from community.tally import jobs, views


def register(app: Flask) -> None:
    for part in (views, jobs):
        part.register(app)
