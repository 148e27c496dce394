"""What became of somebody's mails, and what the desk does about an address that does not work."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from community.accounts.models import Person
from community.clock import now
from community.db import db, session
from community.gatherings import calls
from community.outbox.models import MailState
from tests import factories
from tests.messages.writing import a_draft, sent


@pytest.fixture
def noor(app):
    return factories.a_member(name="Noor", surname="de Boer", phone="06 12 34 56 78")


@pytest.fixture
def gathering(noor):
    return factories.a_gathering("Samen eten")


@pytest.fixture
def desk(gathering, client_of):
    return client_of(factories.a_librarian())


def at(person):
    return f"/vechtdal/beheer/post/mensen/{person.id}"


def again(row):
    return session().get_one(type(row), row.id, populate_existing=True)


def test_an_address_is_marked_by_hand_and_unmarked(desk, noor, gathering):
    factories.a_sign_up(gathering, noor)
    for _ in range(2):
        assert desk.post(f"{at(noor)}/werkt-niet").status_code == 303
    assert desk.get(f"{at(noor)}?pagina={'9' * 30}").status_code == 200
    assert "dat dit adres niet werkt" in desk.get(at(noor)).text
    listed = desk.get(f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen").text
    assert "Mail aan dit adres komt terug: bel" in listed
    for _ in range(2):
        desk.post(f"{at(noor)}/werkt-weer")
    assert again(noor).gets_mail


def test_who_gets_no_mail_is_called_about_what_is_new(desk, noor, gathering):
    """Not about what a mail told before the address failed."""
    sign_up = factories.a_sign_up(gathering, noor, sequence=1)
    desk.post(f"{at(noor)}/werkt-niet")
    assert len(calls.list_calls(session(), gathering.library_id, now=now())) == 1
    factories.a_mail(sign_up, "promoted", sequence=1, state=MailState.SENT)
    assert calls.list_calls(session(), gathering.library_id, now=now()) == []
    assert session().scalar(calls.how_many(gathering.library_id, now())) == 0


def test_a_mail_that_came_back_told_nothing(desk, noor, gathering):
    sign_up = factories.a_sign_up(gathering, noor, sequence=1)
    factories.a_mail(sign_up, "promoted", sequence=1, state=MailState.BOUNCED)
    desk.post(f"{at(noor)}/werkt-niet")
    assert session().scalar(calls.how_many(gathering.library_id, now())) == 1


def test_a_message_is_read_to_whoever_gets_no_mail(desk, noor, gathering):
    factories.a_sign_up(gathering, noor)
    desk.post(f"{at(noor)}/werkt-niet")
    message = sent(a_draft(gathering))
    assert (message.mails, message.calls) == (0, 1)


def test_the_address_is_put_right_and_the_mail_sent_once_more(desk, noor, gathering):
    mail = factories.a_mail(
        factories.a_sign_up(gathering, noor), state=MailState.BOUNCED, message_id="first"
    )
    desk.post(f"{at(noor)}/werkt-niet")
    assert desk.post(f"{at(noor)}/adres", data={"email": "geen"}).status_code == 422
    assert desk.post(f"{at(noor)}/adres", data={"email": "noor@goed.nl"}).status_code == 303
    assert again(noor).email == "noor@goed.nl"
    desk.post(f"/vechtdal/beheer/post/{mail.id}/opnieuw")
    assert again(mail).state is MailState.OWED
    assert again(mail).message_id != "first"


def test_an_account_of_staff_keeps_its_address(desk):
    colleague = factories.a_librarian(name="Joke")
    desk.post(f"{at(colleague)}/werkt-niet")
    answer = desk.post(f"{at(colleague)}/adres", data={"email": "x@goed.nl"})
    assert answer.status_code == 422
    assert "Alleen deze persoon zelf" in answer.text


def test_a_page_of_somebody_tells_states_and_no_text(desk, noor, gathering):
    factories.a_sign_up(gathering, noor)
    sent(a_draft(gathering, text="Geheime woorden"))
    page = desk.get(at(noor)).text
    assert "Een bericht aan wie meedoet" in page
    assert "Onderweg" in page
    assert "Geheime woorden" not in page


def test_the_list_of_who_comes_says_what_became_of_each_mail(desk, noor, gathering):
    sign_up = factories.a_sign_up(gathering, noor)
    factories.a_mail(sign_up, state=MailState.SENT, sent_at=now())
    factories.a_mail(sign_up, "moved", 1, state=MailState.OWED, last_error="asked_to_wait 451")
    page = desk.get(f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen").text
    assert "Laatste mail:" in page
    assert "onderweg" in page
    assert "De mailserver vraagt om het later nog eens te proberen." in page


def test_the_post_is_shown_by_state_and_gathering_a_page_at_a_time(desk, noor, gathering):
    other = factories.a_gathering("Iets anders")
    sign_up = factories.a_sign_up(gathering, noor)
    for number in range(51):
        factories.a_mail(sign_up, "moved", number, state=MailState.SENT)
    factories.a_mail(factories.a_sign_up(other, noor), state=MailState.DROPPED)
    post = "/vechtdal/beheer/post"
    assert desk.get(f"{post}?stand=sent").text.count("kk-today__item ") == 50
    assert desk.get(f"{post}?stand=sent&pagina=2").text.count("kk-today__item ") == 1
    assert "Iets anders" in desk.get(f"{post}?activiteit={other.id}").text
    assert "Iets anders" not in desk.get(f"{post}?stand=sent&activiteit={gathering.id}").text
    for strange in ("?stand=x", "?pagina=-3&stand=sent", "?activiteit=9999999&stand=sent"):
        assert desk.get(post + strange).status_code == 200


def test_a_page_of_post_and_a_list_of_guests_are_read_in_as_many_statements_as_half_of_them(
    desk, gathering
):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    pages = (
        "/vechtdal/beheer/post?stand=sent",
        f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen",
    )
    for page in pages:
        desk.get(page)  # That somebody looked is written down once in an hour.
    read = []
    for _half in range(2):
        for _ in range(4):
            factories.a_mail(factories.a_sign_up(gathering), state=MailState.SENT)
        event.listen(db.engine, "before_cursor_execute", note)
        read.append([count for page in pages if (count := statements(desk, page, asked))])
        event.remove(db.engine, "before_cursor_execute", note)
    assert read[0] == read[1]


def statements(desk, page, asked):
    asked.clear()
    assert desk.get(page).status_code == 200
    return len(asked)


def test_another_librarys_people_do_not_exist_here(desk):
    stranger = factories.a_member(library=factories.a_library("salland"))
    assert desk.get(at(stranger)).status_code == 404
    assert desk.post(f"{at(stranger)}/werkt-niet").status_code == 404
    assert session().get_one(Person, stranger.id, populate_existing=True).gets_mail


def test_what_came_back_stands_with_what_did_not_arrive(desk, noor, gathering):
    factories.a_mail(
        factories.a_sign_up(gathering, noor), state=MailState.BOUNCED, last_error="came_back 5.1.1"
    )
    told = "De mail kwam terug: dit adres werkt niet."
    assert told not in desk.get("/vechtdal/beheer/post").text  # The address is right again.
    desk.post(f"{at(noor)}/werkt-niet")
    assert told in desk.get("/vechtdal/beheer/post").text
