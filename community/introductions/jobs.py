"""When the clock looks after introductions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from community.db import transaction
from community.introductions import following_up, limits
from community.introductions.models import Introduction, IntroductionMessage
from community.jobs import clock
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

RULE = Rule(
    name="introductions.messages",
    order=62,
    words=Words(
        what=N_("What you and somebody else wrote to each other through the library"),
        why=N_(
            "So that you can talk before you give each other an address. Only the two of you "
            "can read it."
        ),
        how_long=N_("%(kept)s after it ended."),
    ),
    periods={"kept": limits.MESSAGES_KEPT},
    #: That there was an introduction stays.
    forget=wiping(
        lambda now: delete(IntroductionMessage).where(
            IntroductionMessage.introduction_id.in_(
                select(Introduction.id).where(Introduction.ended_at <= now - limits.MESSAGES_KEPT)
            )
        )
    ),
)


def follow_up(now: datetime) -> None:
    for act in (
        following_up.end_what_is_over,
        following_up.remind,
        following_up.ask_what_came,
    ):
        with transaction() as tx:
            act(tx, now=now)


def register(_app: object) -> None:
    clock.every(60, "introductions.follow_up", follow_up)
    keep(RULE)
