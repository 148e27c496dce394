"""`flask outbox deliver` and `flask outbox retry`."""

from __future__ import annotations

import signal
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from community.clock import now
from community.db import transaction
from community.outbox import delivery, labels, settings, states
from community.outbox.failures import ServerAway
from community.outbox.transport import opened
from community.web.terminal import counted

outbox = AppGroup("outbox", help="Send mail, and manage what is waiting.")


@outbox.command("deliver")
@click.option("--once", is_flag=True, help="Send what is due now, then exit.")
def deliver(*, once: bool) -> None:
    """Send waiting mail until stopped. The worker does this too."""
    if not once:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        delivery.run(current_app._get_current_object(), stop)  # type: ignore[attr-defined]  # noqa: SLF001
        return
    try:
        with opened(current_app.config["MAIL_URL"]) as way:
            click.echo(f"{counted(delivery.deliver_due(way), 'mail')} sent.")
    except ServerAway as error:
        raise click.ClickException(f"Could not reach the mail server ({error.why}).") from error


@outbox.command("retry")
def retry() -> None:
    """Try again to send all mail that was given up."""
    with transaction() as tx:
        count = states.owe_again(tx, now=now())
    click.echo(f"{counted(count, 'mail')} waiting to be sent again.")


@outbox.command("restored")
@click.option("--send/--drop", required=True, help="Send it after all, or drop it.")
def restored(*, send: bool) -> None:
    """Send or drop the unsent mail of a restored backup.

    It was waiting when the backup was made; people may have had it since.
    """
    with transaction() as tx:
        count = states.decide_restored(tx, send=send, now=now())
    click.echo(f"{counted(count, 'mail')} {'waiting to be sent' if send else 'dropped'}.")


def register(app: Flask) -> None:
    settings.check(app)
    app.cli.add_command(outbox)
    app.jinja_env.globals.update(mail_states=labels.STATES, why_not_sent=labels.why)
