"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.backups import cli


def register(app: Flask) -> None:
    cli.register(app)
