"""The room of teams, put together."""

from __future__ import annotations

from flask import Flask

from community.teams import jobs, list_views, mails, settings_views, views


def register(app: Flask) -> None:
    for part in (views, settings_views, list_views, mails, jobs):
        part.register(app)
