"""What a librarian wrote down for somebody, or took over from a list that was agreed on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.register import agreed, queries, states
from community.register.models import Entry, EntryState
from community.words import N_


def hand_in(
    session: Session, library_id: int, entry_id: int, how: Channel, *, now: datetime
) -> Entry:
    """It opens at once, by the yes of its person: kept with how and when."""
    entry = session.get_one(Entry, entry_id)
    if entry.state is EntryState.DRAFT:
        entry.heard = how
        session.flush()
    agreed.follow(session, entry, channel=how, now=now)
    return states.hand_in(session, library_id, entry_id, is_checked=True, now=now)


def _stop(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    heard = and_(Entry.heard.is_not(None), Entry.state != EntryState.STOPPED)
    for entry_id in queries.list_of_yes(session, library_id, person_id, heard):
        states.stop(session, library_id, entry_id, now=now)


def register(_app: object) -> None:
    purposes.register(
        Purpose(
            name=agreed.SPOKEN,
            what=N_("That the library wrote down what you offer or ask for"),
            versions={"1": agreed.READ_OUT},
            current="1",
            stops=N_(
                "What the library wrote down for you has been stopped: nobody can find it any more."
            ),
            withdraw=_stop,
        )
    )
