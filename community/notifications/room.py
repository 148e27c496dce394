"""The room of what goes out by the clock, put together."""

from __future__ import annotations

from flask import Flask

from community.acts import spreading
from community.notifications import (
    agreed,
    digest_mail,
    forgetting,
    jobs,
    mails,
    own_views,
    queries,
    settings_views,
    views,
)


def register(app: Flask) -> None:
    spreading.goes_out_weekly(queries.sends_digest)
    for part in (agreed, mails, digest_mail, jobs, forgetting, views, own_views, settings_views):
        part.register(app)
