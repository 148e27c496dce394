"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.invitations import desk_views, mails, views


def register(app: Flask) -> None:
    for part in (mails, views, desk_views):
        part.register(app)
