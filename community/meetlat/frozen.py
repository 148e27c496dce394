"""Metingen as the pages read them; one of an older meetlat also as a newer one would have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from community.meetlat.blocks_page import Blocks, read_blocks
from community.meetlat.engine.results import MeetlatResult
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import Standard, standard
from community.meetlat.engine.stored import load, unpack
from community.meetlat.models import Meting
from community.meetlat.page_queries import Frozen, Stand
from community.meetlat.reading import Reading, read, standing_still
from community.self_assessment import stored


def result_of(stored: bytes) -> MeetlatResult:
    return load(MeetlatResult, stored)


def as_read(meting: Meting) -> Frozen:
    by = meting.frozen_by
    return Frozen(
        id=meting.id,
        until=meting.until,
        frozen_at=meting.frozen_at,
        frozen_by=by.full_name if by else None,
        result=result_of(meting.result),
    )


def oldest_first(metingen: Iterable[Meting]) -> Sequence[Frozen]:
    return [as_read(each) for each in sorted(metingen, key=lambda meting: meting.until)]


def reading_of(meting: Meting, every: Iterable[Meting], of: Standard) -> Reading:
    """One meting, held against the one before it of all of them."""
    read_as = as_read(meting)
    return standing_still(read(Stand(read_as.frozen_at, read_as.result), oldest_first(every), of))


def blocks_of(assessment: bytes | None, result: MeetlatResult, of: Standard) -> Blocks | None:
    """How the library saw itself then, with the half that the log gave then."""
    if assessment is None:
        return None
    return read_blocks(stored.load(assessment), result.samenwerking, of)


def by_meetlat_of(earlier: Meting, later: Meting) -> tuple[Frozen, bool]:
    """The earlier one by the meetlat of the later, and whether that was another.

    Two versions are never compared as if they were one: what was counted then is worked out anew.
    What was frozen stays what it is.
    """
    then = as_read(earlier)
    if earlier.version == later.version:
        return then, False
    anew = score(unpack(earlier.inputs), standard(later.version))
    return replace(then, result=anew), True
