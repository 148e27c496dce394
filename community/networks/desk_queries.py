"""What an adviser's desk reads: stored results of libraries that allow it, and nothing behind them.

A fixed number of statements, however many libraries there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries.models import Library
from community.meetlat.engine.results import MeetlatResult
from community.meetlat.engine.standard import standard
from community.meetlat.engine.stored import load
from community.meetlat.models import Meting, Standing
from community.networks import queries, request_queries, self_assessed
from community.networks.glance import Asked, Glance, glance
from community.networks.models import OPEN, Consent, RequestState, Side, SupportRequest
from community.networks.self_assessed import SelfAssessed


@dataclass(frozen=True, slots=True)
class Network:
    """The libraries of a network: how those stand that allow it, and the names of the others."""

    libraries: Sequence[Glance]
    without_consent: Sequence[str]


def read(session: Session, network_id: int) -> Network:
    """All libraries of the network."""
    names = session.execute(
        select(Library.id, Library.name)
        .where(Library.network_id == network_id)
        .order_by(Library.name)
    ).all()
    libraries = _glances(session, network_id, _known(network_id))
    allowed = {each.library_id for each in libraries}
    return Network(libraries, [name for number, name in names if number not in allowed])


def get(session: Session, network_id: int, slug: str) -> Glance:
    """One library, for as long as it allows it."""
    known = _known(network_id).where(Library.slug == slug)
    found = _glances(session, network_id, known)
    if not found:
        raise NotFound
    return found[0]


def _glances(session: Session, network_id: int, known: Select[*tuple[Any, ...]]) -> list[Glance]:
    rows = session.execute(known).all()
    asked = _asked(session, network_id)
    own = self_assessed.read(session, [row.id for row in rows])
    return [
        _glance(row, asked.get(row.id, Asked()), own.get(row.id, SelfAssessed())) for row in rows
    ]


def _glance(row: Row[Any], asked: Asked, own: SelfAssessed) -> Glance:
    result = result_of(row.result) if row.result else None
    bars, blocks = glance(
        now=result,
        before=result_of(row.before) if row.before else None,
        self_assessed=own.scores,
        standard=standard(result.version) if result else standard(),
    )
    return Glance(
        library_id=row.id,
        slug=row.slug,
        name=row.name,
        version=result.version if result else None,
        measured_until=row.until,
        against=row.against if row.before else None,
        bars=bars,
        blocks=blocks,
        provisional=own.provisional,
        last_activity=row.last_activity,
        asked=asked,
        since=row.given_at,
    )


def _known(network_id: int) -> Select[*tuple[Any, ...]]:
    """Per library with consent what was stored of it, the meting before, and its last activity."""
    earlier = aliased(Meting)
    against = (
        select(func.max(earlier.until))
        .where(earlier.library_id == Library.id, earlier.until < Standing.until)
        .correlate(Library, Standing)
        .scalar_subquery()
    )
    last = (
        select(Gathering.starts_at)
        .where(Gathering.library_id == Library.id, Gathering.status == GatheringStatus.CLOSED)
        .order_by(Gathering.starts_at.desc())
        .limit(1)
        .correlate(Library)
        .scalar_subquery()
    )
    return (
        select(
            Library.id,
            Library.slug,
            Library.name,
            Consent.given_at,
            Standing.until,
            Standing.result,
            Meting.until.label("against"),
            Meting.result.label("before"),
            last.label("last_activity"),
        )
        .join(
            Consent,
            (Consent.library_id == Library.id)
            & (Consent.network_id == Library.network_id)
            & Consent.withdrawn_at.is_(None),
        )
        .outerjoin(Standing, Standing.library_id == Library.id)
        .outerjoin(Meting, (Meting.library_id == Library.id) & (Meting.until == against))
        .where(Library.network_id == network_id)
    )


def _asked(session: Session, network_id: int) -> Mapping[int, Asked]:
    waits = case((SupportRequest.state == RequestState.ASKED, SupportRequest.asked_at))
    rows = session.execute(
        select(
            SupportRequest.library_id,
            func.sum(case((SupportRequest.state.in_(OPEN), 1), else_=0)),
            func.sum(case((request_queries.has_news_for(Side.NETWORK), 1), else_=0)),
            func.min(waits),
        )
        .join(SupportRequest.library)
        .where(
            SupportRequest.network_id == network_id,
            Library.network_id == network_id,
            queries.stands(),
        )
        .group_by(SupportRequest.library_id)
    )
    return {
        library_id: Asked(open=open_, unread=unread, waits_since=since)
        for library_id, open_, unread, since in rows
    }


@lru_cache(maxsize=256)
def result_of(stored: bytes) -> MeetlatResult:
    """The same bytes are the same result: read once for a network of a hundred libraries."""
    return load(MeetlatResult, stored)
