"""`flask backup to`, `flask backup from` and `flask move to`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from community.backups import archive, copying, putting_back, restoring
from community.backups.archive import BrokenCopy, Manifest, OtherKey
from community.clock import now
from community.db import db

backup = AppGroup("backup", help="A copy of the whole house in one file, and putting it back.")

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@backup.command("to")
@_FILE
def to(file: Path) -> None:
    """Write database and pictures to FILE, as they are at this moment; people can go on."""
    served = Path(str(current_app.static_folder)).resolve()
    if file.resolve().is_relative_to(served):
        raise click.ClickException(f"everybody can read what lies in {served}.")
    if not file.resolve().parent.is_dir():
        raise click.ClickException(f"there is no folder {file.resolve().parent}.")
    try:
        made = copying.copy(file, db.engine, instance(), key(), now=now())
    except copying.NothingToCopy:
        raise click.ClickException("there is nothing here yet; run `flask db upgrade`.") from None
    except OSError as error:
        raise click.ClickException(f"{file} could not be written: {error.strerror}.") from error
    click.echo(f"{file}: {said(made)} ({file.stat().st_size / 1_000_000:.1f} MB).")
    click.echo("The SECRET_KEY is not in it. Keep that apart: without it, links in mails and")
    click.echo("people's calendars do not open any more.")


@backup.command("from")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace the house that is here, with its people.")
@click.option(
    "--other-key",
    is_flag=True,
    help="It was made under another SECRET_KEY, which is lost: its links need not work.",
)
def from_(file: Path, over: bool, other_key: bool) -> None:
    """Put the house of FILE here, on whatever database is set; all of it, or nothing."""
    try:
        manifest = archive.check(file, key(), any_key=other_key)
        settled = putting_back.put_back(file, manifest, over=over, now=now())
    except OtherKey:
        raise click.ClickException(
            "the copy was made under another SECRET_KEY. Set that one; or, if it is lost, use"
            " --other-key: then links in mails and people's calendars stay closed."
        ) from None
    except BrokenCopy as error:
        raise click.ClickException(
            f"{file} is no whole copy: {error}. Nothing was changed."
        ) from error
    except restoring.CannotRestore as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Put back: {said(manifest)}, as it was on {manifest.made_at:%d-%m-%Y %H:%M} UTC.")
    for line in settled:
        click.echo(line)


def said(manifest: Manifest) -> str:
    """What is in a copy, in words."""
    counts = manifest.counts
    return (
        f"{counts.get('person', 0)} people, {counts.get('gathering', 0)} gatherings,"
        f" {counts.get('sign_up', 0)} sign-ups, {sum(counts.values())} rows in"
        f" {len(counts)} tables, {manifest.pictures} pictures"
    )


def instance() -> Path:
    return Path(str(current_app.config["INSTANCE"]))


def key() -> str:
    return str(current_app.config["SECRET_KEY"])


def register(app: Flask) -> None:
    app.cli.add_command(backup)
