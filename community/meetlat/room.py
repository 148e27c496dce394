"""The room of the meetlat, put together."""

from __future__ import annotations

from flask import Flask

from community import clock
from community.areas import followers
from community.meetlat import (
    cli,
    figures_views,
    indicator_views,
    jobs,
    metingen_cli,  # noqa: F401  adds its command to the group
    metingen_jobs,
    metingen_views,
    publicity_views,
    standing,
    statements,
    views,
)
from community.meetlat.plan_subjects import all_subjects
from community.plans import subjects


def register(app: Flask) -> None:
    """Pages, jobs and commands of the meetlat."""
    for part in (
        figures_views, indicator_views, publicity_views, statements, views, metingen_views,
        jobs, metingen_jobs, cli,
    ):  # fmt: skip
        part.register(app)
    subjects.known_by(app, all_subjects)
    followers.follows(
        app, lambda library_id: standing.hold_against_area(library_id, now=clock.now())
    )
