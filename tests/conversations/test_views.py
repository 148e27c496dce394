"""A conversation as people have it, without JavaScript and with what htmx adds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.clock import now
from community.conversations import said_queries, telling
from community.conversations.forms import is_isbn
from community.conversations.models import Contribution, Phase, SeenBy
from community.db import transaction
from community.libraries.models import Library
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests.conversations.talking import a_participant, arranged, says, viewer
from tests.factories import a_gathering
from tests.moderation.agreed import AGREED

SAID = "/vechtdal/gesprekken/bijdrage"


@pytest.fixture
def gathering(app):
    return a_gathering("Wat helpt je de winter door?")


def at(gathering) -> str:
    return f"/vechtdal/gesprekken/bij/activiteit/{gathering.id}"


def test_asking_answering_changing_and_taking_back(gathering, client_of, session):
    person = a_participant(gathering)
    noor = client_of(person)
    empty = noor.get(at(gathering)).text
    assert "Er is nog niets gezegd" in empty
    wrong = noor.post(at(gathering), data={"text": "", "kind": "idea"})
    assert wrong.status_code == 422
    assert "Schrijf eerst iets." in wrong.text
    told = noor.post(
        at(gathering), data={"text": "Wie heeft **soep**?", "kind": "question", **AGREED},
        follow_redirects=True,
    ).text  # fmt: skip
    assert "wachten tot een bibliothecaris" in told
    assert "<strong>soep</strong>" in told
    assert "Wacht op een bibliothecaris" in told
    number = re.search(r'id="bijdrage-(\d+)"', told)[1]
    noor.post(at(gathering), data={"text": "Ikzelf", "reply_to": number})
    changed = noor.post(f"{SAID}/{number}/wijzig", data={"text": "Wie maakt er soep?"},
                        follow_redirects=True).text  # fmt: skip
    assert "Wie maakt er soep?" in changed
    assert "gewijzigd" in changed
    gone = noor.post(f"{SAID}/{number}/terug", follow_redirects=True).text
    assert "Teruggenomen door wie het schreef." in gone
    assert "Ikzelf" in gone
    assert "soep" not in gone


def test_an_answer_without_words_or_to_no_number_comes_back_as_a_form(gathering, client_of):
    person = a_participant(gathering)
    said, noor = says(gathering, viewer(person, takes_part=True)), client_of(person)
    empty = noor.post(at(gathering), data={"text": "", "reply_to": said.id})
    assert empty.status_code == 422
    assert f'id="antwoord-{said.id}-error">Schrijf eerst iets.' in empty.text
    for number in ("", "²", "9" * 20):
        sent = {"text": "Ikzelf", "reply_to": number}
        assert noor.post(at(gathering), data=sent).status_code == 422
        assert noor.get(f"{at(gathering)}/nieuw", query_string={"na": number}).status_code == 200


def test_a_source_says_where_it_is(gathering, client_of):
    noor = client_of(a_participant(gathering))
    for wrong in ({}, {"url": "javascript:alert(1)"}, {"title": "De buren", "isbn": "123"}):
        sent = {"text": "Lees dit", "kind": "source", **wrong}
        assert noor.post(at(gathering), data=sent).status_code == 422
    right = {"text": "Lees dit", "kind": "source", "title": "De buren",
             "isbn": "978-90-214-0000-6", **AGREED}  # fmt: skip
    assert "9789021400006" in noor.post(at(gathering), data=right, follow_redirects=True).text


def test_a_book_is_a_link_where_the_library_says_its_catalogue_is(gathering, client_of):
    noor = client_of(a_participant(gathering))
    book = {"text": "Lees dit", "kind": "source", "title": "De buren", "isbn": "9789021400006",
            **AGREED}  # fmt: skip
    assert "<a" not in cited(noor.post(at(gathering), data=book, follow_redirects=True).text)
    with transaction() as tx:
        library = tx.get_one(Library, gathering.library_id)
        library.catalogue_url = "https://boeken.example.org/?isbn={isbn}"
    page = noor.get(at(gathering), follow_redirects=True).text
    assert 'href="https://boeken.example.org/?isbn=9789021400006"' in cited(page)


def test_the_sources_that_were_named_stand_together_each_once(gathering, client_of):
    noor = client_of(a_participant(gathering))
    for text, where in (
        ("Lees dit", "https://example.org/soep"),
        ("Dit ook", "https://example.org/soep/"),
    ):
        said = {"text": text, "kind": "source", "url": where, **AGREED}
        noor.post(at(gathering), data=said)
    page = noor.get(at(gathering), follow_redirects=True).text
    block = page[page.index("Genoemde bronnen") :]
    assert block[: block.index("</section>")].count("<li>") == 1


def cited(page: str) -> str:
    """What stands around the title of the book."""
    return page[page.index("<cite>") - 120 : page.index("</cite>")].rpartition("<p>")[2]


@pytest.mark.parametrize(
    ("digits", "right"),
    [("9789021400006", True), ("9789021400007", False), ("080442957X", True),
     ("0804429570", False), ("", False), ("97890214٠٠٠٠٦", False), ("abcdefghij", False)],
)  # fmt: skip
def test_an_isbn_is_known_by_its_last_digit(digits, right):
    assert is_isbn(digits) is right


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>", "[klik](javascript:alert(1))", "![x](http://x/y.png)",
        "<img src=x onerror=alert(1)>", "[a](data:text/html;base64,xx)", "`<b onclick=x>`",
    ],
)  # fmt: skip
def test_what_somebody_types_does_nothing_in_a_page(gathering, client_of, attack):
    noor = a_participant(gathering)
    says(gathering, viewer(noor), attack)
    page = client_of(noor).get(at(gathering), follow_redirects=True).text
    thread = page[page.index('id="gesprek"') : page.index('id="nieuws"')]
    shown = re.sub(r"<[^>]*kk-hidden[^>]*>.*?</span>", "", thread)
    assert "<script" not in shown
    assert "<img" not in shown
    assert not re.search(r"<[^>]+(javascript:|data:|onerror|onclick)", shown)


def test_what_somebody_types_does_nothing_in_a_mail(gathering, session):
    noor = viewer(a_participant(gathering))
    a_participant(gathering, "Yusuf")
    for attack in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>"):
        said = says(gathering, noor, attack)
    assert told(said.conversation_id) == 1
    mail = session.query(OutboxMail).filter_by(template=telling.TEMPLATE).one()
    html = letters.render(session, mail).html
    assert "alert(1)" in html
    assert not re.search(r"<script|<img[^>]*onerror", html)


def test_what_is_new_comes_without_the_rest(gathering, client_of):
    noor, yusuf = (a_participant(gathering, name) for name in ("Noor", "Yusuf"))
    first = says(gathering, viewer(noor), "Het eerste")
    reader = client_of(yusuf)
    assert reader.get(f"{at(gathering)}/nieuw?na={first.id}").status_code == 204
    says(gathering, viewer(noor), "Een antwoord", to=first)
    last = says(gathering, viewer(noor), "Het tweede")
    news = reader.get(f"{at(gathering)}/nieuw?na={first.id}").text
    assert "Het tweede" in news
    assert f'hx-swap-oob="beforeend:#antwoorden-{first.id}"' in news
    assert "Het eerste" not in news
    assert f"na={last.id}" in news


def test_recognising_it_is_counted(gathering, client_of):
    noor, yusuf = (a_participant(gathering, name) for name in ("Noor", "Yusuf"))
    said = says(gathering, viewer(noor))
    browser = client_of(yusuf)
    page = browser.post(f"{SAID}/{said.id}/knik/recognises", follow_redirects=True).text
    assert re.search(r'aria-pressed="true">Ik herken dit <span>\(1\)', page)
    assert browser.post(f"{SAID}/{said.id}/knik/hates").status_code == 404


def test_a_long_conversation_takes_few_statements(gathering, client_of, statements):
    noor = a_participant(gathering)
    for number in range(5):
        top = says(gathering, viewer(noor), f"Woord {number}")
        says(gathering, viewer(noor), "Antwoord", to=top)
    reader = client_of(noor)
    page = reader.get(at(gathering)).location
    reader.get(page)
    with statements() as seen:
        reader.get(page)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 8, "\n".join(seen)


def test_a_long_conversation_stands_on_pages_and_each_word_keeps_its_address(
    gathering, client_of, monkeypatch
):
    monkeypatch.setattr(said_queries, "PAGE_SIZE", 4)
    noor = a_participant(gathering)
    first = says(gathering, viewer(noor), "Het eerste")
    answer = says(gathering, viewer(noor), "Een antwoord", to=first)
    said = [says(gathering, viewer(noor), f"Woord {number}") for number in range(8)]
    reader = client_of(noor)
    newest = reader.get(at(gathering), follow_redirects=True).text
    assert "Woord 7" in newest
    assert "Het eerste" not in newest
    assert "Kijk of er iets nieuws is" in newest
    led = reader.get(f"{SAID}/{answer.id}")
    assert led.location.endswith(f"?bladzijde=1#bijdrage-{answer.id}")
    page = reader.get(led.location).text
    assert "Een antwoord" in page
    assert "Woord 7" not in page
    assert "bladzijde" not in reader.get(f"{SAID}/{said[-1].id}").location


def test_asked_again_with_its_mark_there_is_nothing_to_send(gathering, client_of):
    said = says(gathering, viewer(a_participant(gathering)), "Het eerste")
    reader = client_of(a_participant(gathering, "Yusuf"))
    news = f"{at(gathering)}/nieuw?na={said.id}"
    mark = reader.get(news).headers["ETag"]
    assert reader.get(news, headers={"If-None-Match": mark}).status_code == 304
    arranged(gathering, SeenBy.PARTICIPANTS, is_closed=True)
    closed = reader.get(news, headers={"If-None-Match": mark})
    assert closed.status_code == 200
    assert "Hier komt niets nieuws meer bij" in closed.text
    assert "hx-get" not in closed.text


def test_what_was_said_before_and_after_stands_apart(app, client_of):
    begun = a_gathering(starts_at=now() - timedelta(hours=1))
    noor = a_participant(begun)
    says(begun, viewer(noor), "Middenin")
    early = says(begun, viewer(noor), "Vooraf")
    with transaction() as tx:
        tx.get_one(Contribution, early.id).phase = Phase.BEFORE
    page = client_of(noor).get(at(begun), follow_redirects=True).text
    assert page.index("Tijdens gezegd") < page.index("Middenin") < page.index("Vooraf gezegd")


def test_what_arrives_stands_below_the_heading_of_when_it_was_said(app, client_of):
    begun = a_gathering(starts_at=now() - timedelta(hours=1))
    noor = a_participant(begun)
    early = says(begun, viewer(noor), "Vooraf")
    with transaction() as tx:
        tx.get_one(Contribution, early.id).phase = Phase.BEFORE
    first, second = (says(begun, viewer(noor), word) for word in ("Het eerste", "Het tweede"))
    says(begun, viewer(noor), "Een antwoord", to=early)
    reader = client_of(a_participant(begun, "Yusuf"))
    news = reader.get(f"{at(begun)}/nieuw?na={early.id}").text
    assert news.count("Tijdens gezegd") == 1
    assert news.index("Tijdens gezegd") < news.index("Het eerste") < news.index("Het tweede")
    assert "Vooraf gezegd" in reader.get(f"{at(begun)}/nieuw?na=0").text
    more = reader.get(f"{at(begun)}/nieuw?na={first.id}").text
    assert "Het tweede" in more
    assert "gezegd</h3>" not in more
    assert second.id


def test_who_takes_part_is_told_once_a_day_and_not_when_muted(gathering, client_of, session):
    noor, yusuf, ria = (a_participant(gathering, name) for name in ("Noor", "Yusuf", "Ria"))
    said = says(gathering, viewer(noor), "Wie heeft er soep?")
    client_of(ria).post(f"{at(gathering)}/meldingen", data={"uit": "1"})
    assert told(said.conversation_id) == 1
    assert told(said.conversation_id) == 0
    mail = session.query(OutboxMail).filter_by(template=telling.TEMPLATE).one()
    assert mail.person_id == yusuf.id
    letter = letters.render(session, mail)
    assert "Noor: Wie heeft er soep?" in letter.text
    says(gathering, viewer(noor), "En brood?")
    assert told(said.conversation_id) == 0


def told(conversation_id: int) -> int:
    with transaction() as tx:
        return telling.tell(tx, conversation_id, now=now())
