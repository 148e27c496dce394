"""The room of webhooks, put together."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community import clock
from community.accounts import proofs
from community.webhooks import forgetting, jobs, services, views


def register(app: Flask) -> None:
    for part in (views, jobs, forgetting):
        part.register(app)
    proofs.also_forgets("webhooks", _pause_since)


def _pause_since(session: Session, person_id: int, since: datetime) -> None:
    services.pause_since(session, person_id, since, now=clock.now())
