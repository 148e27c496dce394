"""`flask --app app topics …`: what an operator does to the terms of libraries."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.topics import jobs

topics = AppGroup("topics", help="Themes and terms.")


@topics.command("plant")
def plant() -> None:
    """Give the terms of the house to every library that has none; the worker does so too."""
    click.echo(f"{jobs.plant_where_none(now())} libraries got their terms.")


def register(app: Flask) -> None:
    app.cli.add_command(topics)
