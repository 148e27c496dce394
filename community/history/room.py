"""The room of past activities, put together."""

from __future__ import annotations

from flask import Flask

from community.history import cli


def register(app: Flask) -> None:
    for part in (cli,):
        part.register(app)
