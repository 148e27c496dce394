"""The address of the code at the door, behind which people check themselves in."""

from __future__ import annotations

from datetime import datetime, timedelta

from community import tokens
from community.gatherings.models import Gathering

PURPOSE = "check-in"
#: Longer before and after, whoever holds the address is not at the door.
AROUND = timedelta(minutes=60)


def token_of(gathering: Gathering, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, gathering.id, gathering.invitation_salt)


def is_right(token: str, gathering: Gathering, *, key: str) -> bool:
    return tokens.matches(token, key, PURPOSE, gathering.id, gathering.invitation_salt)


def opens_at(gathering: Gathering) -> datetime:
    return gathering.starts_at - AROUND


def is_open(gathering: Gathering, now: datetime) -> bool:
    return opens_at(gathering) <= now <= gathering.ends_at + AROUND
