"""Reading the mailbox that delivery reports come to: what came back for good stops the mail."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import Flask, current_app

from community.accounts import mail_stops
from community.db import transaction
from community.jobs import clock
from community.outbox import letters, mailbox, reports
from community.outbox.failures import ServerAway
from community.web.keys import house_key

log = logging.getLogger("community.outbox")

EVERY_MINUTES = 5


def read_reports(now: datetime) -> int:
    """Take in what is new, each in a transaction of its own; how many mails came back.

    A report is marked as seen after it counted: a crash in between has it read again, which
    changes nothing.
    """
    url = current_app.config["BOUNCES_URL"]
    if not url:
        return 0
    count = 0
    try:
        with mailbox.opened(str(url)) as box:
            for name, data in box.new():
                count += _take_in(data, now)
                box.seen(name)
    except ServerAway as error:
        log.warning("no reports can be read", extra={"facts": {"why": error.why}})
    return count


def _take_in(data: bytes, now: datetime) -> bool:
    report = reports.read(data)
    if report is None:
        return False
    with transaction() as tx:
        bounce = mail_stops.take_in(tx, report, key=house_key(), now=now)
        found = bounce.mail.id if bounce else None
    if found:
        log.info("mail came back", extra={"facts": {"mail": found}})
    return found is not None


def register(_app: Flask) -> None:
    letters.ask_first(mail_stops.fails)
    clock.every(EVERY_MINUTES, "accounts.read_reports", read_reports)
