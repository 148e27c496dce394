"""`flask privacy purge`."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.keeping import purging
from community.web.terminal import counted

privacy = AppGroup("privacy", help="Wipe what is kept no longer.")


@privacy.command("purge")
@click.option("--dry-run", is_flag=True, help="Show what would be wiped; wipe nothing.")
def purge(*, dry_run: bool) -> None:
    """Wipe what has passed its time. The worker does this every hour."""
    wiped = purging.would_go(now()) if dry_run else purging.purge(now())
    for name, rows in sorted(wiped.items()):
        if rows or dry_run:
            click.echo(f"{name}: {rows}")
    rows_in_all = counted(sum(wiped.values()), "row")
    click.echo(f"{'Would wipe' if dry_run else 'Wiped'} {rows_in_all}.")


def register(app: Flask) -> None:
    app.cli.add_command(privacy)
