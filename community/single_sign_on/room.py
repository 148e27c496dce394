"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import proofs
from community.single_sign_on import desk_views, services, views


def register(app: Flask) -> None:
    for part in (views, desk_views):
        part.register(app)
    proofs.also_forgets("single_sign_on", services.disconnect_since)
