"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.consents import forgetting


def register(app: Flask) -> None:
    """No pages of its own: who asks registers the purpose, `rights` shows what was said."""
    forgetting.register(app)
