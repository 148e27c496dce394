"""The room of partners, put together."""

from __future__ import annotations

from flask import Flask

from community.partners import confirm_views, jobs, joining_views, lists_views, mails, views


def register(app: Flask) -> None:
    for part in (views, joining_views, confirm_views, lists_views, mails, jobs):
        part.register(app)
