"""What fits somebody who also lets us choose: themes she likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.match_rounds import queries

#: Below what any wish is worth: from nothing known to nothing but what one likes.
FITS_LEAST, FITS_MOST = 100, 500


def scores(
    session: Session, library_id: int, person_ids: Sequence[int], gatherings: Sequence[Gathering]
) -> Mapping[tuple[int, int], int]:
    """Per person and gathering a whole number from 100 to 500."""
    liked = queries.themes_liked(session, library_id, person_ids)
    fits = {}
    for person_id in person_ids:
        mine = liked.get(person_id, frozenset())
        for gathering in gatherings:
            about = {theme.id for theme in gathering.themes}
            share = len(about & mine) / len(about) if about else 0.0
            fits[person_id, gathering.id] = FITS_LEAST + round(share * (FITS_MOST - FITS_LEAST))
    return fits
