"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.conversations import (
    beside,
    forgetting,
    jobs,
    judging,
    mails,
    own_anchors,
    own_views,
    views,
)


def register(app: Flask) -> None:
    own_anchors.register_anchors(app)
    for part in (views, own_views, beside, judging, mails, jobs, forgetting):
        part.register(app)
