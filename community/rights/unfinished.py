"""By what somebody is found in files, kept sealed until those are wiped.

An erasure takes the name out of the database. Whatever stops the house between that and wiping the
files, nobody would know afterwards which of them to wipe: so it is written down before, in a file
of its own, and torn up when all is done.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from community import sealing
from community.db import session
from community.rights import queries
from community.web.keys import house_key

PURPOSE = "files of who is erased"
#: An erasure that does not stand by now never will.
GIVEN_UP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Gone:
    """Read before they are erased; in the clear it is kept nowhere."""

    person_id: int
    words: Collection[str]
    library_ids: Collection[int]


def note(gone: Gone) -> None:
    """Written before the erasure stands. On a full disk an erasure goes on without."""
    said = json.dumps([list(gone.words), list(gone.library_ids)])
    with suppress(OSError):
        _folder().mkdir(mode=0o700, exist_ok=True)
        _path(gone.person_id).write_text(sealing.seal(house_key(), PURPOSE, said))


def tear_up(person_id: int) -> None:
    _path(person_id).unlink(missing_ok=True)


def left(now: datetime) -> Iterator[Gone]:
    """Who is erased, and has files to be wiped still. What came to nothing is torn up."""
    erased = {person_id for person_id, _at in queries.list_erased(session())}
    for path in sorted(_folder().glob("*")):
        person_id = int(path.name)
        if person_id in erased:
            yield _read(path, person_id)
        elif path.stat().st_mtime < (now - GIVEN_UP).timestamp():
            tear_up(person_id)


def _read(path: Path, person_id: int) -> Gone:
    """Under another SECRET_KEY nobody can read by what they are found any more."""
    try:
        words, library_ids = json.loads(sealing.unseal(house_key(), PURPOSE, path.read_text()))
    except sealing.SealBroken:
        return Gone(person_id, (), ())
    return Gone(person_id, words, library_ids)


def _path(person_id: int) -> Path:
    return _folder() / str(person_id)


def _folder() -> Path:
    return Path(str(current_app.config["INSTANCE"])) / "erasing"
