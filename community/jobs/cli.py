"""`flask worker`, which the Procfile starts, and `flask jobs run`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from community.jobs import clock, queue, worker

jobs = AppGroup("jobs", help="Run scheduled jobs.")


@jobs.command("run")
def run_jobs() -> None:
    """Run every scheduled job once, now."""
    failed = clock.run_all()
    click.echo(f"Jobs run: {len(clock.registered()) - len(failed)}.")
    if failed:
        raise click.ClickException(f"Failed: {', '.join(failed)}. See the log.")


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Send mail and run scheduled jobs until stopped."""
    worker.run(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def register(app: Flask) -> None:
    queue.check(str(app.config["QUEUE_URL"]))
    app.cli.add_command(jobs)
    app.cli.add_command(run_worker)
