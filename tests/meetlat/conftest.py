"""What tests of the meetlat stand on."""

from __future__ import annotations

import json

import pytest

from community.meetlat import standing
from community.meetlat.engine import standard as standards


@pytest.fixture
def newer_meetlat(tmp_path, monkeypatch):
    """A version 0.2 with other anchors, beside the one that is shipped; it is used from now on."""
    folder = tmp_path / "standards"
    folder.mkdir()
    shipped = standards.standard()
    file = f"{shipped.version}.json"
    data = standards._FOLDER.joinpath(file).read_text("utf-8")
    (folder / file).write_text(data, "utf-8")
    newer = json.loads(data) | {"versie": "0.2", "status": ""}
    for one in (*newer["ontmoeting"], *newer["samenwerking"]):
        one["minimum_getallen"] = dict.fromkeys(one["minimum_getallen"], 0)
    (folder / "0.2.json").write_text(json.dumps(newer), "utf-8")
    monkeypatch.setattr(standards, "_FOLDER", folder)
    monkeypatch.setattr(standing, "standard", lambda: standards.standard("0.2"))
    standards.standard.cache_clear()
    yield
    standards.standard.cache_clear()
