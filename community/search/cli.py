"""`flask --app app search …`: what an operator does to what is found."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.db import session, transaction
from community.libraries import queries as libraries
from community.search import reading

search = AppGroup("search", help="What is found, and by what.")


@search.command("rebuild")
@click.option("--library", "slug", help="Only of this library.")
def rebuild(slug: str | None) -> None:
    """Keep all documents by the rules of today and let the models read what they have not read.

    What is up to date is left as it is; who stops it goes on where it was.
    """
    chosen = [libraries.get_by_slug(session(), slug)] if slug else libraries.list_all(session())
    for library_id, name in [(library.id, library.name) for library in chosen]:
        after: int | None = 0
        while after is not None:
            with transaction() as tx:
                after = reading.fold_again(tx, library_id, after)
        done = 0
        for count in reading.read_all(library_id):
            done += count
            click.echo(f"{name}: {done} read")
        click.echo(f"{name}: up to date")


def register(app: Flask) -> None:
    app.cli.add_command(search)
