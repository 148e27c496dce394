"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.jobs import clock
from community.keeping import cli, labels, purging

#: Hourly: a worker that was down in the night is not a day late.
EVERY_MINUTES = 60


def register(app: Flask) -> None:
    clock.every(EVERY_MINUTES, "privacy.purge", purging.purge)
    cli.register(app)
    app.jinja_env.globals.update(kept_how_long=labels.how_long)
