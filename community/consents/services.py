"""Agreeing, and taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.consents import purposes, queries
from community.consents.models import Channel, Consent
from community.db import insert_once


def agree(
    session: Session,
    library_id: int,
    person_id: int,
    purpose: str,
    *,
    channel: Channel,
    version: str = "",
    now: datetime,
) -> Consent:
    """Write down that somebody agreed with the words as they are now; twice changes nothing.

    `version`: which words it were, where each library has its own. Agreeing with newer words ends
    the consent to the older ones. Who says it in two windows at once has said it once.
    """
    version = version or purposes.named(purpose).current
    standing = queries.find_standing(session, library_id, person_id, purpose)
    if standing is not None and standing.text_version == version:
        return standing
    if standing is not None:
        standing.withdrawn_at = now
        session.flush()
    insert_once(
        session,
        Consent,
        library_id=library_id,
        person_id=person_id,
        purpose=purpose,
        text_version=version,
        channel=channel,
        given_at=now,
    )
    return queries.get_standing(session, library_id, person_id, purpose)


def follow(
    session: Session,
    library_id: int,
    person_id: int,
    purpose: str,
    *,
    stands: bool,
    channel: Channel,
    now: datetime,
) -> None:
    """For what is said at a thing of its own (an offer, a promise): one consent for all of them,
    which stands as long as one that others can see rests on it."""
    if stands:
        agree(session, library_id, person_id, purpose, channel=channel, now=now)
    else:
        take_back(session, library_id, person_id, purpose, now=now)


def take_back(
    session: Session, library_id: int, person_id: int, purpose: str, *, now: datetime
) -> None:
    """The consent stands no longer, and what it allowed stops; not agreed before is no error."""
    if not end(session, library_id, person_id, purpose, now=now):
        return
    if carry_out := purposes.named(purpose).withdraw:
        carry_out(session, library_id, person_id, now)


def end(session: Session, library_id: int, person_id: int, purpose: str, *, now: datetime) -> bool:
    """The consent stands no longer: its room stopped already what it allowed. Whether it stood."""
    standing = queries.find_standing(session, library_id, person_id, purpose)
    if standing is not None:
        standing.withdrawn_at = now
    return standing is not None
