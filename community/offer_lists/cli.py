"""`flask --app app skills import`: a list of offers from a file."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.cli import named
from community.offer_lists import lines, queries
from community.offer_lists.taking_over import Brought, prepare, take_over
from community.web.terminal import counted, refusal, tell_flaws

skills = AppGroup("skills", help="Import what people offer.")

_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Of a long list, how far it is.
_EVERY = 1_000


@skills.command("import")
@click.argument("file", type=_A_FILE)
@click.option("--library", "slug", required=True, metavar="SLUG", help="The library.")
@click.option(
    "--confirmed",
    is_flag=True,
    help="Everyone agreed on paper and is 16 or older: publish at once, without mail.",
)
def import_offers(file: Path, slug: str, confirmed: bool) -> None:
    """Import offers from FILE, a CSV list: all of it, or nothing.

    Importing the same list again changes nothing.
    """
    begun = perf_counter()
    try:
        library_id = named(slug).id
        with file.open("rb") as content:
            offered, flaws = lines.read_list(content, queries.theme_ids(session()))
    except DomainError as error:
        raise refusal(error) from None
    if flaws.count:
        tell_flaws(file.name, flaws)
        raise click.ClickException(f"{counted(flaws.count, 'mistake')}: nothing was imported.")
    ready, brought = prepare(session(), library_id, offered), Brought(file.name, confirmed, None)
    with transaction() as tx:
        outcome = take_over(
            tx, library_id, brought, ready, lines=len(offered), now=now(), tell=_tell
        )
    took = perf_counter() - begun
    left_out = f", {outcome.too_young:,} left out: under 16" if outcome.too_young else ""
    click.echo(
        f"Offers: {outcome.added:,} new, {outcome.same:,} unchanged{left_out} ({took:.1f} s)."
    )


def register(app: Flask) -> None:
    app.cli.add_command(skills)


def _tell(done: int) -> None:
    if done % _EVERY == 0:
        click.echo(f"{done:,} done")
