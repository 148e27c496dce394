"""Who does not want to meet whom, as blocks between two people say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from community.gatherings.models import SignUp
from community.gatherings.sign_up_queries import ACTIVE
from community.introductions.models import Block


def blocked_at(session: Session, library_id: int, person_id: int) -> dict[int, frozenset[int]]:
    """By gathering, who is in it whom this person does not meet, or the reverse."""
    pairs = or_(
        and_(Block.person_id == person_id, Block.blocked_id == SignUp.person_id),
        and_(Block.blocked_id == person_id, Block.person_id == SignUp.person_id),
    )
    rows = session.execute(
        select(SignUp.gathering_id, SignUp.person_id)
        .join(Block, and_(Block.library_id == library_id, pairs))
        .where(SignUp.library_id == library_id, SignUp.status.in_(ACTIVE))
    )
    return _grouped((gathering_id, other) for gathering_id, other in rows)


def blocked_with(
    session: Session, library_id: int, others: Collection[int] | Select[int]
) -> dict[int, frozenset[int]]:
    """By person, who of `others` they do not meet, or the reverse."""
    rows = session.execute(
        union_all(
            select(Block.person_id, Block.blocked_id).where(
                Block.library_id == library_id, Block.blocked_id.in_(others)
            ),
            select(Block.blocked_id, Block.person_id).where(
                Block.library_id == library_id, Block.person_id.in_(others)
            ),
        )
    )
    return _grouped((person_id, other) for person_id, other in rows)


def signed_up(gathering_id: int) -> Select[int]:
    """Who is in it, or waits."""
    return select(SignUp.person_id).where(
        SignUp.gathering_id == gathering_id, SignUp.status.in_(ACTIVE)
    )


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}
