"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.conversations import writing
from community.harvests import (
    desk_room,
    desk_views,
    forgetting,
    jobs,
    keeping,
    mails,
    paper_views,
    revising_views,
    table_views,
    talk,
    views,
)


def register(app: Flask) -> None:
    writing.also_takes_back("harvests", forgetting.taken_back)
    for part in (
        views,
        table_views,
        desk_views,
        revising_views,
        paper_views,
        desk_room,
        mails,
        jobs,
        keeping,
        talk,
    ):
        part.register(app)
