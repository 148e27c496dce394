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

outbox = AppGroup("outbox", help="Mail that is owed to people.")


@outbox.command("deliver")
@click.option("--once", is_flag=True, help="Deliver what is due now, and end.")
def deliver(*, once: bool) -> None:
    """Deliver what is owed, until stopped. The worker does this too."""
    if not once:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        delivery.run(current_app._get_current_object(), stop)  # type: ignore[attr-defined]  # noqa: SLF001
        return
    try:
        with opened(current_app.config["MAIL_URL"]) as way:
            click.echo(f"Mails sent: {delivery.deliver_due(way)}.")
    except ServerAway as error:
        raise click.ClickException(f"the mail server is away ({error.why}).") from error


@outbox.command("retry")
def retry() -> None:
    """Owe every given-up mail again, from the first try."""
    with transaction() as tx:
        count = states.owe_again(tx, now=now())
    click.echo(f"Mails owed again: {count}.")


@outbox.command("restored")
@click.option("--send/--drop", required=True, help="Owe them again, or let them go.")
def restored(*, send: bool) -> None:
    """Decide at once about all mail that was owed when a copy was made that was put back."""
    with transaction() as tx:
        count = states.decide_restored(tx, send=send, now=now())
    click.echo(f"Mails {'owed again' if send else 'let go'}: {count}.")


def register(app: Flask) -> None:
    settings.check(app)
    app.cli.add_command(outbox)
    app.jinja_env.globals.update(mail_states=labels.STATES, why_not_sent=labels.why)
