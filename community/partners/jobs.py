"""What the clock does for partners: the list of the quarter, and the box with judgements."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import Flask

from community.db import session, transaction
from community.jobs import clock
from community.jobs.clock import MINUTES_IN_A_DAY
from community.partners import judging, list_queries, lists, queries


def make_lists(now: datetime) -> int:
    """Make and owe what is due, one partner per transaction; how many lists."""
    quarter = lists.quarter_to_ask(now)
    if quarter is None:
        return 0
    due = list_queries.list_due(session(), quarter, now=now)
    made = 0
    for library_id, partner_id in due:
        with transaction() as tx:
            made += lists.make(tx, library_id, partner_id, quarter, now=now) is not None
    return made


def empty_boxes(now: datetime) -> int:
    """Let the log know what partners think, where enough of them have said so."""
    told = 0
    for library_id in queries.list_full_boxes(session(), judging.TOGETHER):
        with suppress(judging.TooFewTogether), transaction() as tx:
            told += judging.empty_box(tx, library_id, now=now)
    return told


def register(_app: Flask) -> None:
    clock.every(MINUTES_IN_A_DAY, "partners.make_lists", make_lists)
    clock.every(MINUTES_IN_A_DAY, "partners.empty_boxes", empty_boxes)
