"""The room of the self-assessment, put together."""

from __future__ import annotations

from flask import Flask

from community.self_assessment import answer_views, forgetting, jobs, mails, outcome_views, views


def register(app: Flask) -> None:
    for part in (views, outcome_views, answer_views, mails, jobs, forgetting):
        part.register(app)
