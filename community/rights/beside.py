"""The pictures that go along in the file: of what somebody began or is a host of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from community.pictures import storage
from community.rights import queries


@dataclass(frozen=True, slots=True)
class Shown:
    file: str  #: Where it lies in the ZIP.
    alt: str
    activity: str
    contents: bytes


def pictures(session: Session, person_id: int, instance: Path) -> Sequence[Shown]:
    """Each in its largest width; one that is no longer in storage is left out."""
    found = []
    for picture, title in queries.list_pictures(session, person_id):
        path = storage.find(instance, picture.library_id, picture.digest, picture.width)
        if path is not None:
            name = f"beelden/{picture.id}.webp"
            found.append(Shown(name, picture.alt, title, path.read_bytes()))
    return found
