"""The room of programs, put together."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community import clock
from community.accounts import proofs
from community.api import forgetting, maker_views, programs, token_views, writing_views


def register(app: Flask) -> None:
    for part in (writing_views, maker_views, token_views, forgetting):
        part.register(app)
    proofs.also_forgets("api", _revoke_since)


def _revoke_since(session: Session, person_id: int, since: datetime) -> None:
    programs.revoke_since(session, person_id, since, now=clock.now())
