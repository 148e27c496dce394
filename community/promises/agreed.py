"""That one's first name stands under a promise for everybody to read: the words, and their end.

Each promise keeps whether it was said for its words. The consent stands for as long as it was said
for one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.libraries import versions
from community.promises import queries
from community.promises.models import Promise
from community.words import N_


def _without_name(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    session.execute(
        update(Promise)
        .where(Promise.library_id == library_id, Promise.person_id == person_id)
        .values(is_named=False)
    )
    versions.pages_changed(session, library_id)


NAMED = Purpose(
    name="promises.named",
    what=N_("That your first name appears with what you promised, for everyone to read"),
    versions={"1": N_("My first name may appear with it, for everyone to read")},
    current="1",
    stops=N_(
        "Everyone reads ‘somebody from the neighbourhood’. People who were there still read "
        "your first name."
    ),
    withdraw=_without_name,
)


def follow(session: Session, library_id: int, person_id: int | None, *, now: datetime) -> None:
    """After a change of somebody's promise. It is asked by a link of their own in a mail."""
    if person_id is None:
        return
    session.flush()
    stands = queries.is_named_in_one(session, library_id, person_id)
    consents.follow(
        session, library_id, person_id, NAMED.name, stands=stands, channel=Channel.MAIL, now=now
    )


def register(_app: object) -> None:
    purposes.register(NAMED)
