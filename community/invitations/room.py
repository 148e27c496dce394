"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.invitations import desk_views, forgetting, mails, views


def register(app: Flask) -> None:
    for part in (mails, forgetting, views, desk_views):
        part.register(app)
