"""The room of the network desk, put together."""

from __future__ import annotations

from flask import Flask

from community.networks import consent_views, here, mails, request_views, support_views


def register(app: Flask) -> None:
    for part in (here, consent_views, support_views, request_views, mails):
        part.register(app)
