"""`flask demo`: a town to walk around in."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from community.clock import local_day, now, start_of_day
from community.db import session, transaction
from community.demo import pictures, town
from community.gatherings.models import Gathering, SignUp
from community.libraries import queries as libraries


@click.command("demo")
@click.option(
    "--size",
    type=click.Choice(list(town.SIZES)),
    default="town",
    show_default=True,
    help="How much to make.",
)
@click.option("--if-empty", is_flag=True, help="Do nothing if there is a library already.")
@with_appcontext
def demo(size: str, if_empty: bool) -> None:
    """Fill an empty database with three made-up libraries."""
    if libraries.count(session()):
        if if_empty:
            return
        raise click.ClickException("There are libraries already. The demo fills an empty database.")
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("The demo is not for production: everyone knows its passwords.")
    begun = perf_counter()
    # Midnight, so that what is today, this week and next month is the same all day long.
    today = start_of_day(local_day(now()))
    with transaction() as tx:
        made = town.fill(tx, size, now=today, base_url=current_app.config["BASE_URL"])
        for library_id in made[:1]:
            pictures.hang(tx, library_id, Path(current_app.config["INSTANCE"]), now=today)
    gatherings = session().scalars(select(func.count(Gathering.id))).one()
    sign_ups = session().scalars(select(func.count(SignUp.id))).one()
    seconds = perf_counter() - begun
    click.echo(f"3 libraries, {gatherings:,} gatherings, {sign_ups:,} sign-ups ({seconds:.1f} s).")


def register(app: Flask) -> None:
    app.cli.add_command(demo)
