"""The room of lists of offers, put together."""

from __future__ import annotations

from flask import Flask

from community.offer_lists import cli, mails, views


def register(app: Flask) -> None:
    for part in (views, mails, cli):
        part.register(app)
