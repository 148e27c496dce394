"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.solves import services as solves
from community.table_plans import (
    forgetting,
    jobs,
    mails,
    paper_views,
    place_views,
    proposing,
    repair_views,
    setting_views,
    views,
)


def register(app: Flask) -> None:
    for part in (
        views,
        setting_views,
        repair_views,
        paper_views,
        place_views,
        mails,
        jobs,
        forgetting,
    ):
        part.register(app)
    solves.when_done(proposing.KIND, proposing.take_over)
