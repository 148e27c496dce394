"""Keeping the bytes of the feeds: after a new version of the house, and when a branch moves.

Each looks first and takes the turn to write only for what it finds, so an idle house waits for
nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from community.calendars import queries, services
from community.calendars.queries import Window
from community.clock import local_day
from community.db import session, transaction
from community.gatherings import calendar_items
from community.jobs import clock
from community.libraries.tenancy import base_url

#: Gatherings in one transaction: a fifth of a second of writing.
AT_ONCE = 200


def keep_what_is_missing(now: datetime) -> None:
    """Until nothing is behind. Till then a feed writes such a gathering itself, each time."""
    edition, window = calendar_items.edition(base_url()), Window(local_day(now))
    while ids := queries.list_behind(session(), edition, window, AT_ONCE):
        _keep(ids, now)


def look_everything_over(now: datetime) -> None:
    """Find what shows something of others that has changed: a branch's street, a theme's name."""
    window, last = Window(local_day(now)), 0
    while found := queries.list_after(session(), last, window, AT_ONCE):
        last = found[-1].id
        kept = queries.list_hashes(session(), [gathering.id for gathering in found])
        if ids := [
            gathering.id
            for gathering in found
            if not calendar_items.hashes(gathering, base_url()) <= kept
        ]:
            _keep(ids, now)


def register() -> None:
    clock.every(5, "calendars.keep_what_is_missing", keep_what_is_missing)
    clock.every(60, "calendars.look_everything_over", look_everything_over)


def _keep(ids: Sequence[int], now: datetime) -> None:
    with transaction() as tx:
        services.keep_bytes(tx, ids, base_url=base_url(), now=now)
