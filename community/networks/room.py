"""The room of the network desk, put together."""

from __future__ import annotations

from flask import Flask

from community.networks import (
    consent_views,
    desk_views,
    here,
    labels,
    mails,
    request_views,
    support_views,
)


def register(app: Flask) -> None:
    for part in (here, labels, consent_views, support_views, desk_views, request_views, mails):
        part.register(app)
