"""The pages: of the librarian, of who is a book, and of who reads. All without JavaScript."""

from __future__ import annotations

import pytest

from community.gatherings.models import SignUpStatus
from community.living_books.models import BookState, LivingBook
from community.tongues import Tongue
from tests.factories import a_gathering, a_librarian, a_member
from tests.living_books.browse import link, own, page, send
from tests.living_books.shelf import (
    a_book,
    a_day,
    a_reader,
    an_offer,
    asked,
    reserved,
    taken,
    the,
    times,
)
from tests.register.entries import count, do


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The selects are tried on both databases at the services."""
    return sqlite_url


def test_a_living_library_from_the_times_to_a_reader(client, client_of):
    """A journey: the librarian cuts the day and asks Karim; he says yes; Noor reads him."""
    gathering = a_gathering("Lees een mens")
    karim = a_member(name="Karim", surname="Achternaam")
    offer = an_offer("Ik was zeeman", person=karim)
    desk = client_of(a_librarian())
    home = f"/vechtdal/beheer/activiteiten/{gathering.id}/levende-boeken"
    assert home in page(desk, f"/vechtdal/beheer/activiteiten/{gathering.id}")
    day = {"slot": "25", "pause": "5", "break_after": "2", "break_minutes": "15", "way": "reserve"}
    send(desk, f"{home}/tijden", 422, **{**day, "slot": "7"})
    send(desk, f"{home}/tijden", **day)
    assert len(times(gathering)) == 3
    ask = f"{home}/aanbod/{offer.id}/vraag"
    assert ask in page(desk, f"{home}/aanbod")
    send(desk, ask)
    catalogue = f"/vechtdal/agenda/{gathering.id}/levende-boeken"
    assert "Ik was zeeman" not in page(client, catalogue)

    book = the(1)
    cover = {
        "title": "Ik was zeeman", "sentence": "Vraag maar", "tongues": ["nl", "ar"],
        "readers": "2", "slots": [str(slot.id) for slot in times(gathering)[1:]],
    }  # fmt: skip
    assert "Wil je levend boek zijn, Karim?" in page(client, link(book))
    assert link(book) in page(client_of(karim), "/mijn")
    send(client, f"{link(book)}/ja", 422, **{**cover, "title": ""})
    send(client, f"{link(book)}/ja", 409, **{**cover, "title": "Karim Achternaam"})
    send(client, f"{link(book)}/ja", **cover)
    assert "bibliothecaris leest eerst" in page(client, link(book))
    assert "Levend boek met nieuwe woorden" in page(desk, "/vechtdal/beheer/")
    send(desk, f"{home}/{book.id}", **cover)

    shown = page(client, catalogue)
    assert "Ik was zeeman" in shown
    assert "2 plekken vrij" in shown
    assert "Achternaam" not in shown
    assert "Karim" not in shown
    assert "Ik was zeeman" in page(client, client.get(
        f"/vechtdal/agenda/{gathering.id}").location)  # fmt: skip
    noor = a_reader(gathering)
    slot = times(gathering)[1]
    choose = f"{own(noor)}/kies/{book.id}/{slot.id}"
    assert choose in page(client, own(noor))
    send(client, choose)
    assert "van jou" in page(client, own(noor))
    assert "1 lezer" in page(client, link(book))
    other = f"{own(noor)}/kies/{book.id}/{times(gathering)[2].id}"
    assert "in_plaats_van" in send(client, other, 409).text
    send(client, other, in_plaats_van="1")
    assert taken(book) == [0, 1]
    send(client, f"{own(noor)}/2/geef-terug")
    assert taken(book) == [0, 0]
    send(client, f"{link(book)}/nee")
    assert the(book.id).state is BookState.WITHDRAWN
    assert "Ik was zeeman" not in page(client, catalogue)


@pytest.mark.usefixtures("app")
def test_the_catalogue_narrows_by_theme_and_by_language(client):
    gathering = a_day()
    a_book(gathering, "Ik was zeeman", themes=("werk-ondernemen",))
    a_book(gathering, "Ik kwam uit Aleppo", themes=("talen-culturen",),
           tongues=frozenset({Tongue.ARABIC}))  # fmt: skip
    catalogue = f"/vechtdal/agenda/{gathering.id}/levende-boeken"
    for query in ("thema=talen-culturen", "voertaal=ar"):
        said = page(client, f"{catalogue}?{query}")
        assert "Ik kwam uit Aleppo" in said
        assert "Ik was zeeman" not in said
    assert "Zo’n boek is er niet bij" in page(client, f"{catalogue}?thema=digitaal")
    page(client, f"{catalogue}?voertaal=klingon&thema=%00")


@pytest.mark.usefixtures("app")
def test_what_is_not_a_living_library_or_not_for_you_is_not_found(client, client_of):
    plain = a_gathering()
    page(client, f"/vechtdal/agenda/{plain.id}/levende-boeken", 404)
    page(client, own(a_reader(plain)), 404)
    gathering = a_day()
    book = a_book(gathering)
    page(client, link(book)[:-3] + "abc", 404)
    noor, nel = a_reader(gathering), a_reader(gathering)
    loan = reserved(noor, book)
    send(client, f"{own(nel)}/{loan.id}/geef-terug", 404)
    waits = a_reader(gathering, status=SignUpStatus.WAITING)
    assert "eerst een plek" in page(client, own(waits))
    other = a_book(a_day())
    send(client, f"{own(nel)}/kies/{other.id}/{other.sittings[0].slot_id}", 404)


@pytest.mark.usefixtures("app")
def test_who_has_no_address_is_called_and_the_answer_noted(client_of):
    gathering = a_day()
    riet = a_member(name="Riet", email=None, phone="0529 123456")
    book = asked(gathering, an_offer("Ik bakte brood", person=riet))
    desk = client_of(a_librarian())
    home = f"/vechtdal/beheer/activiteiten/{gathering.id}/levende-boeken"
    assert "0529 123456" in page(desk, home)
    send(desk, f"{home}/{book.id}/antwoord", 422, answer="")
    send(desk, f"{home}/{book.id}/antwoord", answer="yes", by="phone")
    assert the(book.id).state is BookState.AGREED
    reserved(a_reader(gathering), book)
    assert "1 lezer raakt een plek kwijt" in page(desk, f"{home}/{book.id}/haal-weg")
    send(desk, f"{home}/{book.id}/haal-weg")
    assert the(book.id).state is BookState.REMOVED
    assert count(LivingBook) == 1


@pytest.mark.usefixtures("app")
def test_what_became_sensitive_shows_nobody(client):
    gathering = a_day()
    a_book(gathering)
    do(lambda tx: setattr(tx.merge(gathering), "is_sensitive", True))
    catalogue = f"/vechtdal/agenda/{gathering.id}/levende-boeken"
    assert "Ik was zeeman" not in page(client, catalogue)


@pytest.mark.usefixtures("app")
def test_the_pages_ask_the_database_little_however_many_books_there_are(
    client, client_of, statements
):
    gathering = a_day()
    for number in range(6):
        a_book(gathering, f"Boek {number}", themes=("digitaal",))
    noor = a_reader(gathering)
    desk = client_of(a_librarian())
    for browser, address, most in (
        (client, f"/vechtdal/agenda/{gathering.id}/levende-boeken", 9),
        # One of them is of the conversation, to which this link is a way in as well.
        # One of them asks which of her books may still be shown.
        (client, own(noor), 12),
        # One of them asks whether it was written down already that she looks.
        (desk, f"/vechtdal/beheer/activiteiten/{gathering.id}/levende-boeken", 15),
    ):
        browser.get(address)
        with statements() as seen:
            page(browser, address)
        assert len(seen) <= most, (address, len(seen))
