"""`flask --app app meetlat freeze SLUG`: what the button does, from a terminal."""

from __future__ import annotations

import click

from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.libraries import queries as libraries
from community.meetlat import metingen, metingen_queries
from community.meetlat.cli import meetlat
from community.web.i18n import sentence


@meetlat.command("freeze")
@click.argument("slug")
def freeze(slug: str) -> None:
    """Freeze how library SLUG stood when the last quarter ended; once is enough."""
    moment = now()
    until = metingen.latest_end(moment)
    try:
        library_id = libraries.get_by_slug(session(), slug).id
        stands = metingen_queries.find_of(session(), library_id, until)
        if stands is not None:
            click.echo(
                f"The meting up to {until} is already frozen, since {stands.frozen_at:%Y-%m-%d}."
            )
            return
        drawn = metingen.draw_up(session(), library_id, until)
        with transaction() as tx:
            metingen.freeze(tx, drawn, by_id=None, now=moment)
    except NotFound:
        raise click.ClickException(f"There is no library ‘{slug}’.") from None
    except DomainError as error:
        raise click.ClickException(sentence(error)) from None
    click.echo(f"Frozen: the meting up to {until}, of {drawn.activities} activities.")
