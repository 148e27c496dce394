"""The desk, put together."""

from __future__ import annotations

from flask import Flask

from community.desk import mail_views, settings_views, views


def register(app: Flask) -> None:
    for part in (views, mail_views, settings_views):
        part.register(app)
