"""The librarian sees which mail did not arrive, and can do something about it."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session
from community.outbox import labels
from community.outbox.failures import NotSent, Reason
from community.outbox.models import MailState, OutboxMail
from tests import factories


@pytest.fixture
def given_up(app) -> OutboxMail:
    """A mail to Noor that no server wanted."""
    noor = factories.a_person("Noor", surname="de Boer", phone="06 12 34 56 78")
    sign_up = factories.a_sign_up(factories.a_gathering("Repair <Café>"), noor)
    return factories.a_mail(
        sign_up, state=MailState.FAILED, last_error="address_refused 550", attempts=1
    )


@pytest.fixture
def desk(given_up, client_of):
    return client_of(factories.a_librarian())


def state_of(mail: OutboxMail) -> MailState:
    session().expire_all()
    return session().get_one(OutboxMail, mail.id).state


def test_she_reads_who_missed_what_and_why_and_whom_to_call(desk):
    page = desk.get("/vechtdal/beheer/post").text
    for words in (
        "Noor de Boer",
        "Je doet mee",
        "Repair &lt;Café&gt;",
        "De mailserver kent dit adres niet.",
        "06 12 34 56 78",
    ):
        assert words in page, words


def test_she_tries_one_again(desk, given_up):
    answer = desk.post(f"/vechtdal/beheer/post/{given_up.id}/opnieuw")
    assert answer.status_code == 303
    assert state_of(given_up) is MailState.OWED
    page = desk.get("/vechtdal/beheer/post").text
    assert "Onderweg" in page
    assert "Gaat zo weg" in page


def test_trying_again_twice_is_trying_again_once(desk, given_up):
    for _ in range(2):
        assert desk.post(f"/vechtdal/beheer/post/{given_up.id}/opnieuw").status_code == 303
    assert state_of(given_up) is MailState.OWED


def test_she_tries_all_of_them_again_but_not_those_of_another_library(desk, given_up):
    elsewhere = factories.a_library("salland")
    theirs = factories.a_mail(
        factories.a_sign_up(factories.a_gathering(library=elsewhere)), state=MailState.FAILED
    )
    desk.post("/vechtdal/beheer/post/opnieuw")
    assert state_of(given_up) is MailState.OWED
    assert state_of(theirs) is MailState.FAILED
    assert desk.post(f"/vechtdal/beheer/post/{theirs.id}/opnieuw").status_code == 404
    assert state_of(theirs) is MailState.FAILED


def test_what_was_sent_is_not_sent_again(desk, given_up):
    sent = factories.a_mail(
        factories.a_sign_up(factories.a_gathering()), state=MailState.SENT, sent_at=now()
    )
    desk.post(f"/vechtdal/beheer/post/{sent.id}/opnieuw")
    assert state_of(sent) is MailState.SENT


def test_nothing_to_do_says_so(app, client_of):
    page = client_of(factories.a_librarian()).get("/vechtdal/beheer/post").text
    assert "Alles is aangekomen, voor zover we weten." in page


def test_residents_do_not_see_it(given_up, client_of, client):
    resident = client_of(factories.a_member())
    assert resident.get("/vechtdal/beheer/post").status_code == 403
    assert "Noor" not in client.get("/vechtdal/beheer/post").text


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason):
    assert labels.why(NotSent(reason, 550).kept)
    assert labels.why(NotSent(reason).kept)


def test_no_reason_has_no_words():
    assert labels.why("") == ""


def test_mail_out_of_a_back_up_waits_until_she_decides(desk, given_up):
    mails = [
        factories.a_mail(factories.a_sign_up(factories.a_gathering()), state=MailState.RESTORED)
        for _ in range(3)
    ]
    theirs = factories.a_mail(
        factories.a_sign_up(factories.a_gathering(library=factories.a_library("salland"))),
        state=MailState.RESTORED,
    )
    page = desk.get("/vechtdal/beheer/post").text
    assert "Er is een back-up teruggezet." in page
    address = "/vechtdal/beheer/post/uit-een-back-up"
    assert desk.post(address, data={"mail": theirs.id, "doen": "versturen"}).status_code == 404
    assert desk.post(address, data={"mail": "?", "doen": "versturen"}).status_code == 404
    desk.post(address, data={"mail": mails[0].id, "doen": "versturen"})
    desk.post(address, data={"mail": mails[1].id, "doen": "niet"})
    assert [state_of(mail) for mail in mails] == [
        MailState.OWED,
        MailState.DROPPED,
        MailState.RESTORED,
    ]
    desk.post(address, data={"doen": "versturen"})
    assert [state_of(mail) for mail in (mails[1], mails[2])] == [MailState.DROPPED, MailState.OWED]
    assert (state_of(theirs), state_of(given_up)) == (MailState.RESTORED, MailState.FAILED)
