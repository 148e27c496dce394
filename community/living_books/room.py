"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import ages
from community.gatherings import mail_parts, sign_up_changes
from community.living_books import (
    board_views,
    book_views,
    calls_views,
    desk_views,
    forgetting,
    hosting,
    jobs,
    lending,
    lending_views,
    mails,
    own_views,
    paper_views,
    round_views,
    views,
    wishing,
)
from community.solves import services as solves


def register(app: Flask) -> None:
    for part in (
        views,
        own_views,
        book_views,
        desk_views,
        lending_views,
        board_views,
        paper_views,
        round_views,
        calls_views,
        mails,
        forgetting,
        jobs,
    ):
        part.register(app)
    ages.stops(hosting.take_off_all_of)
    solves.when_done(wishing.KIND, wishing.taken_over, still_reads=("pairs", "seed"))
    sign_up_changes.also_changes(lending.follow)
    mail_parts.also_tells(mails.times_of)
