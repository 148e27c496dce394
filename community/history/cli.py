"""`flask --app app activity import`: past activities from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from community.clock import now
from community.errors import DomainError
from community.history.services import Hand, Outcome
from community.history.taking_in import Lists, take_in
from community.libraries.cli import named
from community.web.keys import house_key
from community.web.terminal import counted, progress, refusal, tell_flaws

activity = AppGroup("activity", help="Import past activities.")

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@activity.command("import")
@click.argument("file", type=_A_FILE)
@click.option("--library", "slug", required=True, metavar="SLUG", help="The library.")
@click.option("--checkins", type=_A_FILE, help="Who was there: a second file.")
@click.option("--skip-errors", is_flag=True, help="Import the lines that are right.")
def import_past(file: Path, slug: str, checkins: Path | None, skip_errors: bool) -> None:
    """Import past activities from FILE, a CSV list.

    Importing the same list again changes nothing.
    """
    begun = perf_counter()
    try:
        library_id = named(slug).id
        report = take_in(Lists(file, checkins, skip_errors), library_id, hand_of(None), _printing())
    except DomainError as error:
        raise refusal(error) from None
    tell_flaws(file.name, report.flaws)
    if checkins:
        tell_flaws(checkins.name, report.check_in_flaws)
    if report.refused:
        raise click.ClickException(
            f"{counted(report.flaw_count, 'mistake')}: nothing was imported. Correct the list, or"
            " add --skip-errors."
        )
    click.echo(f"{_in_words(report.outcome)} ({perf_counter() - begun:.1f} s).")


def hand_of(by_id: int | None) -> Hand:
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname or "localhost"
    return Hand(by_id, host, house_key(), now())


def register(app: Flask) -> None:
    app.cli.add_command(activity)


def _printing() -> Callable[[Session, int, int, Outcome], None]:
    tell = progress()
    return lambda _tx, done, total, _outcome: tell(done, total)


def _in_words(outcome: Outcome) -> str:
    made = (
        (outcome.partners, "new partner", "new partners"),
        (outcome.teams, "new team", "new teams"),
        (outcome.series, "new series", "new series"),
        (outcome.undone, "check-in undone", "check-ins undone"),
    )
    more = "".join(f", {counted(*each)}" for each in made if each[0])
    return (
        f"Activities: {outcome.added:,} new, {outcome.changed:,} changed, {outcome.same:,}"
        f" unchanged; {counted(outcome.came, 'check-in')}{more}"
    )
