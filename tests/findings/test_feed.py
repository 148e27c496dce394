"""What leaves for feed readers, and what an earlier edition still tells."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from community.clock import now
from community.conversations.models import Kind
from community.db import transaction
from community.harvests import hearing, presenting
from community.harvests.models import Harvest, HarvestEdition, HarvestItem, State
from community.harvests.presenting import Revision
from tests.factories import a_librarian, saved
from tests.findings.rows import a_consent, a_harvest, a_talk, an_item, changed
from tests.findings.test_views import of, page

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[klik](javascript:alert(1))",
    "]]><svg onload=alert(1)>",
    "{{ config }} {% raw %}",
)


def feed(client):
    response = client.get("/vechtdal/oogst.rss")
    assert response.status_code == 200
    return ET.fromstring(response.data)  # noqa: S314 (our own)


def test_a_feed_reader_gets_each_conversation_with_what_it_yielded_and_no_name(client):
    harvest = a_harvest(a_talk())
    an_item(harvest)
    a_consent(an_item(harvest, "Ik kwam voor de koffie.", is_quote=True), "Henk")
    (item,) = feed(client).iter("item")
    assert item.findtext("title") == "Zo helpen we elkaar de winter door"
    assert item.findtext("link").endswith(of(harvest))
    said = item.findtext("description")
    assert "Een deurhanger met" in said
    assert "‘Ik kwam voor de koffie.’" in said
    assert "Henk" not in said
    assert "oogst.rss" in page(client, "/vechtdal/oogst")


@pytest.mark.parametrize("state", [State.DRAFT, State.PRESENTED, State.ESTABLISHED])
def test_a_feed_has_nothing_that_is_not_published(client, state):
    an_item(a_harvest(state=state))
    assert list(feed(client).iter("item")) == []


def test_what_people_wrote_acts_nowhere(client):
    harvest = a_harvest(a_talk())
    for attack in ATTACKS:
        an_item(harvest, attack, heading=attack[:100])
    for address in (of(harvest), "/vechtdal/oogst", f"/vechtdal/oogst/{harvest.id}/print"):
        said = page(client, address)
        for tag in ("<script>alert", "<img src=x", "<svg onload", 'href="javascript:'):
            assert tag not in said, (address, tag)
    (item,) = feed(client).iter("item")
    html = item.findtext("description")
    assert not any(tag in html for tag in ("<script", "<img", "<svg", "<a "))
    assert "&lt;script&gt;" in html


def test_an_earlier_edition_stays_to_be_read_with_why_but_for_words_that_were_taken_back(client):
    by = a_librarian()
    harvest = a_harvest(a_talk(), State.ESTABLISHED)
    stays, goes = an_item(harvest, "Een soepdag"), an_item(harvest, "Een deurhanger")
    with transaction() as tx:
        presenting.publish(tx, harvest.library_id, harvest.id, by=by.id, now=now())
    with transaction() as tx:
        stands = tx.get_one(Harvest, harvest.id)
        presenting.revise(
            tx, harvest.library_id, harvest.id,
            Revision("Er stond een fout in.", {stays.id: (Kind.IDEA, "Een stamppotdag")}),
            version=stands.version, by=by.id, now=now(),
        )  # fmt: skip
    said = page(client, of(harvest))
    assert "Een stamppotdag" in said
    assert "Er stond een fout in." in said
    assert "Een soepdag" not in said
    before = f"/vechtdal/oogst/{harvest.id}/eerder/1"
    assert "Een soepdag" in page(client, before)
    assert client.get(f"/vechtdal/oogst/{harvest.id}/eerder/2").location == of(harvest)
    page(client, f"/vechtdal/oogst/{harvest.id}/eerder/3", 404)
    with transaction() as tx:
        hearing.blank(
            tx, tx.get_one(Harvest, harvest.id), tx.get_one(HarvestItem, goes.id), now=now()
        )
    assert "deurhanger" not in page(client, before)
    changed(harvest, state=State.WITHDRAWN, withdrawn_at=now())
    page(client, before, 410)


def test_an_edition_shows_the_names_that_may_still_stand_there(client):
    harvest = a_harvest(a_talk(), State.REVISED, edition=2)
    an_item(harvest)
    kept = {
        "id": 1, "kind": "idea", "text": "Ik kwam voor de koffie.", "heading": "", "theme": None,
        "is_quote": True, "by_librarian": False, "names": ["Henk"], "confirmed": 0,
        "sources": [{"table": 1, "round": 1}],
    }  # fmt: skip
    for number in (1, 2):
        saved(
            HarvestEdition(
                harvest_id=harvest.id, number=number, library_id=harvest.library_id,
                said={"title": "Zo", "summary": "", "items": [kept]}, why="", by_id=None,
                published_at=now(),
            )
        )  # fmt: skip
    assert "Henk, met toestemming." in page(client, f"/vechtdal/oogst/{harvest.id}/eerder/1")
