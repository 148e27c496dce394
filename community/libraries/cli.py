"""`flask --app app library …`: what an operator does to libraries."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import transaction
from community.errors import DomainError
from community.libraries import services
from community.texts import UnfitText, clean_line
from community.web.i18n import sentence

library = AppGroup("library", help="Libraries of this installation.")


@library.command("create")
@click.argument("slug")
@click.option("--name", default="", help="What people call it; made from SLUG when left out.")
def create(slug: str, name: str) -> None:
    """Open a library at /SLUG/."""
    try:
        with transaction() as tx:
            opened = services.create_library(tx, slug, name=_fit(name), now=now())
    except DomainError as error:
        raise click.ClickException(sentence(error)) from None
    click.echo(f"/{opened.slug}/  {opened.name}")


def register(app: Flask) -> None:
    app.cli.add_command(library)


def _fit(name: str) -> str:
    try:
        return clean_line(name)[:120]
    except UnfitText as unfit:
        raise click.BadParameter(str(unfit), param_hint="--name") from None
