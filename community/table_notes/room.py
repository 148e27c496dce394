"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.table_notes import forgetting, reading_views, room_views, views


def register(app: Flask) -> None:
    for part in (views, room_views, reading_views, forgetting):
        part.register(app)
