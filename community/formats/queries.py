"""What is read of formats."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.errors import NotFound
from community.formats.models import Format, FormatVersion, GatheringFormat


def list_own(session: Session, library_id: int) -> Sequence[Format]:
    """What the library wrote itself, with its versions; what it still offers first."""
    found = session.scalars(
        select(Format)
        .where(Format.library_id == library_id, Format.shipped.is_(None))
        .options(selectinload(Format.versions))
    ).all()
    return sorted(found, key=lambda each: (each.retired_at is not None, _name(each)))


def get_own(session: Session, library_id: int, format_id: int) -> Format:
    found = session.scalars(
        select(Format)
        .where(Format.id == format_id, Format.library_id == library_id, Format.shipped.is_(None))
        .options(selectinload(Format.versions))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_own(session: Session, library_id: int, format_id: int) -> Format:
    """Held until the end: versions get their numbers one after the other."""
    get_own(session, library_id, format_id)
    return session.scalars(
        select(Format)
        .where(Format.id == format_id)
        .with_for_update()
        .options(selectinload(Format.versions))
        .execution_options(populate_existing=True)
    ).one()


def find_shipped(session: Session, library_id: int, key: str) -> Format | None:
    return session.scalars(
        select(Format).where(Format.library_id == library_id, Format.shipped == key)
    ).one_or_none()


def get_version(session: Session, format_id: int, number: int, language: str) -> FormatVersion:
    return session.scalars(
        select(FormatVersion).where(
            FormatVersion.format_id == format_id,
            FormatVersion.number == number,
            FormatVersion.language == language,
        )
    ).one()


def find_of(session: Session, library_id: int, gathering_id: int) -> GatheringFormat | None:
    """What a gathering goes by."""
    return session.scalars(
        select(GatheringFormat)
        .where(
            GatheringFormat.library_id == library_id, GatheringFormat.gathering_id == gathering_id
        )
        .options(joinedload(GatheringFormat.version).joinedload(FormatVersion.format))
    ).one_or_none()


def get_of(session: Session, library_id: int, gathering_id: int) -> GatheringFormat:
    found = find_of(session, library_id, gathering_id)
    if found is None:
        raise NotFound
    return found


def find_newer(session: Session, taken: GatheringFormat) -> FormatVersion | None:
    """A later version of what a gathering goes by, when its library has one."""
    return session.scalars(
        select(FormatVersion)
        .join(FormatVersion.format)
        .where(
            FormatVersion.format_id == taken.version.format_id,
            FormatVersion.number > taken.version.number,
            Format.retired_at.is_(None),
        )
        .options(contains_eager(FormatVersion.format))
        .order_by(FormatVersion.number.desc())
        .limit(1)
    ).one_or_none()


def _name(found: Format) -> str:
    return str(found.latest.said["name"]).casefold()
