"""Taking in the lists that were handed in at the desk, one at a time, aside."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.orm import Session

from community import clock as time_of_day
from community.db import transaction
from community.errors import DomainError
from community.history import handing_in
from community.history.cli import hand_of
from community.history.models import PastImport
from community.history.services import Outcome
from community.history.taking_in import Lists, take_in
from community.jobs import clock

log = logging.getLogger("community.history")


def files_of(library_id: int, import_id: int) -> tuple[Path, Path]:
    """Where its lists lie, as long as they are needed."""
    folder = Path(str(current_app.config["INSTANCE"])) / "history" / str(library_id)
    return folder / f"{import_id}.csv", folder / f"{import_id}-check-ins.csv"


def take_in_next(now: datetime) -> bool:
    """Take in the list that waits longest; whether there was one."""
    with transaction() as tx:
        handed = handing_in.take_up(tx, now=now)
    if handed is None:
        return False
    gatherings, check_ins = files_of(handed.library_id, handed.id)
    try:
        _take_in(handed, gatherings, check_ins)
    except DomainError as refused:
        with transaction() as tx:
            handing_in.refuse(tx, handed.id, refused, now=time_of_day.now())
    except Exception:
        log.exception("a list could not be taken in", extra={"facts": {"import": handed.id}})
        with transaction() as tx:
            handing_in.stumble(tx, handed.id, now=time_of_day.now())
    # Who was where does not lie here longer than it takes.
    for path in (gatherings, check_ins):
        path.unlink(missing_ok=True)
    return True


def register(_app: Flask) -> None:
    clock.whenever("history.take_in_next", take_in_next)


def _take_in(handed: PastImport, gatherings: Path, check_ins: Path) -> None:
    def tell(tx: Session, done: int, total: int, outcome: Outcome) -> None:
        handing_in.tell(tx, handed.id, done, total, outcome, now=time_of_day.now())

    came = check_ins if handed.has_check_ins else None
    lists = Lists(gatherings, came, handed.skips_errors)
    report = take_in(lists, handed.library_id, hand_of(handed.made_by_id), tell)
    with transaction() as tx:
        handing_in.finish(tx, handed.id, report, now=time_of_day.now())
