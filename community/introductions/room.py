"""The room of introductions, put together."""

from __future__ import annotations

from flask import Flask

from community.introductions import desk_views, jobs, judged, mails, views


def register(app: Flask) -> None:
    for part in (views, desk_views, mails, jobs, judged):
        part.register(app)
