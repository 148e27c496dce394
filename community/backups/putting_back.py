"""Putting a copy back in the database of this house."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app

from community.backups import restoring, settling
from community.backups.archive import Manifest
from community.backups.loosening import without_foreign_keys
from community.backups.settling import Settled
from community.db import db, transaction
from community.rights import erasures


def put_back(
    path: Path, manifest: Manifest, *, over: bool = False, now: datetime, moves: bool = False
) -> Settled | None:
    """All of it or nothing, and what has to be settled with the world outside.

    With that there is nothing to settle for a house that only `moves`: nobody lived in it since.
    """
    migrations = current_app.extensions["migrate"].migrate.get_config()
    restoring.refuse_unless_known(manifest, migrations)
    with db.engine.connect() as looking:
        restoring.refuse_unless_free(looking, migrations, over=over)
    restoring.restore_pictures(path, Path(str(current_app.config["INSTANCE"])))
    db.session.remove()
    with without_foreign_keys(db.engine), transaction() as tx:
        restoring.restore(tx.connection(), path, manifest, migrations)
        if moves:
            return None
        return settling.settle(tx, manifest.made_at, erasures.read(erasures.place()), now=now)
