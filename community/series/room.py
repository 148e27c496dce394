"""The room of series, put together."""

from __future__ import annotations

from flask import Flask

from community.series import closed_views, desk_views, jobs, mail_wording, mails, scope_views, views


def register(app: Flask) -> None:
    for part in (desk_views, closed_views, jobs, scope_views, mails, mail_wording, views):
        part.register(app)
