"""A file that somebody had made."""

from __future__ import annotations

from community.clock import now
from community.exports import making
from community.exports.models import Export, Format, Kind, State
from community.libraries.models import Library
from tests.factories import saved


def a_file(library: Library, kind: Kind = Kind.PEOPLE) -> Export:
    """Ready to be taken."""
    zipped = kind is Kind.EVERYTHING
    export = saved(
        Export(
            library_id=library.id,
            kind=kind,
            format=Format.ZIP if zipped else Format.CSV,
            state=State.READY,
            made_at=now(),
            finished_at=now(),
            total=1,
            done=1,
            size=4,
        )
    )
    path = making.path_of(library.id, export.id, export.format)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"file")
    return export
