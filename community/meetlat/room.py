"""The room of the meetlat, put together."""

from __future__ import annotations

from flask import Flask

from community.meetlat import models  # noqa: F401  the tables are known even while no page is
from community.meetlat.plan_subjects import all_subjects
from community.plans import subjects


def register(app: Flask) -> None:
    """Pages, jobs and commands of the meetlat."""
    subjects.known_by(app, all_subjects)
