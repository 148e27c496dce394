"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import ages
from community.proposals import (
    agreed,
    backing,
    backing_views,
    date_views,
    desk_views,
    forgetting,
    jobs,
    judging,
    mails,
    news_mails,
    own_views,
    settings_views,
    speaking_views,
    views,
    writing_views,
)


def register(app: Flask) -> None:
    for part in (
        views, writing_views, backing_views, own_views, date_views, desk_views, speaking_views,
        settings_views, agreed, mails, news_mails, jobs, judging, forgetting,
    ):  # fmt: skip
        part.register(app)
    ages.stops(backing.show_nothing_of)
