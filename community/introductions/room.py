"""The room of introductions, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import ages
from community.introductions import desk_views, forgetting, jobs, judged, mails, services, views


def register(app: Flask) -> None:
    for part in (views, desk_views, mails, jobs, forgetting, judged):
        part.register(app)
    ages.stops(services.end_all_of)
