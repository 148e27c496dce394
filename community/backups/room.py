"""The room, put together."""

from __future__ import annotations

from flask import Flask


def register(_app: Flask) -> None:
    """Nothing yet."""
