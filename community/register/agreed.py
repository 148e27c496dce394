"""That others may see what says much about a life: one yes for all of somebody's such offers.

Each entry keeps whether it was said for that one. The consent stands for as long as it was said
for one that can be seen.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.libraries import versions
from community.register import finding, queries
from community.register.models import Entry, EntryState
from community.words import N_


def _librarians_alone(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    agreed_to = Entry.consent_at.is_not(None)
    for entry_id in queries.list_of_yes(session, library_id, person_id, agreed_to):
        entry = queries.lock(session, library_id, entry_id)
        entry.consent_at, entry.consent_words = None, ""
        finding.lay_out(session, entry)
    versions.pages_changed(session, library_id)


SENSITIVE = Purpose(
    name="register.sensitive",
    what=N_("That others may see what you offer or ask for on a sensitive subject"),
    versions={
        "1": N_(
            "I know that this says something about my life. Others may see it, as I chose above."
        )
    },
    current="1",
    stops=N_(
        "Now only you and the librarians can see what you offer or ask for on such a subject."
    ),
    withdraw=_librarians_alone,
)


#: What a librarian reads out before writing something down; carried out by `register.spoken`.
SPOKEN = "register.spoken"
READ_OUT = N_(
    "The library may write down for me what I offer or ask for. The people I choose see it, "
    "with my first name."
)


def follow(
    session: Session, entry: Entry, *, channel: Channel = Channel.SCREEN, now: datetime
) -> None:
    """After a change of an entry: a consent stands as long as one that can be seen needs it."""
    for purpose, needs, how in (
        (SENSITIVE.name, Entry.consent_at.is_not(None), channel),
        (SPOKEN, Entry.heard.is_not(None), entry.heard or channel),
    ):
        still = and_(needs, Entry.state != EntryState.STOPPED)
        stands = bool(queries.list_of_yes(session, entry.library_id, entry.person_id, still))
        consents.follow(
            session, entry.library_id, entry.person_id, purpose, stands=stands, channel=how,
            now=now,
        )  # fmt: skip


def register(_app: object) -> None:
    purposes.register(SENSITIVE)
