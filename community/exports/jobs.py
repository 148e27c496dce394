"""What the clock does for files: make those that were asked for, wipe those of a week ago."""

from __future__ import annotations

from flask import Flask

from community.exports import making
from community.jobs import clock


def register(_app: Flask) -> None:
    clock.whenever("exports.make_next", making.make_next)
    clock.every(60, "exports.wipe_old", making.wipe_old)
