"""The room of what people offer and ask, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import ages
from community.register import (
    agreed,
    desk_views,
    forgetting,
    jobs,
    judging,
    link_views,
    mails,
    own_views,
    spoken,
    states,
    terms,
    views,
    writing_views,
)


def register(app: Flask) -> None:
    for part in (
        agreed, spoken, views, writing_views, own_views, link_views, desk_views, mails, jobs,
        forgetting, judging, terms,
    ):  # fmt: skip
        part.register(app)
    ages.stops(states.pause_all)
