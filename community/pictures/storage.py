"""Where pictures lie: a folder per library, files named by what was uploaded and how wide they are.

A name says all of the contents, so a file never changes and may be kept for ever by anybody.
Files come before the row that names them: what a form that failed leaves here is no harm.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from community.pictures.encoding import Encoded

_DIGEST = re.compile(r"[0-9a-f]{64}")


def folder_of(instance: Path, library_id: int) -> Path:
    return instance / "pictures" / str(library_id)


def keep(instance: Path, library_id: int, picture: Encoded) -> None:
    """Write the files; each appears whole or not at all, whoever else writes the same."""
    folder = folder_of(instance, library_id)
    folder.mkdir(parents=True, exist_ok=True)
    for width, contents in picture.files.items():
        path = folder / _name(picture.digest, width)
        if path.exists():
            continue
        fresh = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            fresh.write_bytes(contents)
            fresh.replace(path)
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()


def find(instance: Path, library_id: int, digest: str, width: int) -> Path | None:
    """The file of one width, if this library has it."""
    if not _DIGEST.fullmatch(digest):
        return None
    path = folder_of(instance, library_id) / _name(digest, width)
    return path if path.is_file() else None


def widths(instance: Path, library_id: int, digest: str) -> list[int]:
    """In which widths this library has a picture; empty when it does not have it."""
    if not _DIGEST.fullmatch(digest):
        return []
    found = folder_of(instance, library_id).glob(f"{digest}-*.webp")
    return sorted(int(path.stem.rpartition("-")[2]) for path in found)


def _name(digest: str, width: int) -> str:
    return f"{digest}-{width}.webp"
