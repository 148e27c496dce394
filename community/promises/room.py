"""The room of promises, put together."""

from __future__ import annotations

from flask import Flask

from community.promises import agreed, desk_views, forgetting, jobs, mails, place_views, views


def register(app: Flask) -> None:
    for part in (agreed, views, desk_views, place_views, mails, jobs, forgetting):
        part.register(app)
