"""RELIABILITY 17, where talk is shown: all of the corpus, on pages, in mails and in feeds."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.conversations import telling
from community.conversations.models import Kind
from community.db import session, transaction
from community.harvests.models import HarvestItem
from community.libraries.tenancy import base_url
from community.moderation import cases
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.promises import keeping
from community.promises import queries as promises
from community.texts import UnfitText, clean_text
from tests.conversations.talking import a_participant, everyone_reads, says, viewer
from tests.factories import a_gathering, a_librarian, the_library
from tests.findings.rows import a_harvest, a_talk, an_item
from tests.moderation.acts import NO, decide
from tests.promises.promising import promised
from tests.proposals.ideas import a_proposal
from tests.security.corpora import corpus
from tests.security.inert import acts

MOST = 1_400
DATA = "<script> {'type': 'application/ld+json'}"


def fit(attack: str) -> bool:
    """What a form lets in; the rest never becomes a row."""
    try:
        return 0 < len(clean_text(attack)) <= MOST
    except UnfitText:
        return False


def pieces(most: int = MOST) -> list[str]:
    """The corpus in as few texts as fit, a blank line between two attacks."""
    found = [""]
    for attack in filter(fit, corpus("markdown_attacks")):
        said = clean_text(attack)
        if len(said) > most:
            continue
        if len(found[-1]) + len(said) + 2 > most:
            found.append("")
        found[-1] = f"{found[-1]}\n\n{said}" if found[-1] else said
    return found


def owed() -> list[str]:
    """The mails that are owed now, as HTML without the house's own styles."""
    session().rollback()
    sent = [letters.render(session(), mail) for mail in session().scalars(select(OutboxMail))]
    return [letter.html for letter in sent if letter is not None]


def wrong_in(page: str) -> list[str]:
    """Of a page; what leads to the house itself by its whole address is no fault, nor is the one
    piece of data for search engines, which runs nothing."""
    found = [each for each in acts(page) if f"={base_url()}/" not in each]
    if DATA in found:
        found.remove(DATA)
    return found


def wrong_in_mail(html: str) -> list[str]:
    """A mail has styles of its own besides, as mail programs want it."""
    return [each for each in wrong_in(html) if " style=" not in each and each != "<style>"]


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian())


def test_in_a_conversation_its_mail_and_at_the_desk(desk, client):
    talk = a_gathering("Wat helpt je de winter door?")
    noor, ria = a_participant(talk, "Noor"), a_participant(talk, "Ria")
    says(talk, viewer(ria), "Ik luister mee.")
    top = says(talk, viewer(noor), "Wie heeft er soep?")
    for piece in pieces():
        last = says(talk, viewer(noor), piece, kind=Kind.IDEA)
        says(talk, viewer(noor), piece, to=top)
    everyone_reads(talk)
    with transaction() as tx:
        telling.tell(tx, last.conversation_id, now=now())
    at = f"/vechtdal/gesprekken/bij/activiteit/{talk.id}"
    for browser in (client, desk):
        page = browser.get(at, follow_redirects=True).text
        assert "soep" in page
        assert wrong_in(page) == []
    assert [wrong_in_mail(html) for html in owed()] == [[] for _ in owed()] != []
    case = decide_about(last)
    assert wrong_in(desk.get(f"/vechtdal/beheer/moderatie/{case.id}").text) == []


def decide_about(said):
    with transaction() as tx:
        case = cases.ask_for_a_look(
            tx, said.library_id, "contribution", said.id, author_id=said.person_id, now=now()
        )
    return decide(case, NO, by=a_librarian(name="Ada"))


def test_in_what_was_found_its_print_and_its_feed(desk, client):
    harvest = a_harvest(a_talk())
    an_item(harvest, "Een appje voelt lichter.")
    for number, piece in enumerate(pieces()):
        an_item(harvest, piece, is_quote=number % 2 == 0)
    shelf = f"/vechtdal/oogst/{harvest.id}"
    for path in (shelf, "/vechtdal/oogst", f"/vechtdal/agenda/{harvest.gathering_id}"):
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 200, path
        assert wrong_in(page.text) == [], path
    at_desk = f"/vechtdal/beheer/activiteiten/{harvest.gathering_id}/oogst"
    for path in ("", "/vel"):
        assert wrong_in(desk.get(at_desk + path).text) == [], path
    feed = ET.fromstring(client.get("/vechtdal/oogst.rss").data)  # noqa: S314 (our own)
    said = [text for item in feed.iter("item") for text in item.itertext()]
    assert any("appje" in each for each in said)
    assert [acts(each) for each in said] == [[] for _ in said]
    assert session().scalars(select(HarvestItem)).first() is not None


def test_in_a_promise_a_proposal_and_their_mails(desk, client):
    talk = a_talk()
    noor = a_participant(talk, "Noor")
    for piece in pieces(300)[:12]:
        promise = promised(talk, noor, what=" ".join(piece.split()))
        if piece == pieces(300)[11]:
            break  # Not agreed to yet: so there is a mail that asks.
        with transaction() as tx:
            keeping.agree(tx, promise.library_id, promise.id, named=True, now=now())
    token = promises.token_of(promise, key=current_app.config["SECRET_KEY"])
    proposal, _backing = a_proposal(text="\n\n".join(pieces(1_000))[:1_000])
    saved_title = pieces(140)[0][:140]
    a_proposal(title=" ".join(saved_title.split()))
    for browser in (client, desk):
        for path in (
            f"/vechtdal/agenda/{talk.id}", f"/vechtdal/afspraak/{token}",
            f"/vechtdal/voorstellen/{proposal.id}", "/vechtdal/voorstellen",
        ):  # fmt: skip
            page = browser.get(path, follow_redirects=True)
            assert page.status_code == 200, path
            assert wrong_in(page.text) == [], path
    assert wrong_in(desk.get("/vechtdal/beheer/afspraken").text) == []
    assert [wrong_in_mail(html) for html in owed()] == [[] for _ in owed()] != []
