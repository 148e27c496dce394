"""The room of the meetlat, put together."""

from __future__ import annotations

from flask import Flask

from community.meetlat import cli, indicator_views, jobs, statements, views
from community.meetlat.plan_subjects import all_subjects
from community.plans import subjects


def register(app: Flask) -> None:
    """Pages, jobs and commands of the meetlat."""
    for part in (indicator_views, statements, views, jobs, cli):
        part.register(app)
    subjects.known_by(app, all_subjects)
