"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.solves import jobs


def register(app: Flask) -> None:
    jobs.register(app)
