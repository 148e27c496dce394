"""`flask backup to` and `flask backup from` a file, and `flask move to` another database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError, OperationalError

from community.backups import archive, copying, moving, putting_back, restoring
from community.backups.archive import BrokenCopy, Manifest, OtherKey
from community.backups.loosening import PointsAtNothing
from community.backups.restoring import PeopleLiveHere
from community.backups.settling import Settled
from community.clock import now
from community.config import WrongSetting
from community.db import db
from community.jobs.queue import BEAT_EVERY, PARTS, last_beat, queue_of
from community.web.keys import house_key
from community.web.terminal import counted

moving_house = AppGroup("move", help="Move everything to another database.")
backup = AppGroup("backup", help="Back up everything to one file, and restore it.")

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@backup.command("to")
@_FILE
def to(file: Path) -> None:
    """Back up the database and the pictures to FILE.

    The site stays open: the backup holds everything as it is at this moment.
    """
    served = Path(str(current_app.static_folder)).resolve()
    if file.resolve().is_relative_to(served):
        raise click.ClickException(f"{served} is public: anyone could download the backup.")
    if not file.resolve().parent.is_dir():
        raise click.ClickException(f"The folder {file.resolve().parent} does not exist.")
    try:
        made = copying.copy(file, db.engine, instance(), house_key(), now=now())
    except copying.NothingToCopy:
        raise click.ClickException(
            "There is nothing to back up yet. Run `flask db upgrade` first."
        ) from None
    except OSError as error:
        raise click.ClickException(f"Could not write {file}: {error.strerror}.") from error
    click.echo(f"{file}: {said(made)} ({file.stat().st_size / 1_000_000:.1f} MB).")
    click.echo("COMMUNITY_SECRET_KEY is not in it. Keep that somewhere else: without it, links in")
    click.echo("mails and people's own calendars stop working.")


@backup.command("from")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace everything that is here, people included.")
@click.option(
    "--other-key",
    is_flag=True,
    help="Accept a backup made with another key that is lost; its links stop working.",
)
def from_(file: Path, over: bool, other_key: bool) -> None:
    """Restore the backup in FILE into the database that is set.

    Everything is restored, or nothing is changed. Stop the site first.
    """
    refuse_while_open()
    with in_words(file):
        manifest = archive.check(file, house_key(), any_key=other_key)
        try:
            settled = putting_back.put_back(file, manifest, over=over, now=now())
        except PeopleLiveHere as error:
            says = f"{error} Add --over to replace them with the backup."
            raise click.ClickException(says) from error
    click.echo(f"Restored: {said(manifest)}, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    for line in told(settled):
        click.echo(line)


@moving_house.command("to")
@click.argument("database_url")
def move(database_url: str) -> None:
    """Move everything to the empty database at DATABASE_URL.

    Afterwards every feed is read from both and compared. Stop the site first; the old database
    stays as it is.
    """
    refuse_while_open()
    with in_words(Path("the backup")):
        moved = moving.move(database_url, now=now())
    click.echo(f"Moved: {said(moved.manifest)}. The counts match on both sides.")
    if moved.unlike:
        click.echo("These feeds differ in the new database:")
        for address in moved.unlike:
            click.echo(f"  {address}")
        raise click.ClickException("Do not open the site on the new database before you know why.")
    click.echo(f"{counted(moved.feeds, 'feed')} compared: identical, byte for byte.")
    click.echo(
        "Set COMMUNITY_DATABASE_URL to the new database and start the site again. Keep the old"
    )
    click.echo("old one for a while, but never open a site on it: both would send the same mail.")


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """What goes wrong, as a sentence; by then nothing was changed."""
    try:
        yield
    except OtherKey:
        raise click.ClickException(
            "The backup was made with another COMMUNITY_SECRET_KEY. Set that key; or, if it is"
            " lost, add --other-key: links in mails and people's own calendars then stop working."
        ) from None
    except BrokenCopy as error:
        says = f"{file} is not a complete backup: {error}. Nothing was changed."
        raise click.ClickException(says) from error
    except (restoring.CannotRestore, WrongSetting) as error:
        raise click.ClickException(str(error)) from error
    except (PointsAtNothing, IntegrityError) as error:
        says = f"The rows in {file} do not fit together: {error}. Nothing was changed."
        raise click.ClickException(says) from error
    except OperationalError as error:
        says = "The database is unreachable or locked. Nothing was changed."
        raise click.ClickException(says) from error


def refuse_while_open() -> None:
    """A house that is open goes on by what it remembers, and its mail leaves meanwhile."""
    queue = queue_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    beats = [at for part in PARTS if (at := last_beat(queue, part)) is not None]
    if any(now() - at < timedelta(seconds=3 * BEAT_EVERY) for at in beats):
        raise click.ClickException(
            "The site is open: its worker was active less than half a minute ago. Stop it and try"
            " again."
        )


def told(settled: Settled | None) -> Iterator[str]:
    """What was settled with the world outside, and what is left to somebody."""
    if settled is None:
        return
    yield f"Signed out: {counted(settled.browsers, 'browser')}."
    yield f"Erased since the backup, and now again: {counted(settled.erased, 'person', 'people')}."
    if settled.mails:
        yield (
            f"{counted(settled.mails, 'unsent mail')} from the backup waiting for a decision: at"
            " /beheer/post of each library, or with `flask outbox restored --send` or `--drop`."
        )
    if settled.files:
        yield f"{counted(settled.files, 'export')} lost: whoever asked for one has to ask again."


def said(manifest: Manifest) -> str:
    """What is in a copy, in words."""
    counts = manifest.counts
    return (
        f"{counted(counts.get('person', 0), 'person', 'people')},"
        f" {counted(counts.get('gathering', 0), 'gathering')},"
        f" {counted(counts.get('sign_up', 0), 'sign-up')},"
        f" {counted(sum(counts.values()), 'row')} in {counted(len(counts), 'table')},"
        f" {counted(manifest.pictures, 'picture')}"
    )


def instance() -> Path:
    return Path(str(current_app.config["INSTANCE"]))


def register(app: Flask) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(moving_house)
