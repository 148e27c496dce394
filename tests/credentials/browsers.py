"""Browsers that somebody was told of by mail."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.credentials import meeting
from community.credentials.models import KnownBrowser
from community.db import session
from community.tokens import fingerprint
from tests import factories


def a_known_browser(person_id: int, device: str = "Firefox/120.0 Linux") -> KnownBrowser:
    return factories.saved(
        KnownBrowser(
            person_id=person_id,
            secret_hash=fingerprint(f"of {person_id}"),
            device=device,
            signed_in_hash=fingerprint(f"signed in as {person_id}"),
            met_at=now(),
            used_at=now(),
        )
    )


def browser_token(person_id: int) -> str:
    """Of the link in the mail about it."""
    of = select(KnownBrowser).where(KnownBrowser.person_id == person_id)
    found = session().scalars(of.order_by(KnownBrowser.id).limit(1)).one()
    return meeting.token_of(found, key=current_app.config["SECRET_KEY"])
