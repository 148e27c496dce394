"""Rooms at the desk."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask

from community.libraries.labels import EQUIPMENT
from community.libraries.models import Equipment


def equipment_names(words: Collection[Equipment]) -> list[str]:
    """In the order of the list, whatever order they come in."""
    return [str(said) for word, said in EQUIPMENT.items() if word in words]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(equipment_names=equipment_names)
