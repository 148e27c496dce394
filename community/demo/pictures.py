"""Pictures with a few of the gatherings to come, drawn here and taken in as an upload would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from community.demo import drawings
from community.demo.hand import Hand
from community.demo.places import VECHTDAL
from community.gatherings.models import Gathering, GatheringStatus
from community.pictures import services, storage
from community.pictures.encoding import encode

#: What is drawn, what is said of it, and how the gatherings begin of which the next one gets it.
_DRAWN: tuple[tuple[Callable[[Hand], None], str, tuple[str, ...]], ...] = (
    # The first, of which nothing says what it is about, suits every gathering.
    (
        drawings.tables,
        "Ronde tafels met mensen eromheen, van boven getekend.",
        ("Wereldcafé",),
    ),
    (
        drawings.garden,
        "Drie rijen planten in een tuin, van boven getekend. Eén jonge plant is groen.",
        ("Stekken", "Snoeien", "Vogels"),
    ),
    (
        drawings.books,
        "Een tafel vol open boeken met mensen eromheen, van boven getekend.",
        ("Leesclub",),
    ),
    (
        drawings.wheel,
        "Een fietswiel op tafel met mensen eromheen, van boven getekend.",
        ("Repaircafé: fiets",),
    ),
    (
        drawings.story,
        "Kinderen in een halve kring om iemand met een boek, van boven getekend.",
        ("Voorlezen",),
    ),
    (
        drawings.cups,
        "Twee tafels met kopjes koffie en mensen eromheen, van boven getekend.",
        ("Taalcafé",),
    ),
)

#: On the front page one that takes place so soon comes first.
_SOON = timedelta(days=2)


def hang(session: Session, library_id: int, instance: Path, *, now: datetime) -> None:
    """The next of each, and whatever with a free seat the front page may begin with."""
    kept = partial(_kept, session, library_id, instance, now)
    coming = _coming(library_id, now)
    ids = [kept(scene, alt) for scene, alt, _begins in _DRAWN]
    for picture_id, (_scene, _alt, begins) in zip(ids, _DRAWN, strict=True):
        named = coming.where(or_(*(Gathering.title.startswith(each) for each in begins)))
        for gathering in session.scalars(named.limit(1)):
            gathering.picture_id = picture_id
    soon = coming.where(
        Gathering.starts_at < now + _SOON,
        Gathering.taken < Gathering.capacity,
        Gathering.picture_id.is_(None),
    )
    for gathering in session.scalars(soon):
        gathering.picture_id = ids[0]


def _coming(library_id: int, now: datetime) -> Select[Gathering]:
    return (
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.starts_at > now,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.is_sensitive.is_(False),
        )
        .order_by(Gathering.starts_at, Gathering.id)
    )


def _kept(
    session: Session,
    library_id: int,
    instance: Path,
    now: datetime,
    scene: Callable[[Hand], None],
    alt: str,
) -> int:
    encoded = encode(drawings.drawn(scene, VECHTDAL.accent[0]))
    storage.keep(instance, library_id, encoded)
    return services.place(
        session, library_id, encoded.digest,
        alt=alt, width=encoded.width, height=encoded.height, now=now,
    ).id  # fmt: skip
