"""The room of messages, put together."""

from __future__ import annotations

from flask import Flask

from community.messages import jobs, mails, views, wording_views


def register(app: Flask) -> None:
    for part in (views, mails, jobs, wording_views):
        part.register(app)
