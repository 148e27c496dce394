"""The room of past activities, put together."""

from __future__ import annotations

from flask import Flask

from community.history import cli, jobs, views


def register(app: Flask) -> None:
    for part in (views, cli, jobs):
        part.register(app)
