"""The outbox, put together."""

from __future__ import annotations

from flask import Flask

from community.jobs import worker
from community.outbox import cli, delivery, forgetting, views


def register(app: Flask) -> None:
    for part in (cli, forgetting):
        part.register(app)
    app.register_blueprint(views.bp)
    worker.beside("outbox", delivery.run)
