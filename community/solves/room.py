"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.solves import forgetting, jobs


def register(app: Flask) -> None:
    for part in (jobs, forgetting):
        part.register(app)
