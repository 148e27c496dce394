"""What the clock does for teams: after each quarter its list."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.teams import lists, queries
from community.teams.models import Team
from community.teams.quarters import bounds, quarter_before

#: So long after a quarter its list still is of use; a job that stood still makes up for it.
STILL_OF_USE = timedelta(days=31)


def send_lists(now: datetime) -> int:
    """Owe the lists of the last quarter that are not owed yet; how many. One team at a time."""
    quarter = quarter_before(now)
    if now >= bounds(quarter)[1] + STILL_OF_USE:
        return 0
    due = [team.id for team in queries.list_due(session(), quarter)]
    made = 0
    for team_id in due:
        with transaction() as tx:
            made += lists.make_list(tx, tx.get_one(Team, team_id), quarter, now=now)
    return made


def register(_app: Flask) -> None:
    clock.every(clock.MINUTES_IN_A_DAY, "teams.send_lists", send_lists)
