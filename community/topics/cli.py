"""`flask --app app topics …`: what an operator does to the terms of libraries."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session, transaction
from community.libraries import queries as libraries
from community.libraries.cli import named
from community.topics import esco, jobs
from community.topics.esco import Difference
from community.topics.esco_files import NotTheList, read
from community.web.terminal import counted

#: So many names of each kind are enough to see whether it is right.
SHOWN = 10

topics = AppGroup("topics", help="Manage themes and terms.")


@topics.command("plant")
def plant() -> None:
    """Give every library without terms the standard ones. The worker does this too."""
    click.echo(
        f"{counted(jobs.plant_where_none(now()), 'library', 'libraries')} got the standard terms."
    )


@topics.command("esco")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--library", "slug", default="", metavar="SLUG", help="One library.")
@click.option("--all", "everywhere", is_flag=True, help="Every library.")
@click.option("--apply", "do", is_flag=True, help="Make the changes instead of only showing them.")
def take_esco(files: tuple[Path, ...], slug: str, everywhere: bool, do: bool) -> None:
    """Compare terms with ESCO, the European list of skills.

    FILES are skills_nl.csv and, if you like, the same list in other languages.
    """
    if bool(slug) == everywhere:
        raise click.UsageError("Choose a library with --library SLUG, or all of them with --all.")
    try:
        concepts = read(files)
        chosen = libraries.list_all(session()) if everywhere else [named(slug)]
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
        click.echo("Nothing was changed. Add --apply to make these changes.")


def _tell(found: Difference) -> None:
    parts = {
        "new": [each.label for each in found.new],
        "with more names": [term.label for term, _, _ in found.richer],
        "no longer in ESCO": [term.label for term in found.vanished],
        "back in ESCO": [term.label for term in found.back],
        "skipped, another term has that name": [each.label for each in found.taken],
    }
    for what, names in parts.items():
        if names:
            more = ", …" if len(names) > SHOWN else ""
            click.echo(f"  {len(names):6} {what}: {', '.join(names[:SHOWN])}{more}")
    click.echo(f"  {found.same:6} unchanged")


def register(app: Flask) -> None:
    app.cli.add_command(topics)
