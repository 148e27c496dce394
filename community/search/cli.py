"""`flask --app app search …`: what an operator does to what is found."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.db import session, transaction
from community.libraries import queries as libraries
from community.libraries.cli import named
from community.search import reading
from community.web.terminal import counted

search = AppGroup("search", help="Manage the search index.")


@search.command("rebuild")
@click.option("--library", "slug", metavar="SLUG", help="Only this library.")
def rebuild(slug: str | None) -> None:
    """Bring the search index up to date.

    What is up to date is left alone; when interrupted, run it again to go on.
    """
    chosen = [named(slug)] if slug else libraries.list_all(session())
    for library_id, name in [(library.id, library.name) for library in chosen]:
        after: int | None = 0
        while after is not None:
            with transaction() as tx:
                after = reading.fold_again(tx, library_id, after)
        done = 0
        for count in reading.read_all(library_id):
            done += count
            click.echo(f"{name}: {counted(done, 'document')} read")
        click.echo(f"{name}: up to date")


def register(app: Flask) -> None:
    app.cli.add_command(search)
