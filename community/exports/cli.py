"""`flask --app app library dump`: all that a library has, in a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app

from community.clock import now
from community.db import db, session
from community.exports import dump
from community.libraries.cli import library, named
from community.web.terminal import counted, progress


@library.command("dump")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def dump_library(slug: str, file: Path) -> None:
    """Write everything library SLUG has to FILE, a ZIP."""
    try:
        library_id = named(slug).id
    finally:
        session().rollback()
    instance = Path(str(current_app.config["INSTANCE"]))
    rows = dump.write(file, db.engine, library_id, instance, now=now(), progress=progress())
    click.echo(f"{file}: {counted(rows, 'row')}.")


def register(_app: Flask) -> None:
    """The command hangs under `library` as soon as this is read."""
