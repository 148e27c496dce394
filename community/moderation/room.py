"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.moderation import jobs, subjects, sweeping
from community.moderation.queries import PERSON


def register(app: Flask) -> None:
    subjects.register(app, PERSON, sweeping.AS_SUBJECT)
    jobs.register(app)
