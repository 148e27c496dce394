"""What is done to a library."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.libraries import founding, queries
from community.libraries.models import RESERVED_SLUGS, Library, LibraryVersion
from community.words import N_

#: The same shape that an address accepts (`tenancy.LibraryConverter`); a test holds them together.
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)


class SlugRefused(DomainError):
    """This cannot be the first part of a library's addresses."""


def create_library(session: Session, slug: str, *, name: str = "", now: datetime) -> Library:
    """Open a library at `/<slug>/`, with its name, its front page and what `founding` brings."""
    if not _SLUG.fullmatch(slug):
        raise SlugRefused(
            N_("‘%(slug)s’ cannot be an address: use 2 to 40 small letters, digits and hyphens."),
            slug=slug,
        )
    if slug in RESERVED_SLUGS:
        raise SlugRefused(
            N_("‘%(slug)s’ is used by the installation itself: choose another."), slug=slug
        )
    if queries.find_by_slug(session, slug) is not None:
        raise SlugRefused(N_("There is already a library at ‘%(slug)s’."), slug=slug)
    library = Library(
        slug=slug, name=name.strip() or slug.replace("-", " ").title(), created_at=now
    )
    session.add(library)
    session.flush()
    session.add(LibraryVersion(library_id=library.id, agenda_changed_at=now))
    founding.found(session, library.id)
    return library
