"""The room, put together."""

from __future__ import annotations

from flask import Flask

import community.table_notes.models  # noqa: F401 (its tables are part of the house)


def register(app: Flask) -> None:
    pass
