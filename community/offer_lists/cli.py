"""`flask --app app skills import`: a list of offers from a file."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.libraries import queries as libraries
from community.lists import Flaws
from community.offer_lists import lines, queries
from community.offer_lists.taking_over import Brought, prepare, take_over
from community.web.i18n import sentence

skills = AppGroup("skills", help="What people know and can do.")

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Of a long list, how far it is.
_EVERY = 1_000


@skills.command("import")
@click.argument("file", type=_A_FILE)
@click.option("--library", "slug", required=True, help="The slug of the library.")
@click.option(
    "--confirmed",
    is_flag=True,
    help="Agreed on paper, by people of 16 and older: open at once, and mail nobody.",
)
def import_offers(file: Path, slug: str, confirmed: bool) -> None:
    """Take over a list of offers from FILE: all of it or nothing; again changes nothing."""
    begun = perf_counter()
    try:
        library_id = libraries.get_by_slug(session(), slug).id
        with file.open("rb") as content:
            offered, flaws = lines.read_list(content, queries.theme_ids(session()))
    except NotFound:
        raise click.ClickException(f"There is no library ‘{slug}’.") from None
    except DomainError as error:
        raise click.ClickException(sentence(error)) from None
    if flaws.count:
        _say(file.name, flaws)
        raise click.ClickException(f"{flaws.count} mistakes: nothing was taken over.")
    ready, brought = prepare(session(), library_id, offered), Brought(file.name, confirmed, None)
    with transaction() as tx:
        outcome = take_over(
            tx, library_id, brought, ready, lines=len(offered), now=now(), tell=_tell
        )
    took = perf_counter() - begun
    click.echo(f"Offers: {outcome.added:,} new, {outcome.same:,} as they were ({took:.1f} s).")


def register(app: Flask) -> None:
    app.cli.add_command(skills)


def _tell(done: int) -> None:
    if done % _EVERY == 0:
        click.echo(f"{done:,} done")


def _say(name: str, flaws: Flaws) -> None:
    for flaw in flaws.kept:
        where = f"{name}, line {flaw.line}{f', {flaw.column}' if flaw.column else ''}"
        click.echo(f"{where}: {sentence(flaw)}", err=True)
    if flaws.count > len(flaws.kept):
        click.echo(f"{name}: and {flaws.count - len(flaws.kept)} more", err=True)
