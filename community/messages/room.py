"""The room of messages, put together."""

from __future__ import annotations

from flask import Flask

from community.messages import forgetting, mails, views, wording_views


def register(app: Flask) -> None:
    for part in (views, mails, forgetting, wording_views):
        part.register(app)
