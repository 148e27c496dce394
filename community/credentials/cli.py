"""`flask person reset-factors`: for who no manager can help back in."""

from __future__ import annotations

import click
from flask import Flask

from community.accounts import queries
from community.accounts.addresses import WrongAddress, folded
from community.accounts.cli import person
from community.clock import now
from community.credentials import services
from community.db import session, transaction
from community.texts import UnfitText, clean_line
from community.web.terminal import refusal


@person.command("reset-factors")
@click.argument("email")
@click.option("--reason", required=True, help="Why; quoted in the mail to EMAIL.")
def reset_factors(email: str, reason: str) -> None:
    """Remove the extra code and the passkeys of EMAIL.

    They then sign in with a link by mail, and get a mail that says so.
    """
    try:
        found, said = queries.find_person_by_address(session(), folded(email)), clean_line(reason)
    except WrongAddress as wrong:
        raise refusal(wrong) from None
    except UnfitText as unfit:
        raise click.BadParameter(str(unfit), param_hint="--reason") from None
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    with transaction() as tx:
        services.reset_as_operator(tx, found.id, reason=said[:300], now=now())
    click.echo(f"{email} now signs in with a link, and will get a mail about it.")


def register(_app: Flask) -> None:
    """The command stands in the group of `person`, which is registered already."""
