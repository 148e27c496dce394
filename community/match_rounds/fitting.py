"""What fits somebody who lets us choose: the same scores by which activities are suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.suggestions import fitting

#: Of a score of at most 1000, and above nothing: always below what a wish is worth.
LEAST, PART = 100, 0.4


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
    return {
        (each.person.id, gathering.id): LEAST + round(PART * each.fit.score)
        for gathering in gatherings
        for each in fitting.suitable(session, gathering, person_ids, most=len(person_ids), now=now)[
            0
        ]
    }
