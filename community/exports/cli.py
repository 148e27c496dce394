"""`flask --app app library dump`: all that a library has, in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app

from community.clock import now
from community.db import db, session
from community.errors import NotFound
from community.exports import dump
from community.libraries import queries as libraries
from community.libraries.cli import library


@library.command("dump")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def dump_library(slug: str, file: Path) -> None:
    """Write all that a library has to FILE, a ZIP."""
    try:
        library_id = libraries.get_by_slug(session(), slug).id
    except NotFound:
        raise click.ClickException(f"There is no library ‘{slug}’.") from None
    finally:
        session().rollback()
    instance = Path(str(current_app.config["INSTANCE"]))
    rows = dump.write(file, db.engine, library_id, instance, now=now(), progress=_printing())
    click.echo(f"{file}: {rows:,} rows.")


def register(_app: Flask) -> None:
    """The command hangs under `library` as soon as this is read."""


def _printing() -> Callable[[int, int], None]:
    watched = sys.stdout.isatty()

    def tell(done: int, total: int) -> None:
        if watched:
            click.echo(f"\r{done:,} of {total:,}", nl=done == total)

    return tell
