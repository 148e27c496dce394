"""Telling everybody who counts on a gathering what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings import moves
from community.gatherings.hosting_queries import Reach
from community.gatherings.models import SignUp
from community.outbox.services import owe


def tell(
    session: Session,
    counting_on_it: Iterable[SignUp],
    news: str,
    was: datetime | None,
    *,
    now: datetime,
) -> Reach:
    """Owe the news to each of them; who has no address is on the list to call.

    `was`: when it would have begun, if that is what changed.
    """
    mails = calls = 0
    for sign_up in counting_on_it:
        if not sign_up.person.gets_mail:
            calls += 1
            continue
        mails += 1
        if not moves.keep(session, sign_up, news, was):
            owe_news(session, sign_up, news, was, now=now)
    return Reach(mails, calls)


def owe_news(
    session: Session, sign_up: SignUp, news: str, was: datetime | None, *, now: datetime
) -> None:
    """Owe one mail about one gathering."""
    gathering = sign_up.gathering
    owe(
        session,
        f"gatherings/{news}",
        to=sign_up.person_id,
        key=f"sign_up:{sign_up.id}:{news}:{gathering.sequence + sign_up.sequence}",
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        now=now,
        sign_up_id=sign_up.id,
        was=was.isoformat() if was else None,
    )
