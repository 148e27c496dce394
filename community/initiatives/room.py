"""The room of initiatives, put together."""

from __future__ import annotations

from flask import Flask

from community.initiatives import confirm_views, mails, views


def register(app: Flask) -> None:
    for part in (views, confirm_views, mails):
        part.register(app)
