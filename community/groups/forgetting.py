"""How long it is kept who is in a group, was asked to be, and what was sent."""

from __future__ import annotations

from sqlalchemy import delete

from community.groups.contact import KEPT
from community.groups.members import MAY_CONFIRM
from community.groups.models import GroupMember, GroupMessage
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

RULES = (
    Rule(
        name="groups.unconfirmed",
        forget=wiping(
            lambda now: delete(GroupMember).where(
                GroupMember.since.is_(None), GroupMember.asked_at <= now - MAY_CONFIRM
            )
        ),
    ),
    Rule(
        name="groups.members",
        order=59,
        words=Words(
            what=N_("Which groups you are in"),
            why=N_("So that the group knows who its members are."),
            how_long=N_("Until you leave the group."),
        ),
    ),
    Rule(
        name="groups.messages",
        order=61,
        words=Words(
            what=N_("What you wrote to the contact person of a group"),
            why=N_("Until the e-mail has arrived. After that it is theirs."),
            how_long=N_("%(kept)s."),
        ),
        periods={"kept": KEPT},
        forget=wiping(
            lambda now: delete(GroupMessage).where(GroupMessage.written_at <= now - KEPT)
        ),
    ),
)


def register(_app: object) -> None:
    keep(*RULES)
