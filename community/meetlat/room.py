"""The room of the meetlat, put together."""

from __future__ import annotations

from flask import Flask

from community.meetlat import models  # noqa: F401  the tables are known even while no page is


def register(app: Flask) -> None:
    """Pages, jobs and commands of the meetlat."""
