"""Saying what one prefers, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.accounts import ages, people
from community.areas.visitors import AgeClass
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.db import insert_once
from community.libraries.models import Equipment
from community.moments import Moment
from community.preferences import agreed, queries
from community.preferences.models import Preference
from community.tongues import Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody ticked; nothing of it has to be. Themes and branches by their ids."""

    moments: frozenset[Moment] = frozenset()
    tongues: frozenset[Tongue] = frozenset()
    comes_online: bool = True
    theme_ids: frozenset[int] = frozenset()
    branch_ids: frozenset[int] = frozenset()
    #: What a room must have, with the words that were agreed to; without those nothing is kept.
    needs: frozenset[Equipment] = frozenset()
    needs_words: str = ""
    #: The words that were agreed to; empty: no.
    mixed_words: str = ""
    age_class: AgeClass | None = None
    pc4: str | None = None
    remembered_words: str = ""


def keep(
    session: Session, library_id: int, person_id: int, said: Said, *, now: datetime
) -> Preference:
    """Keep what somebody ticked. Who says it is from then on known to the library."""
    if said.remembered_words:
        ages.hold(session, person_id)
        ages.check(session, person_id, now=now)
    people.belong(session, library_id, person_id, now=now)
    insert_once(session, Preference, library_id=library_id, person_id=person_id, revised_at=now)
    mine = queries.get(session, library_id, person_id)
    mine.moments, mine.tongues = said.moments, said.tongues
    mine.comes_online = said.comes_online
    mine.themes = list(queries.list_themes(session, said.theme_ids))
    mine.branches = list(queries.list_branches(session, library_id, said.branch_ids))
    session.flush()
    mine.needs_since = _since(session, mine, agreed.NEEDED, said.needs_words, now)
    mine.needs = said.needs if said.needs_words else None
    mine.mixed_since = _since(session, mine, agreed.MIXED, said.mixed_words, now)
    mine.mixed_words = said.mixed_words
    mine.age_class = said.age_class if said.mixed_words else None
    mine.pc4 = said.pc4 if said.mixed_words else None
    mine.remembered_since = _since(session, mine, agreed.REMEMBERED, said.remembered_words, now)
    mine.remembered_words = said.remembered_words
    mine.revised_at = now
    return mine


def _since(
    session: Session, mine: Preference, purpose: Purpose, words: str, now: datetime
) -> datetime | None:
    """A yes keeps its day for as long as the words are of the same version."""
    of = (session, mine.library_id, mine.person_id, purpose.name)
    if words:
        return consents.agree(*of, channel=Channel.SCREEN, now=now).given_at
    consents.take_back(*of, now=now)
    return None


def remember_nobody(session: Session, person_id: int, now: datetime) -> None:
    """A librarian says that this person is under 16: with whom they sat is kept no longer."""
    for mine in queries.list_mine(session, person_id):
        consents.take_back(session, mine.library_id, person_id, agreed.REMEMBERED.name, now=now)


def clear(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    """As if nothing was ever said. Twice is once."""
    for purpose in (agreed.NEEDED, agreed.MIXED, agreed.REMEMBERED):
        consents.take_back(session, library_id, person_id, purpose.name, now=now)
    session.execute(
        delete(Preference).where(
            Preference.library_id == library_id, Preference.person_id == person_id
        )
    )
