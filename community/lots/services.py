"""A manager says where people are asked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.db import insert_once
from community.lots import queries
from community.lots.models import FEWEST, MOST, Practice, Sampling
from community.tokens import new_salt


def change(
    session: Session, library_id: int, *, tally: Practice, pulse: Practice, one_in: int
) -> Sampling:
    """Where to ask from now on. The seed stays, or a draw could be tried until it pleases."""
    if not FEWEST <= one_in <= MOST:
        raise ValueError(f"one in {one_in}")
    insert_once(
        session,
        Sampling,
        library_id=library_id,
        tally=Practice.NONE,
        pulse=Practice.NONE,
        one_in=one_in,
        seed=new_salt(),
    )
    sampling = queries.lock(session, library_id)
    sampling.tally, sampling.pulse, sampling.one_in = tally, pulse, one_in
    return sampling
