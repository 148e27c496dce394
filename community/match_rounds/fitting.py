"""What fits somebody: where a room lacks what they need, and what suits who lets us choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering
from community.libraries.models import Equipment
from community.preferences import queries as preferences
from community.preferences.models import lacking
from community.suggestions import fitting

#: Of a score of at most 1000, and above nothing: always below what a wish is worth.
LEAST, PART = 100, 0.4


Lacks = Mapping[tuple[int, int], frozenset[Equipment]]


def lacks(
    session: Session, library_id: int, person_ids: Sequence[int], gatherings: Sequence[Gathering]
) -> Lacks:
    """Per person and gathering what its room does not have that this person needs, if anything.

    Nobody is placed there, however much they wish it; and nobody else is told why.
    """
    needs = preferences.needs_of(session, library_id, person_ids)
    return {
        (person_id, gathering.id): missing
        for person_id, needed in needs.items()
        for gathering in gatherings
        if gathering.mode is not Mode.ONLINE and (missing := lacking(needed, gathering.room))
    }


def scores(
    session: Session,
    person_ids: Sequence[int],
    gatherings: Sequence[Gathering],
    *,
    now: datetime,
) -> Mapping[tuple[int, int], int]:
    """Per person and gathering 100 to 500; whom something keeps away from it is not in it."""
    if not person_ids:
        return {}
    found = {}
    for gathering in gatherings:
        fit, _may_come = fitting.suitable(
            session, gathering, person_ids, most=len(person_ids), now=now
        )
        for each in fit:
            found[each.person.id, gathering.id] = LEAST + round(PART * each.fit.score)
    return found
