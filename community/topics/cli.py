"""`flask --app app topics …`: what an operator does to the terms of libraries."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.libraries import queries as libraries
from community.libraries.models import Library
from community.topics import esco, jobs
from community.topics.esco import Difference
from community.topics.esco_files import NotTheList, read

#: So many names of each kind are enough to see whether it is right.
SHOWN = 10

topics = AppGroup("topics", help="Themes and terms.")


@topics.command("plant")
def plant() -> None:
    """Give the terms of the house to every library that has none; the worker does so too."""
    click.echo(f"{jobs.plant_where_none(now())} libraries got their terms.")


@topics.command("esco")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--library", "slug", default="", help="Of which library, by its address.")
@click.option("--all", "everywhere", is_flag=True, help="Of every library.")
@click.option("--apply", "do", is_flag=True, help="Take it over; without this it is only shown.")
def take_esco(files: tuple[Path, ...], slug: str, everywhere: bool, do: bool) -> None:
    """Compare terms with the European list of skills: skills_nl.csv and its sisters."""
    if bool(slug) == everywhere:
        raise click.UsageError("Say of which library: --library SLUG, or --all.")
    try:
        concepts = read(files)
        chosen = libraries.list_all(session()) if everywhere else [_named(slug)]
    except NotTheList as wrong:
        raise click.ClickException(str(wrong)) from None
    for library_id, name in [(each.id, each.slug) for each in chosen]:
        if do:
            with transaction() as tx:
                found = esco.take_over(tx, library_id, concepts, now=now())
        else:
            found = esco.compare(session(), library_id, concepts)
        click.echo(f"/{name}/")
        _tell(found)
    if not do:
        click.echo("Nothing was changed. With --apply it is.")


def _named(slug: str) -> Library:
    try:
        return libraries.get_by_slug(session(), slug)
    except NotFound:
        raise click.ClickException(f"There is no library at /{slug}/.") from None


def _tell(found: Difference) -> None:
    parts = {
        "new": [each.label for each in found.new],
        "with more words": [term.label for term, _, _ in found.richer],
        "no longer in the list": [term.label for term in found.vanished],
        "in the list again": [term.label for term in found.back],
        "left out, another term has the name": [each.label for each in found.taken],
    }
    for what, names in parts.items():
        if names:
            more = ", …" if len(names) > SHOWN else ""
            click.echo(f"  {len(names):6} {what}: {', '.join(names[:SHOWN])}{more}")
    click.echo(f"  {found.same:6} the same")


def register(app: Flask) -> None:
    app.cli.add_command(topics)
