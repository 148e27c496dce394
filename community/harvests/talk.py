"""A harvest that is public as something to talk about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from community.conversations import anchors
from community.conversations.anchors import Anchor, AnchorKind, Who
from community.conversations.models import On, SeenBy
from community.gatherings.models import Gathering, GatheringHost, gathering_theme
from community.harvests.models import Harvest
from community.libraries.models import Library


def find(
    session: Session, library_id: int, numbers: Collection[int] | Select[int]
) -> Sequence[Anchor]:
    rows = session.execute(
        select(Harvest, Library.slug)
        .join(Library, Library.id == Harvest.library_id)
        .where(Harvest.library_id == library_id, Harvest.id.in_(numbers))
    )
    return [_anchor(harvest, slug) for harvest, slug in rows]


def seen(library_id: int, _who: Who, _now: datetime) -> Select[int]:
    """Once it is for everybody; before that who was there hears of it in another way."""
    return (
        select(Harvest.id)
        .join(Gathering, Gathering.id == Harvest.gathering_id)
        .where(
            Harvest.library_id == library_id, Harvest.is_public, Gathering.is_sensitive.is_(False)
        )
    )


KIND = AnchorKind(
    on=On.HARVEST,
    word="oogst",
    find=find,
    seen=seen,
    leads=lambda: select(Harvest.id, GatheringHost.person_id).join(
        GatheringHost, GatheringHost.gathering_id == Harvest.gathering_id
    ),
    about=lambda theme_id: (
        select(Harvest.id)
        .join(gathering_theme, gathering_theme.c.gathering_id == Harvest.gathering_id)
        .where(gathering_theme.c.theme_id == theme_id)
    ),
)


def register(app: Flask) -> None:
    anchors.register(app, KIND)


def _anchor(harvest: Harvest, library_slug: str) -> Anchor:
    return Anchor(
        on=On.HARVEST,
        id=harvest.id,
        library_id=harvest.library_id,
        title=harvest.title,
        path=f"/{library_slug}/oogst/{harvest.id}",
        slug="oogst",
        usual=SeenBy.SIGNED_IN,
        can_be_talked_about=harvest.is_public,
    )
