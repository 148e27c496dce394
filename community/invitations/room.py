"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.invitations import desk_views, jobs, mails, views


def register(app: Flask) -> None:
    for part in (mails, jobs, views, desk_views):
        part.register(app)
