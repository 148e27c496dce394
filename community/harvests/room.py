"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.conversations import writing
from community.harvests import forgetting, jobs, talk


def register(app: Flask) -> None:
    writing.also_takes_back("harvests", forgetting.taken_back)
    jobs.register(app)
    talk.register(app)
