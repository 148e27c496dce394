"""Kenniskring. The whole house is in `house.py`; what needs a part of it loads only that."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """The house, loaded now: the engine of matching, a program of its own, starts without it."""
    rubbish = import_module("community.rubbish")
    with rubbish.not_looked_for():
        app: Flask = import_module("community.house").create_app(settings)
    rubbish.pass_over_what_is_there()
    return app
