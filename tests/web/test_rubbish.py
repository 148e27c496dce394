"""Nobody who visits waits while the machine goes over all that the house is made of."""

from __future__ import annotations

import gc

import community
from community import house


def test_loading_is_not_interrupted_and_what_is_loaded_is_not_gone_over_again(monkeypatch):
    looked: list[bool] = []
    made: list[list[int]] = []

    def load(_settings):
        looked.append(gc.isenabled())
        made.extend([] for _ in range(1_000))
        return made

    monkeypatch.setattr(house, "create_app", load)
    gc.enable()
    before = gc.get_freeze_count()
    community.create_app()
    assert looked == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count() > before + 900
