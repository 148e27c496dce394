"""The pages of the two, and the librarian's; nobody sees more than is theirs."""

from __future__ import annotations

import re

from flask import current_app

from community.clock import now
from community.introductions import queries, seeing
from community.introductions.models import Ending, Introduction, Side, State
from tests.factories import a_librarian, a_member
from tests.introductions.meeting import (
    a_neighbour,
    agreed,
    an_introduction,
    asked,
    introduced,
    the,
    told,
)
from tests.moderation.agreed import AGREED
from tests.register.entries import a_request, an_entry, count


def link(app, found, side):
    token = queries.token_of(found.party(side), key=app.config["SECRET_KEY"])
    return f"/vechtdal/kennismaking/{token}"


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client, address, **said):
    answer = client.post(address, data=said)
    assert answer.status_code == 303, answer.text


def test_an_introduction_from_the_question_to_what_came_of_it(app, client, client_of):
    """A journey: Noor signed in, Karim by the links of his mails alone."""
    offer, noor = an_entry(), a_neighbour()
    browser = client_of(noor)
    form = {"text": "Mijn ketting ligt eraf.", "shares": "mail", "of_age": "y", **AGREED}
    address = f"/vechtdal/kennis/{offer.id}/kennismaken"
    assert browser.post(address, data={**form, "of_age": ""}).status_code == 422
    answer = browser.post(address, data=form)
    assert answer.status_code == 303
    own = answer.location
    assert "Wachten" in page(browser, own) or "zei ja" in page(browser, own)
    karim = link(app, the(1), Side.GIVER)
    said = page(client, karim)
    assert "Mijn ketting ligt eraf." in said
    assert noor.email not in said
    assert "de Vries" not in said
    send(client, f"{karim}/bericht", text="Kom maar langs", **AGREED)
    send(client, f"{karim}/ja")
    assert noor.email in page(client, karim)
    assert "Kom maar langs" in page(browser, own)
    send(client, f"{karim}/opbrengst", met="yes", outcome="helped")
    assert the(1).state is State.MET


def test_before_the_yes_no_page_has_the_surname_or_the_address(app, client, client_of):
    found = an_introduction()
    for side in Side:
        person = found.party(side.other).person
        for said in (
            page(client, link(app, found, side)),
            page(client_of(found.party(side).person), "/vechtdal/kennismakingen"),
            page(client_of(found.party(side).person), "/mijn"),
        ):
            for secret in (person.email, person.phone, person.surname):
                assert not secret or secret not in said


def test_a_link_is_not_for_the_other_library_nor_for_a_guess(app, client):
    found = an_introduction()
    good = link(app, found, Side.GIVER)
    assert client.get(good[:-3] + "abc").status_code == 404
    assert client.post(good[:-3] + "abc/ja").status_code == 404


def test_a_refusal_is_said_on_the_page_and_keeps_what_was_typed(app, client):
    found = told(told(agreed(), Side.ASKER), Side.GIVER)
    address = f"{link(app, found, Side.GIVER)}/bericht"
    assert client.post(address, data={"text": "Nog iets", **AGREED}).status_code == 409
    assert client.post(address, data={"text": ""}).status_code == 422


def test_what_one_may_not_see_one_cannot_ask_about(client_of):
    browser = client_of(a_neighbour())
    hidden = an_entry(hidden_at=now(), hidden_why="report")
    quiet = an_entry("Ik ken rouw", themes=("zorg-steun",))
    for entry in (hidden, quiet):
        answer = browser.get(f"/vechtdal/kennis/{entry.id}/kennismaken")
        assert answer.status_code == 404
        assert entry.title not in answer.text


def test_a_librarian_brings_two_together_and_reads_no_messages(client_of):
    offer = an_entry("Ik leer je breien", text="Ook sokken")
    request = a_request("Wie leert mij breien?")
    browser = client_of(a_librarian())
    said = page(browser, "/vechtdal/beheer/kennis/kennismakingen")
    action = f"/vechtdal/beheer/kennis/kennismakingen/{request.id}/{offer.id}/stel-voor"
    assert action in said
    answer = browser.post(action)
    assert answer.status_code == 303
    assert count(Introduction) == 1
    assert the(1).reasons
    assert "Ik leer je breien" in page(browser, answer.location)
    assert action not in page(browser, "/vechtdal/beheer/kennis/kennismakingen")


def test_every_question_stands_on_some_page(client_of):
    for number in range(22):
        a_request(f"Vraag {number:02}")
    browser = client_of(a_librarian())
    said = "".join(
        page(browser, f"/vechtdal/beheer/kennis/kennismakingen?pagina={number}")
        for number in ("1", "2")
    )
    assert [number for number in range(22) if f"Vraag {number:02}" not in said] == []
    page(browser, f"/vechtdal/beheer/kennis/kennismakingen?pagina={'9' * 5000}")


def test_no_librarian_reads_what_they_write(client_of):
    found = asked(an_entry(), a_neighbour(), "Heel persoonlijk")
    browser = client_of(a_librarian())
    for address in ("lopend", f"lopend/{found.id}"):
        assert "Heel persoonlijk" not in page(
            browser, f"/vechtdal/beheer/kennis/kennismakingen/{address}"
        )


def test_a_message_can_be_reported_by_whom_it_was_written_to_and_by_nobody_else(client_of):
    """One report of theirs hides it; a librarian who goes looking finds nothing."""
    found = asked(an_entry(), a_neighbour(), "Stuur mij geld")
    noor, karim = (found.party(side).person for side in Side)
    address = "/vechtdal/melden/message/1"
    said = {"rule": "no_selling", "words": "Vraagt geld"}
    assert client_of(noor).post(address, data=said).status_code == 409, "her own"
    for nosy in (a_neighbour("Nel"), a_librarian()):
        assert client_of(nosy).post(address, data=said).status_code == 404
    assert client_of(a_librarian()).post(f"{address}/bekijken").status_code == 404
    assert f'href="{address}"' in page(client_of(karim), mine(found, Side.GIVER))
    assert f'href="{address}"' not in page(client_of(noor), mine(found, Side.ASKER))
    assert client_of(karim).post(address, data=said).status_code == 303
    assert "Stuur mij geld" not in page(client_of(karim), f"{mine(found, Side.GIVER)}")
    assert "Stuur mij geld" in page(client_of(a_librarian()), "/vechtdal/beheer/moderatie/1")


def mine(found, side):
    key = current_app.config["SECRET_KEY"]
    return f"/vechtdal/kennismaking/{queries.token_of(found.party(side), key=key)}"


def test_who_has_no_address_is_called_and_the_answer_noted(client_of):
    found = asked(an_entry(person=a_member(name="Riet", email=None, phone="0529 123456")),
                  a_neighbour())  # fmt: skip
    browser = client_of(a_librarian())
    assert "0529 123456" in page(browser, "/vechtdal/beheer/kennis/kennismakingen/lopend")
    assert "kennismakingen/lopend" in page(browser, "/vechtdal/beheer/")
    said = browser.post(
        f"/vechtdal/beheer/kennis/kennismakingen/lopend/{found.id}/giver",
        data={"giver-answer": "yes", "giver-by": "phone", "giver-shares": "phone"},
    )
    assert said.status_code == 303
    assert the(found.id).state is State.AGREED


def test_the_desk_asks_the_database_little_however_much_goes_on(client_of, statements):
    for number in range(6):
        asked(an_entry(f"Aanbod {number}"), a_neighbour(f"Buur{number}"))
    browser = client_of(a_librarian())
    address = "/vechtdal/beheer/kennis/kennismakingen/lopend"
    browser.get(address)
    with statements() as seen:
        page(browser, address)
    assert len(seen) <= 8


def test_two_thought_of_together(client_of):
    """On my page a proposal stands with its answer to give, before any mail is read."""
    found = introduced()
    said = page(client_of(found.party(Side.ASKER).person), "/mijn")
    assert re.search(r"/vechtdal/kennismaking/\d+-", said)


def test_whom_one_blocks_without_ever_hearing_a_name_stays_without_a_name(client_of):
    found = asked(a_request(is_anonymous=True), a_neighbour())
    browser = client_of(found.party(Side.GIVER).person)
    send(browser, f"{mine(found, Side.GIVER)}/nee", blokkeer="ja")
    said = page(browser, "/vechtdal/kennismakingen")
    assert "Karim" not in said
    assert "toch-weer" in said
    # To Karim it reads as any no.
    assert seeing.ending_of(the(found.id)) is Ending.NO
