"""The room of kunde, put together."""

from __future__ import annotations

from flask import Flask

from community.skills import agreed, confirm_views, jobs, mails, own_views, terms, views


def register(app: Flask) -> None:
    for part in (agreed, views, confirm_views, own_views, mails, jobs, terms):
        part.register(app)
