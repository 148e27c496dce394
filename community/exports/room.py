"""The room of files, put together."""

from __future__ import annotations

from flask import Flask

from community.exports import cli, jobs, links, views


def register(app: Flask) -> None:
    for part in (views, links, cli, jobs):
        part.register(app)
