"""How long what two people wrote to each other is kept."""

from __future__ import annotations

from sqlalchemy import delete, select

from community.introductions import limits
from community.introductions.models import Introduction, IntroductionMessage
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


def register(_app: object) -> None:
    keep(RULE)
