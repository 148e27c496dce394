"""The one file: rows in portions, pictures, and last a manifest that says what must be in it.

A packed tar, read from front to back. Every part has its SHA-256 in the manifest, and the manifest
is sealed with the key of the installation: a file that was cut off, damaged or changed is known as
such before anything is done with it. The key itself is never in it.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from community.backups.tables import Column, Kind, Table

MANIFEST, SEAL = "manifest.json", "seal"
FORMAT = 1
#: No part is longer; what says it is, is not ours, and would fill the memory.
LONGEST_PART = 64 * 1024 * 1024
#: Text packs well at the lowest levels too, and a copy is made while people wait for the machine.
_LEVEL = 3

_PICTURE = re.compile(r"pictures/\d{1,18}/[0-9a-f]{64}-\d{1,5}\.webp")
_ROWS = re.compile(r"rows/([a-z][a-z0-9_]{0,62})/\d{6}")


class BrokenCopy(Exception):
    """The file is not one of ours, or not all of it; says what is wrong with it."""


class OtherKey(Exception):
    """It was made under another SECRET_KEY."""


@dataclass(slots=True)
class Manifest:
    """What is in the file, and where and when it was made."""

    made_at: datetime
    engine: str
    step: str  #: Where the migrations stood.
    tables: list[Table]
    counts: dict[str, int] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)  #: Of each part, in the order in the file.

    @property
    def pictures(self) -> int:
        return sum(1 for name in self.sums if _PICTURE.fullmatch(name))


def file_under(name: str) -> Path | None:
    """Where a picture lies in the instance folder; None: this part is no picture."""
    return Path(name) if _PICTURE.fullmatch(name) else None


def sum_of(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()


def table_of(name: str) -> str | None:
    found = _ROWS.fullmatch(name)
    return found[1] if found else None


class Writing:
    """A file that is being made."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, key: str) -> None:
        self.manifest = manifest
        self._tar, self._key = tar, key

    def add_rows(self, table: Table, portions: Iterator[bytes]) -> None:
        rows = 0
        for number, portion in enumerate(portions):
            self.add(f"rows/{table.name}/{number:06}", portion)
            rows += portion.count(b"\n")  # Those within a text are written as two signs.
        self.manifest.counts[table.name] = rows

    def add(self, name: str, contents: bytes) -> None:
        self.manifest.sums[name] = sum_of(contents)
        self._put(name, contents)

    def close(self) -> None:
        said = json.dumps({"format": FORMAT, **asdict(self.manifest)}, default=_plain).encode()
        self._put(MANIFEST, said)
        self._put(SEAL, f"{_which(self._key)} {_sealed(self._key, said)}".encode())

    def _put(self, name: str, contents: bytes) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode, part.mtime = len(contents), 0o600, self.manifest.made_at.timestamp()
        self._tar.addfile(part, io.BytesIO(contents))


@contextmanager
def writing(path: Path, manifest: Manifest, key: str) -> Iterator[Writing]:
    """The file appears whole or not at all, and only its owner may read it."""
    fresh = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with (
                gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,
                tarfile.open(mode="w|", fileobj=packed) as tar,
            ):
                copy = Writing(tar, manifest, key)
                yield copy
                copy.close()
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def check(path: Path, key: str, *, any_key: bool = False) -> Manifest:
    """Read all of it, and say what is in it; raises `BrokenCopy` or `OtherKey`."""
    sums: dict[str, str] = {}
    last: dict[str, bytes] = {}
    for name, contents in parts(path):
        if name in sums or name in last:
            raise BrokenCopy(f"it holds {name} twice")
        if name in {MANIFEST, SEAL}:
            last[name] = contents
        else:
            sums[name] = sum_of(contents)
    if set(last) != {MANIFEST, SEAL}:
        raise BrokenCopy("the end is missing")
    manifest = _read(last[MANIFEST])
    _hold_against_seal(last[MANIFEST], last[SEAL].decode(errors="replace"), key, any_key=any_key)
    if manifest.sums != sums:
        wrong = sorted(manifest.sums.items() ^ sums.items())
        raise BrokenCopy(f"{wrong[0][0]} is damaged or missing")
    return manifest


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each part in turn, to the very end; only names that are ours."""
    try:
        with gzip.open(path) as packed:
            with tarfile.open(mode="r|", fileobj=packed) as tar:
                for part in tar:
                    yield part.name, _contents(tar, part)
            while packed.read(LONGEST_PART):  # The sum of the packing stands behind it all.
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenCopy(str(error)) from error


def _contents(tar: tarfile.TarFile, part: tarfile.TarInfo) -> bytes:
    ours = part.name in {MANIFEST, SEAL} or _PICTURE.fullmatch(part.name)
    if not part.isreg() or part.size > LONGEST_PART or not (ours or _ROWS.fullmatch(part.name)):
        raise BrokenCopy(f"{part.name[:80]!r} does not belong there")
    file: IO[bytes] | None = tar.extractfile(part)
    contents = file.read() if file else b""
    if len(contents) != part.size:
        raise BrokenCopy(f"{part.name} is cut off")
    return contents


def _hold_against_seal(said: bytes, seal: str, key: str, *, any_key: bool) -> None:
    which, _space, sealed = seal.partition(" ")
    if not hmac.compare_digest(which.encode(), _which(key).encode()):
        if not any_key:
            raise OtherKey
    elif not hmac.compare_digest(sealed.encode(), _sealed(key, said).encode()):
        raise BrokenCopy("its manifest was changed")


def _which(key: str) -> str:
    """Tells one key from another, and says nothing of either."""
    return hmac.new(key.encode(), b"backup: which key", hashlib.sha256).hexdigest()[:16]


def _sealed(key: str, said: bytes) -> str:
    return hmac.new(key.encode(), b"backup: manifest\n" + said, hashlib.sha256).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a manifest cannot say a {type(value).__name__}")


def _read(said: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(said)
        if told.pop("format") != FORMAT:
            raise BrokenCopy("it was made by another version of Kenniskring")
        tables = [_table(each) for each in told.pop("tables")]
        made_at = datetime.fromisoformat(told.pop("made_at"))
        return Manifest(made_at=made_at, tables=tables, **told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenCopy("its manifest cannot be read") from error


def _table(told: Mapping[str, Any]) -> Table:
    columns = tuple(Column(each["name"], Kind(each["kind"])) for each in told["columns"])
    return Table(told["name"], columns, tuple(told["key"]))
