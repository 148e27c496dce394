"""The map in README and the picture in docs show the house as its contract of imports has it."""

from __future__ import annotations

from itertools import pairwise

from tools.floors import HOUSE, PICTURE, drawn, floors, layers

README = (HOUSE / "README.md").read_text(encoding="utf-8")
LAYERS = layers((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
LEVEL = {room: no for no, layer in enumerate(LAYERS) for room in layer}
#: It puts the rooms together and is none.
NO_ROOM = {"house"}


def test_the_map_names_every_room_once():
    named = [room for floor in floors(README) for room in floor.rooms]
    assert sorted(named) == sorted(set(named))
    assert set(named) == LEVEL.keys() - NO_ROOM


def test_the_map_goes_down_as_the_contract_does():
    """No room of a floor stands above one of the floors before it."""
    levels = [[LEVEL[room] for room in floor.rooms] for floor in floors(README)]
    assert [(upper, lower) for upper, lower in pairwise(levels) if max(upper) > max(lower)] == []


def test_the_picture_is_of_this_house():
    """When not: `python -m tools.floors`."""
    assert PICTURE.read_text(encoding="utf-8") == drawn(README)
