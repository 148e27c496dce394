"""What search engines are shown the way to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from community.clock import now
from community.db import transaction
from community.gatherings.kinds import Visibility
from community.gatherings.models import GatheringStatus
from community.groups.models import SeenBy
from community.libraries.models import LibraryVersion
from community.proposals.models import State
from tests.factories import a_gathering, a_library
from tests.groups.groups import a_group
from tests.proposals.ideas import a_proposal

BASE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
CHANGED = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def entries(client, path: str, kind: str) -> dict[str, datetime | None]:
    """Address → last change where that is known, as a robot reads it."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314  (our own)
    found: dict[str, datetime | None] = {}
    for each in root.findall(f"s:{kind}", NAMES):
        said = each.findtext("s:lastmod", None, NAMES)
        path = str(each.findtext("s:loc", None, NAMES)).removeprefix(BASE)
        found[path] = datetime.fromisoformat(said) if said else None
    return found


def test_robots_find_the_index_and_the_index_finds_every_library(client):
    a_library("salland")
    with transaction() as tx:
        tx.query(LibraryVersion).update({"agenda_changed_at": CHANGED})
    assert f"\nSitemap: {BASE}/sitemap.xml\n" in client.get("/robots.txt").text
    assert entries(client, "/sitemap.xml", "sitemap") == {
        "/salland/sitemap.xml": CHANGED,
        "/vechtdal/sitemap.xml": CHANGED,
    }


def test_a_librarys_own_has_what_everybody_may_see_and_when_it_changed(client):
    seen = a_gathering("Leeskring", revised_at=CHANGED)
    off = a_gathering("Gaat niet door", status=GatheringStatus.CANCELLED, revised_at=CHANGED)
    for fields in (
        {"is_sensitive": True},
        {"visibility": Visibility.SIGNED_IN},
        {"visibility": Visibility.LINK},
        {"status": GatheringStatus.DRAFT, "published_at": None},
        {"starts_at": now() - timedelta(days=400)},
        {"library": a_library("salland")},
    ):
        a_gathering("Niet hier", **fields)
    group = a_group("Breigroep", revised_at=CHANGED)
    a_group("Voor leden", seen_by=SeenBy.MEMBERS)
    a_group("Over rouw", is_sensitive=True)
    idea, _ = a_proposal("Samen stekken")
    a_proposal("Nog niet gelezen", state=State.WAITING)
    found = entries(client, "/vechtdal/sitemap.xml", "url")
    assert found.keys() == {
        "/vechtdal/",
        "/vechtdal/agenda",
        "/vechtdal/kennis",
        "/vechtdal/oogst",
        "/vechtdal/groepen",
        "/vechtdal/voorstellen",
        "/vechtdal/hulp",
        f"/vechtdal/voorstellen/{idea.id}-samen-stekken",
        f"/vechtdal/agenda/{seen.id}-leeskring",
        f"/vechtdal/agenda/{off.id}-gaat-niet-door",
        f"/vechtdal/groepen/{group.id}-breigroep",
    }
    assert found[f"/vechtdal/agenda/{seen.id}-leeskring"] == CHANGED
    for path in found:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "noindex" not in answer.text
        assert "X-Robots-Tag" not in answer.headers
