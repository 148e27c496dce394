"""`flask privacy purge`."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.keeping import purging

privacy = AppGroup("privacy", help="What is kept of people.")


@privacy.command("purge")
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
def purge(*, dry_run: bool) -> None:
    """Wipe what is kept no longer. The worker does this every hour."""
    wiped = purging.would_go(now()) if dry_run else purging.purge(now())
    for name, rows in sorted(wiped.items()):
        if rows or dry_run:
            click.echo(f"{name}: {rows}")
    click.echo(f"{'Would be wiped' if dry_run else 'Wiped'}: {sum(wiped.values())} rows.")


def register(app: Flask) -> None:
    app.cli.add_command(privacy)
