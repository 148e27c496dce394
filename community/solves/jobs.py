"""What the worker does for solves: works on them at once."""

from __future__ import annotations

from flask import Flask

from community.jobs import worker
from community.solves import running


def register(_app: Flask) -> None:
    worker.beside("solves", running.run)
