"""`flask --app app activity import`: past activities from a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from community.clock import now
from community.db import session
from community.errors import DomainError, NotFound
from community.history.services import Hand, Outcome
from community.history.taking_in import Lists, take_in
from community.libraries import queries as libraries
from community.lists import Flaws
from community.web.i18n import sentence
from community.web.keys import house_key

activity = AppGroup("activity", help="What happened in a library.")

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Where nobody watches, progress is told once in so many lines.
_EVERY = 1_000


@activity.command("import")
@click.argument("file", type=_A_FILE)
@click.option("--library", "slug", required=True, help="The slug of the library.")
@click.option("--checkins", type=_A_FILE, help="Who was there: gathering_key;person;…")
@click.option("--skip-errors", is_flag=True, help="Take in the lines that are right.")
def import_past(file: Path, slug: str, checkins: Path | None, skip_errors: bool) -> None:
    """Take in past activities from FILE; doing so again changes nothing."""
    begun = perf_counter()
    try:
        library_id = libraries.get_by_slug(session(), slug).id
        report = take_in(Lists(file, checkins, skip_errors), library_id, hand_of(None), _printing())
    except NotFound:
        raise click.ClickException(f"There is no library ‘{slug}’.") from None
    except DomainError as error:
        raise click.ClickException(sentence(error)) from None
    _say_flaws(file.name, report.flaws)
    if checkins:
        _say_flaws(checkins.name, report.check_in_flaws)
    if report.refused:
        raise click.ClickException(
            f"{report.flaw_count} mistakes: nothing was taken in. Mend them, or add --skip-errors."
        )
    click.echo(f"{_in_words(report.outcome)} ({perf_counter() - begun:.1f} s).")


def hand_of(by_id: int | None) -> Hand:
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname or "localhost"
    return Hand(by_id, host, house_key(), now())


def register(app: Flask) -> None:
    app.cli.add_command(activity)


def _printing() -> Callable[[Session, int, int, Outcome], None]:
    """On one line that is written over; in a file of its own, a line now and then."""
    watched, told = sys.stdout.isatty(), 0

    def tell(_tx: Session, done: int, total: int, _outcome: Outcome) -> None:
        nonlocal told
        if watched:
            click.echo(f"\r{done:,} of {total:,}", nl=done == total)
        elif done == total or done // _EVERY > told:
            told = done // _EVERY
            click.echo(f"{done:,} of {total:,}")

    return tell


def _say_flaws(name: str, flaws: Flaws) -> None:
    for flaw in flaws.kept:
        where = f"{name}, line {flaw.line}{f', {flaw.column}' if flaw.column else ''}"
        click.echo(f"{where}: {sentence(flaw)}", err=True)
    if flaws.count > len(flaws.kept):
        click.echo(f"{name}: and {flaws.count - len(flaws.kept)} more", err=True)


def _in_words(outcome: Outcome) -> str:
    made = (
        (outcome.partners, "new partners"),
        (outcome.teams, "new teams"),
        (outcome.series, "new series"),
        (outcome.undone, "check-ins undone"),
    )
    more = "".join(f", {number:,} {what}" for number, what in made if number)
    return (
        f"Activities: {outcome.added:,} new, {outcome.changed:,} changed, {outcome.same:,} as they"
        f" were; {outcome.came:,} check-ins{more}"
    )
