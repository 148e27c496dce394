"""The room of the five acts, put together."""

from __future__ import annotations

from flask import Flask

from community.acts import jobs, views


def register(app: Flask) -> None:
    for part in (views, jobs):
        part.register(app)
