"""`flask --app app meetlat freeze SLUG`: what the button does, from a terminal."""

from __future__ import annotations

import click

from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.cli import named
from community.meetlat import metingen, metingen_queries
from community.meetlat.cli import meetlat
from community.web.terminal import counted, refusal


@meetlat.command("freeze")
@click.argument("slug")
def freeze(slug: str) -> None:
    """Freeze how library SLUG stood at the end of last quarter.

    Freezing it again changes nothing.
    """
    moment = now()
    until = metingen.latest_end(moment)
    try:
        library_id = named(slug).id
        stands = metingen_queries.find_of(session(), library_id, until)
        if stands is not None:
            click.echo(
                f"The measurement up to {until} was already frozen on {stands.frozen_at:%Y-%m-%d}."
            )
            return
        drawn = metingen.draw_up(session(), library_id, until)
        with transaction() as tx:
            metingen.freeze(tx, drawn, by_id=None, now=moment)
    except DomainError as error:
        raise refusal(error) from None
    click.echo(
        f"Froze the measurement up to {until}: "
        f"{counted(drawn.activities, 'activity', 'activities')}."
    )
