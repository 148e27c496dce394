"""`flask --app app library …`: what an operator does to libraries."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.libraries import queries, services
from community.libraries.models import Library
from community.texts import UnfitText, clean_line
from community.web.terminal import refusal

library = AppGroup("library", help="Manage libraries.")


@library.command("create")
@click.argument("slug")
@click.option("--name", default="", help="What people call it; by default made from SLUG.")
def create(slug: str, name: str) -> None:
    """Open a library at /SLUG/."""
    try:
        with transaction() as tx:
            opened = services.create_library(tx, slug, name=_fit(name), now=now())
    except DomainError as error:
        raise refusal(error) from None
    click.echo(f"/{opened.slug}/  {opened.name}")


def register(app: Flask) -> None:
    app.cli.add_command(library)


def named(slug: str) -> Library:
    """The library that somebody typed; none is said in a sentence."""
    library = queries.find_by_slug(session(), slug)
    if library is None:
        raise click.ClickException(f"There is no library ‘{slug}’.")
    return library


def _fit(name: str) -> str:
    try:
        return clean_line(name)[:120]
    except UnfitText as unfit:
        raise click.BadParameter(str(unfit), param_hint="--name") from None
