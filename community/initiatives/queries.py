"""Every select about who began a gathering."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.errors import NotFound
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.initiatives.models import Initiation

#: What a token in a link is made for.
PURPOSE = "initiation"


def find(session: Session, library_id: int, gathering_id: int) -> Initiation | None:
    """Who began it, if that was not the library. Read anew: the gathering's lock guards it."""
    return session.scalars(
        select(Initiation).where(
            Initiation.library_id == library_id, Initiation.gathering_id == gathering_id
        ),
        execution_options={"populate_existing": True},
    ).one_or_none()


def find_with_gathering(session: Session, initiation_id: int) -> Initiation | None:
    gathering = joinedload(Initiation.gathering)
    return session.scalars(
        select(Initiation)
        .where(Initiation.id == initiation_id)
        .options(
            gathering.joinedload(Gathering.library),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
    ).one_or_none()


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Initiation:
    """What the link in a mail asks."""
    number = tokens.row_id(token)
    found = find_with_gathering(session, number) if number is not None else None
    if (
        found is None
        or found.library_id != library_id
        or not tokens.matches(token, key, PURPOSE, found.id, found.salt)
    ):
        raise NotFound
    return found


def token_of(initiation: Initiation, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, initiation.id, initiation.salt)


def list_begun_by(
    session: Session, library_id: int, partner_id: int, gathering_ids: Collection[int]
) -> set[int]:
    """Which of these gatherings a partner began, according to us, and did not deny."""
    found = session.scalars(
        select(Initiation.gathering_id)
        .join(Initiation.gathering)
        .where(
            Initiation.library_id == library_id,
            Initiation.partner_id == partner_id,
            Initiation.gathering_id.in_(gathering_ids),
            Initiation.kind == Initiator.PARTNER,
            Gathering.initiator == Initiator.PARTNER,
            Initiation.denied_at.is_(None),
        )
    )
    return set(found)
