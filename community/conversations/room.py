"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.conversations import jobs, judging, mails, views


def register(app: Flask) -> None:
    for part in (views, judging, mails, jobs):
        part.register(app)
