"""Moving the house to another database: a copy, put back there, and looked at from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from flask import current_app

from community import create_app
from community.backups import archive, copying, feeds, putting_back
from community.backups.archive import Manifest
from community.db import db

#: What the new house has in common with this one, also where it is not in the environment.
_TAKEN_ALONG = ("INSTANCE", "BASE_URL", "SECRET_KEY", "MAIL_URL", "QUEUE_URL", "TESTING")


@dataclass(frozen=True, slots=True)
class Moved:
    manifest: Manifest
    feeds: int  #: So many were compared.
    unlike: list[str]  #: Addresses that answer otherwise there.


def move(database_url: str, *, now: datetime) -> Moved:
    """This house stays as it is; nobody may change it meanwhile, or the change stays behind."""
    here = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    instance, key = Path(str(here.config["INSTANCE"])), str(here.config["SECRET_KEY"])
    taken_along = {name: here.config[name] for name in _TAKEN_ALONG if name in here.config}
    there = create_app({**taken_along, "DATABASE_URL": database_url, "PAGE_CACHE_MB": 0})
    file = instance / f"moving-{uuid4().hex}.tar.gz"
    try:
        copying.copy(file, db.engine, instance, key, now=now)
        manifest = archive.check(file, key)
        with there.app_context():
            putting_back.put_back(file, manifest, now=now, moves=True)
        addresses = feeds.addresses(here)
        return Moved(manifest, len(addresses), feeds.differing(here, there, addresses))
    finally:
        file.unlink(missing_ok=True)
        with there.app_context():
            db.session.remove()
            db.engine.dispose()
