"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.moderation import (
    decision_views,
    forgetting,
    log_views,
    mails,
    number_views,
    report_views,
    rules_views,
    subjects,
    sweeping,
    views,
)
from community.moderation.queries import PERSON


def register(app: Flask) -> None:
    subjects.register(app, PERSON, sweeping.AS_SUBJECT)
    for part in (
        forgetting,
        mails,
        views,
        log_views,
        report_views,
        decision_views,
        rules_views,
        number_views,
    ):
        part.register(app)
