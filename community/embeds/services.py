"""A librarian says on which sites the agenda may be framed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.db import insert_once
from community.embeds.models import EmbedSites
from community.libraries import versions


def allow(session: Session, library_id: int, sites: Sequence[str]) -> None:
    """Only these from now on; none named is all. Kept answers carry the old list: renew them."""
    insert_once(session, EmbedSites, library_id=library_id, sites=[])
    stands = session.scalars(
        select(EmbedSites).where(EmbedSites.library_id == library_id).with_for_update()
    ).one()
    if stands.sites != list(sites):
        stands.sites = list(sites)
        versions.pages_changed(session, library_id)
