"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.operations import cli, database, health, machine, metrics, settings, work


def register(app: Flask) -> None:
    for looks in (settings, machine, database, work):
        looks.register()
    health.register(app)
    metrics.register(app)
    cli.register(app)
