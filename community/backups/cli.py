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

moving_house = AppGroup("move", help="To another database, on the same or the other engine.")
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
        made = copying.copy(file, db.engine, instance(), house_key(), now=now())
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
    refuse_while_open()
    with in_words(file):
        manifest = archive.check(file, house_key(), any_key=other_key)
        try:
            settled = putting_back.put_back(file, manifest, over=over, now=now())
        except PeopleLiveHere as error:
            says = f"{error} With --over, that house is replaced by this one."
            raise click.ClickException(says) from error
    click.echo(f"Put back: {said(manifest)}, as of {manifest.made_at:%d-%m-%Y %H:%M} UTC.")
    for line in told(settled):
        click.echo(line)


@moving_house.command("to")
@click.argument("database_url")
def move(database_url: str) -> None:
    """Bring the house to the empty database of DATABASE_URL, and compare what both answer."""
    refuse_while_open()
    with in_words(Path("the copy")):
        moved = moving.move(database_url, now=now())
    click.echo(f"Moved: {said(moved.manifest)}. The counts are the same on both sides.")
    if moved.unlike:
        click.echo("These feeds answer otherwise there:")
        for address in moved.unlike:
            click.echo(f"  {address}")
        raise click.ClickException("do not open the new house before that is understood.")
    click.echo(f"{moved.feeds} feeds are the same, byte for byte.")
    click.echo("Set COMMUNITY_DATABASE_URL to the new one, and open the house again. Throw the old")
    click.echo("database away later; never let two houses send the same mail.")


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """What goes wrong, as a sentence; by then nothing was changed."""
    try:
        yield
    except OtherKey:
        raise click.ClickException(
            "the copy was made under another SECRET_KEY. Set that one; or, if it is lost, use"
            " --other-key: then links in mails and people's calendars stay closed."
        ) from None
    except BrokenCopy as error:
        says = f"{file} is no whole copy: {error}. Nothing was changed."
        raise click.ClickException(says) from error
    except (restoring.CannotRestore, WrongSetting) as error:
        raise click.ClickException(str(error)) from error
    except (PointsAtNothing, IntegrityError) as error:
        says = f"the rows of {file} do not fit together: {error}. Nothing was changed."
        raise click.ClickException(says) from error
    except OperationalError as error:
        says = "the database cannot be used, or somebody keeps it busy. Nothing was changed."
        raise click.ClickException(says) from error


def refuse_while_open() -> None:
    """A house that is open goes on by what it remembers, and its mail leaves meanwhile."""
    queue = queue_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    beats = [at for part in PARTS if (at := last_beat(queue, part)) is not None]
    if any(now() - at < timedelta(seconds=3 * BEAT_EVERY) for at in beats):
        raise click.ClickException(
            "the house is open: its worker lived half a minute ago. Stop it, and try again then."
        )


def told(settled: Settled | None) -> Iterator[str]:
    """What was settled with the world outside, and what is left to somebody."""
    if settled is None:
        return
    yield f"Signed out everywhere: {settled.browsers} browsers."
    yield f"Erased again, who was erased since: {settled.erased} people."
    if settled.mails:
        yield (
            f"{settled.mails} mails that were owed wait for a decision, at /beheer/post of each"
            " library, or by `flask outbox restored --send` or `--drop`."
        )
    if settled.files:
        yield f"{settled.files} files that people had asked for are to be asked for again."


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


def register(app: Flask) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(moving_house)
