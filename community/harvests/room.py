"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.conversations import writing
from community.harvests import (
    desk_room,
    desk_views,
    forgetting,
    jobs,
    letting_go,
    mails,
    paper_views,
    revising_views,
    source_queries,
    table_views,
    talk,
    views,
)
from community.table_notes import writing as paper


def register(app: Flask) -> None:
    writing.also_takes_back("harvests", letting_go.taken_back)
    writing.also_hides("harvests", letting_go.hidden)
    paper.also_takes_away("harvests", letting_go.note_taken_away)
    paper.as_long_as("harvests", source_queries.may_still_write)
    for part in (
        views,
        table_views,
        desk_views,
        revising_views,
        paper_views,
        desk_room,
        mails,
        jobs,
        forgetting,
        talk,
    ):
        part.register(app)
