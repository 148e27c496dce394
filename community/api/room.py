"""The room of programs, put together."""

from __future__ import annotations

from flask import Flask

from community.api import jobs, maker_views, token_views, writing_views


def register(app: Flask) -> None:
    for part in (writing_views, maker_views, token_views, jobs):
        part.register(app)
