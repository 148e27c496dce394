"""Renewing what a calendar address hangs on, and keeping the bytes of the feeds up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.calendars import queries
from community.gatherings import calendar_items
from community.tokens import new_salt


def renew_address(session: Session, person_id: int) -> None:
    """Give somebody's own feed a new address; the old one is worthless from the commit on."""
    person = session.get_one(Person, person_id)
    person.calendar_salt = new_salt()


def keep_bytes(session: Session, ids: Sequence[int], *, base_url: str, now: datetime) -> None:
    """Write the calendar items of these gatherings anew, where they would be different."""
    for gathering in queries.list_to_write(session, ids):
        calendar_items.refresh(session, gathering, base_url=base_url, now=now)
