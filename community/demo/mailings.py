"""What people in the town want to get: most never said, some are told weekly, a few want peace."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from community.demo.ids import branch_ids
from community.demo.people import Townspeople
from community.demo.rows import Row, add_returning_ids, secret
from community.gatherings.kinds import Kind
from community.notifications.models import (
    BOTH,
    MailWish,
    Reminder,
    mail_wish_branch,
    mail_wish_theme,
)
from community.topics.models import Theme

#: One in so many residents once looked at which mails she gets.
ONE_IN = 12
#: What the demo resident is told about.
HERS = (Kind.CONVERSATION, Kind.WORKSHOP, Kind.REPAIR)


def add_wishes(
    session: Session, library_id: int, folk: Townspeople, her: int | None, *, now: datetime
) -> None:
    chance = Random(f"wie krijgt welke mails in {library_id}")  # noqa: S311  (a town, no secret)
    others = [person for person in folk.residents if person != her]
    asked = [person for person in others if chance.randrange(ONE_IN) == 0]
    rows = [_wish(library_id, person, chance, now) for person in asked]
    if her is not None:
        hers = _wish(library_id, her, chance, now)
        rows.append(hers | {"is_reminded": True, "reminders": BOTH, "kinds": frozenset(HERS),
                            "digest_since": now - timedelta(days=40)})  # fmt: skip
    if not rows:
        return
    ids = add_returning_ids(session, MailWish, rows)
    themes = session.scalars(select(Theme.id).order_by(Theme.position)).all()
    branches = branch_ids(session, library_id)
    about = [
        {"wish_id": wish, "theme_id": theme}
        for wish in ids[: len(asked)]
        for theme in chance.sample(themes, chance.randrange(4))
    ]
    near = [
        {"wish_id": wish, "branch_id": chance.choice(branches)} for wish in ids[: len(asked) // 2]
    ]
    for table, links in ((mail_wish_theme, about), (mail_wish_branch, near)):
        if links:
            session.execute(insert(table), links)


def _wish(library_id: int, person_id: int, chance: Random, now: datetime) -> Row:
    weekly = chance.random() < 0.7
    return {
        "library_id": library_id,
        "person_id": person_id,
        "salt": secret(chance),
        "is_reminded": chance.random() < 0.85,
        "reminders": chance.choice((BOTH, BOTH, frozenset({Reminder.THREE_HOURS}))),
        "digest_since": now - timedelta(days=chance.randrange(10, 200)) if weekly else None,
        "kinds": frozenset(),
    }
