"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.consents import models


def register(_app: Flask) -> None:
    """Nothing but its table: who asks for something registers the purpose."""
    assert models.Consent.__tablename__  # noqa: S101
