"""What everybody reads of what the community found out, and what nobody should."""

from __future__ import annotations

import json
import re

import pytest

from community.clock import now
from community.conversations.models import Contribution, Kind
from community.conversations.seeing import Viewer
from community.db import session, transaction
from community.findings import queries, reading
from community.findings.narrowing import Wish
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.gatherings.queries import ANYBODY
from community.harvests.models import HarvestItem, Provenance, State
from community.libraries.models import Library
from tests.conversations.talking import everyone_reads, says
from tests.factories import a_branch, a_gathering, a_member, saved, the_library
from tests.findings.rows import (
    a_consent,
    a_harvest,
    a_talk,
    an_item,
    changed,
    confirmed,
    taken_back,
)
from tests.register.entries import an_entry


def page(browser, address, status=200):
    response = browser.get(address)
    assert response.status_code == status, response.status
    return response.text


def of(harvest):
    return f"/vechtdal/oogst/{harvest.id}-zo-helpen-we-elkaar-de-winter-door"


def seen(browser, harvest):
    """All of it that everybody reads, wherever it stands."""
    addresses = (
        "/vechtdal/", "/vechtdal/oogst", "/vechtdal/oogst?q=deurhanger",
        "/vechtdal/oogst?soort=idee", of(harvest), f"/vechtdal/oogst/{harvest.id}/print",
        f"/vechtdal/agenda/{harvest.gathering_id}-open-tafel-buren",
    )  # fmt: skip
    return "".join(browser.get(each).text for each in addresses)


def test_a_conversation_is_read_with_where_each_card_came_from_and_who_stands_by_it(client):
    gathering = a_talk(themes=("democratie-buurt",))
    harvest = a_harvest(gathering)
    idea = an_item(harvest, theme="duurzaam-wonen")
    confirmed(idea, gathering, people=3, table=5)
    quote = an_item(harvest, "Ik kwam voor de koffie.", Kind.EXPERIENCE, is_quote=True)
    a_consent(quote, "Henk")
    an_item(harvest, "Een boek: De buren", Kind.SOURCE, table=None, by_librarian=True)
    said = page(client, of(harvest))
    for each in (
        "Een deurhanger met", "tafel 4, ronde 2", "3 mensen die erbij waren zeggen: dit klopt.",
        "1 tafel zegt: dit klopt.", "‘Ik kwam voor de koffie.’", "Henk, met toestemming.",
        "Toegevoegd door de bibliothecaris.", "24 mensen aan 1 tafel.", "Duurzaam wonen",
        "Open tafel: buren",
    ):  # fmt: skip
        assert each in said, each
    data = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', said)[1])
    assert (data["@type"], data["isBasedOn"]["name"]) == ("Article", "Open tafel: buren")


def test_beside_it_stand_offers_and_coming_conversations_on_the_same_themes(client):
    gathering = a_talk(themes=("democratie-buurt",))
    harvest = a_harvest(gathering)
    an_item(harvest, theme="digitaal")
    an_entry("Ik help met DigiD", themes=("digitaal",))
    an_entry("Ik leer je breien", themes=("textiel-handwerk",))
    coming = a_gathering("Buurtgesprek")
    with transaction() as tx:
        tx.get_one(Gathering, coming.id).themes = list(gathering.themes)
    a_gathering("Breicafé")
    said = page(client, of(harvest))
    assert "Ik help met DigiD" in said
    assert "Buurtgesprek" in said
    assert "breien" not in said
    assert "Breicafé" not in said


def test_it_leads_to_its_talk_and_its_sources_and_asks_little_for_it(client, client_of, statements):
    gathering = a_talk(themes=("digitaal",))
    harvest = a_harvest(gathering)
    noor = Viewer(a_member(name="Noor").id, takes_part=True)
    said = says(gathering, noor, "Lees dit", kind=Kind.SOURCE)
    with transaction() as tx:
        tx.get_one(Contribution, said.id).title = "De buren"
        tx.get_one(Library, gathering.library_id).catalogue_url = "https://b.example.org/{isbn}"
        tx.get_one(Contribution, said.id).isbn = "9789021400006"
    item = an_item(harvest, "Lees dit", Kind.SOURCE, table=None)
    saved(Provenance(library_id=item.library_id, item_id=item.id, contribution_id=said.id))
    for number in range(4):
        an_item(harvest, f"Idee {number}", theme="digitaal")
    first = page(client, of(harvest))
    assert (
        'href="https://b.example.org/9789021400006" rel="noopener nofollow"><cite>De buren' in first
    )
    # Nobody who is not signed in is led to what they cannot read.
    assert "/gesprekken/bij/" not in first
    assert "Log in om er iets over te zeggen" in first
    vera = client_of(a_member(name="Vera"))
    assert f"/gesprekken/bij/oogst/{harvest.id}" in page(vera, of(harvest))
    everyone_reads(gathering)
    address, talk = of(harvest), f"/gesprekken/bij/activiteit/{gathering.id}"
    changed(harvest, state=State.REVISED, edition=2)
    for browser in (client, vera):  # Who signed in is asked for once, in one statement more.
        with statements() as asked:
            assert talk in page(browser, address)
        found = [each for each in asked if each.startswith("SELECT")]
        assert len(found) <= (8 if browser is client else 9), "\n".join(found)


def test_on_the_page_of_knowledge_a_theme_leads_to_what_was_found_out_about_it(client):
    an_item(a_harvest(), "Een deurhanger met vragen", theme="digitaal")
    said = page(client, "/vechtdal/kennis?thema=digitaal")
    assert "Een deurhanger met vragen" in said
    assert "/vechtdal/gesprekken?thema=digitaal" in said
    assert "deurhanger" not in page(client, "/vechtdal/kennis?thema=textiel-handwerk")


@pytest.mark.parametrize("state", [State.DRAFT, State.PRESENTED, State.ESTABLISHED])
def test_what_is_not_published_is_nowhere(client, state):
    harvest = a_harvest(a_talk(), state=state)
    an_item(harvest)
    page(client, of(harvest), 404)
    page(client, f"/vechtdal/oogst/{harvest.id}/print", 404)
    assert "deurhanger met" not in seen(client, harvest)


def test_what_is_withdrawn_says_so_and_nothing_else(client):
    harvest = a_harvest()
    an_item(harvest)
    changed(harvest, state=State.WITHDRAWN, withdrawn_at=now())
    said = page(client, of(harvest), 410)
    assert "teruggenomen" in said
    assert "winter door</h1>" not in said
    assert "deurhanger met" not in seen(client, harvest)
    never = a_harvest(a_talk("Nooit gepubliceerd"), state=State.WITHDRAWN)
    page(client, of(never), 404)


def test_an_item_is_gone_from_everywhere_when_it_is_taken_back_or_has_no_provenance(client):
    harvest = a_harvest(a_talk())
    item = an_item(harvest)
    assert seen(client, harvest).count("deurhanger met") == 7
    with transaction() as tx:
        for source in tx.query(Provenance):
            tx.delete(source)
    assert "deurhanger met" not in seen(client, harvest)
    taken_back(an_item(harvest, "Een deurhanger met een belletje"))
    an_item(harvest, "Een deurhanger met een fluitje", left_out_at=now())
    assert "deurhanger met" not in seen(client, harvest)
    assert item.id


def test_a_name_stands_there_only_by_a_yes_to_the_words_as_they_are(client):
    harvest = a_harvest(a_talk())
    quote = an_item(harvest, "Ik kwam voor de koffie.", is_quote=True)
    a_consent(quote, "Henk")
    a_consent(quote, "Ida", says_yes=None)
    a_consent(quote, "Joop", says_yes=False)
    said = seen(client, harvest)
    assert "Henk" in said
    assert "Ida" not in said
    assert "Joop" not in said
    with transaction() as tx:
        stands = tx.get_one(HarvestItem, quote.id)
        stands.text, stands.version = "Ik kwam voor de thee.", 2
    assert "Henk" not in seen(client, harvest)


@pytest.mark.parametrize("visibility", [Visibility.LINK, Visibility.SIGNED_IN])
def test_of_a_gathering_that_not_everybody_may_know_neither_title_nor_place_is_told(
    client, visibility
):
    gathering = a_talk("Scheiden met kinderen", visibility=visibility)
    harvest = a_harvest(gathering)
    an_item(harvest)
    said = seen(client, harvest)
    assert "deurhanger met" in said
    assert "Scheiden" not in said
    assert "Ommen" not in re.sub(r"<footer.*?</footer>", "", said)
    assert "deurhanger met" not in page(client, "/vechtdal/oogst?vestiging=ommen")


def test_of_what_turned_out_sensitive_nothing_is_read(client):
    harvest = a_harvest(a_talk())
    an_item(harvest)
    with transaction() as tx:
        tx.get_one(Gathering, harvest.gathering_id).is_sensitive = True
    page(client, of(harvest), 404)
    assert "deurhanger met" not in seen(client, harvest)


def test_it_is_narrowed_by_theme_place_and_kind(app):
    library = the_library()
    a_branch(library, "Dalfsen")
    here = a_harvest(a_talk(themes=("democratie-buurt",)))
    idea = an_item(here, "Een deurhanger", Kind.IDEA)
    question = an_item(here, "Wie durft?", Kind.QUESTION, theme="digitaal")

    def ids(**wish):
        found = queries.list_items(session(), library.id, Wish(**wish))
        assert found.total == len(found.items)
        return {item.id for item in found.items}

    assert ids(theme="democratie-buurt") == {idea.id, question.id}
    assert ids(theme="digitaal") == {question.id}
    assert ids(kind=Kind.IDEA) == {idea.id}
    assert ids(branch="ommen") == {idea.id, question.id}
    assert ids(branch="dalfsen") == ids(theme="koken-voeding") == set()
    offered = queries.choices(session(), library.id)
    assert [(slug, number) for slug, *_, number in offered.themes] == [
        ("democratie-buurt", 2),
        ("digitaal", 1),
    ]
    assert offered.branches == [("ommen", "Ommen")]


def test_a_question_finds_what_answers_it_first_and_says_why(app):
    harvest = a_harvest()
    best = an_item(harvest, "Samen soep koken op vrijdag")
    themed = an_item(harvest, "Een kookboek van de straat", theme="koken-voeding")
    an_item(harvest, "Een deurhanger")
    leaf = reading.searched(session(), the_library().id, Wish("koken"), ANYBODY)
    assert [card.item.id for card in leaf.items][:2] == [best.id, themed.id]
    assert not leaf.items[0].reasons
    assert leaf.items[1].reasons


def test_the_pages_ask_the_database_little_however_much_was_found(client, statements):
    for number in range(8):
        harvest = a_harvest(a_talk(f"Gesprek {number}"))
        for nth in range(5):
            an_item(harvest, f"Een deurhanger, soort {nth}", theme="digitaal")
    an_entry("Ik help met DigiD", themes=("digitaal",))
    for address in (
        "/vechtdal/oogst", "/vechtdal/oogst?thema=digitaal", "/vechtdal/oogst?q=deurhanger",
        of(harvest),
    ):  # fmt: skip
        client.get(address)
        with statements() as asked:
            page(client, address)
        asked = [each for each in asked if not each.startswith(("BEGIN", "SET"))]
        most = 9 if "q=" in address else 8  # Models that search by meaning ask once more.
        assert len(asked) <= most, (address, "\n".join(asked))


def test_with_nothing_yet_the_page_says_what_it_will_be_and_leads_to_the_agenda(client):
    the_library()
    said = page(client, "/vechtdal/oogst")
    assert "Hier staat nog niets" in said
    assert 'href="/vechtdal/agenda"' in said
    assert "wat de buurt ontdekte" not in page(client, "/vechtdal/").lower()


def test_another_librarys_harvest_does_not_exist_here(client):
    harvest = a_harvest()
    an_item(harvest)
    from tests.factories import a_library

    a_library("salland")
    page(client, of(harvest).replace("vechtdal", "salland"), 404)
    assert "deurhanger met" not in page(client, "/salland/oogst?q=deurhanger")


def test_an_old_title_in_the_address_leads_to_the_present_one(client):
    harvest = a_harvest()
    for address in (f"/vechtdal/oogst/{harvest.id}", f"/vechtdal/oogst/{harvest.id}-oud"):
        moved = client.get(address)
        assert (moved.status_code, moved.location) == (301, of(harvest))


def test_a_member_reads_the_same_as_anybody(client_of):
    harvest = a_harvest()
    an_item(harvest)
    assert "deurhanger met" in page(client_of(a_member()), of(harvest))
