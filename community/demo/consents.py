"""What the people of the demo agreed to, as the rooms that asked have it."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from community.accounts.agreed import MAY_INVITE
from community.accounts.models import Membership
from community.consents.models import Channel, Consent
from community.consents.purposes import Purpose
from community.demo.rows import Row, add
from community.preferences.agreed import MIXED, REMEMBERED
from community.preferences.models import Preference
from community.register.agreed import SENSITIVE
from community.register.models import Entry, EntryState

#: How most people said it.
_HOW = (Channel.SCREEN, Channel.SCREEN, Channel.MAIL, Channel.COUNTER)


def add_consents(session: Session, library_id: int, slug: str) -> None:
    chance = Random(f"toestemming in {slug}")  # noqa: S311
    rows = [
        *_rows(session, library_id, MAY_INVITE, Membership, Membership.may_invite_since),
        *_rows(session, library_id, MIXED, Preference, Preference.mixed_since),
        *_rows(session, library_id, REMEMBERED, Preference, Preference.remembered_since),
        *_rows(session, library_id, SENSITIVE, Entry, Entry.consent_at),
    ]
    for row in rows:
        asked_anywhere = row["purpose"] == MAY_INVITE.name
        row["channel"] = chance.choice(_HOW) if asked_anywhere else Channel.SCREEN
    add(session, Consent, rows)


def _rows(
    session: Session,
    library_id: int,
    purpose: Purpose,
    table: type[Membership | Preference | Entry],
    since: InstrumentedAttribute[datetime | None],
) -> list[Row]:
    found = (
        select(table.person_id, func.min(since))
        .where(table.library_id == library_id, since.is_not(None))
        .group_by(table.person_id)
        .order_by(table.person_id)
    )
    if table is Entry:
        found = found.where(Entry.state != EntryState.STOPPED)
    return [
        {
            "library_id": library_id,
            "person_id": person_id,
            "purpose": purpose.name,
            "text_version": purpose.current,
            "given_at": given_at,
        }
        for person_id, given_at in session.execute(found)
    ]
