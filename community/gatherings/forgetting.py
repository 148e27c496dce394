"""How long what people said at sign-up is kept. The privacy page says the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.db import Base, table_of
from community.gatherings.models import Gathering, SignUp
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild
from community.skills import talk

#: Six months; and of a sensitive gathering, until the fifth day.
ANSWERS = timedelta(days=183)
SENSITIVE = timedelta(days=5)


def forget_what_is_past(session: Session, *, now: datetime) -> int:
    """Needs the day after, answers and names of children later. Doing it twice changes nothing.

    A draft of kunde goes with the answer that it came from, unless its person said yes.
    """
    of_yesterday = Gathering.ends_at < start_of_day(local_day(now))
    of_long_ago = or_(
        Gathering.ends_at < now - ANSWERS,
        Gathering.is_sensitive & (Gathering.ends_at < now - SENSITIVE),
    )
    talk.unsay_all(session, select(SignUp.id).join(Gathering).where(of_long_ago))
    return (
        _wipe(session, AccessNeed, of_yesterday)
        + _wipe(session, SignUpAnswer, of_long_ago)
        + _wipe(session, SignUpChild, of_long_ago)
    )


def _wipe(session: Session, table: type[Base], past: ColumnElement[bool]) -> int:
    """By what there is to wipe, which is little, and not by every gathering that ever was."""
    rows = table_of(table)
    there = select(SignUp.id).join(Gathering).where(SignUp.id == rows.c.sign_up_id, past).exists()
    done = session.execute(delete(rows).where(there))
    return cast("CursorResult[Any]", done).rowcount
