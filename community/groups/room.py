"""The room of groups, put together."""

from __future__ import annotations

from flask import Flask

from community.groups import (
    desk_views,
    forgetting,
    joining_views,
    mails,
    own_views,
    room_mails,
    room_views,
    views,
)


def register(app: Flask) -> None:
    for part in (
        views,
        joining_views,
        own_views,
        desk_views,
        room_views,
        mails,
        room_mails,
        forgetting,
    ):
        part.register(app)
