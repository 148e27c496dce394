"""What a library adds to the rules of the house: at most three sentences, and never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.libraries import versions
from community.moderation import rules_queries
from community.moderation.models import OWN, OwnRules


@dataclass(frozen=True, slots=True)
class Added:
    sentences: Sequence[str]
    changed: str  #: In one sentence what is other than before, for who agreed to that.
    is_large: bool  #: Whether they are asked again.


def write(
    session: Session, library_id: int, added: Added, *, by: Person, now: datetime
) -> OwnRules | None:
    """A new version, from now on; the same sentences again are none. None: nothing ever added.

    The first is number 1, also when sentences are taken away later: that is a version too.
    """
    before = rules_queries.lock_own(session, library_id)
    said = (*(each for each in added.sentences if each), "", "", "")[: len(OWN)]
    if said == (before[-1].sentences if before else ("", "", "")):
        return before[-1] if before else None
    own = OwnRules(
        library_id=library_id, number=len(before) + 1, first=said[0], second=said[1],
        third=said[2], changed=added.changed, is_large=added.is_large, since=now,
        written_by_id=by.id,
    )  # fmt: skip
    session.add(own)
    versions.pages_changed(session, library_id)
    session.flush()
    return own
