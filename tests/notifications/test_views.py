"""Choosing which mails one gets: by a link, signed in, by one click of a mail program."""

from __future__ import annotations

import re

import pytest
from flask import current_app

from community.accounts.models import Membership, Role
from community.clock import now
from community.db import session, transaction
from community.gatherings import sign_up_queries
from community.gatherings.kinds import Kind
from community.gatherings.models import SignUp, SignUpStatus
from community.notifications import links, queries
from community.notifications.models import BOTH, MailWish, Reminder, Stream
from tests.factories import (
    a_gathering,
    a_library,
    a_member,
    a_person,
    a_sign_up,
    a_theme,
    the_library,
)
from tests.notifications.post import sends, wants
from tests.notifications.rows import a_wish

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def wish(app) -> MailWish:
    """Of somebody without account, who is told weekly, and reminded three hours before."""
    library, person = the_library(), a_person(email_confirmed_at=now())
    return wants(person, library.id, at=now(), digest=True, kinds=frozenset({Kind.WORKSHOP}),
                 reminders=frozenset({Reminder.THREE_HOURS}))  # fmt: skip


def page_of(wish: MailWish) -> str:
    token = queries.token_of(wish, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/berichten/{token}"


def now_of(wish: MailWish) -> MailWish:
    found = queries.find_wish(session(), wish.library_id, wish.person_id)
    assert found is not None
    return found


def test_the_link_shows_what_one_chose_and_keeps_what_one_changes(client, wish):
    page = client.get(page_of(wish)).text
    ticked = re.findall(r'name="(\w+)" value="(\w+)" checked', page)
    assert ("reminders", "three_hours") in ticked
    assert ("kinds", "workshop") in ticked
    assert ("reminders", "two_days") not in ticked
    answer = client.post(
        page_of(wish),
        data={"reminders": ["two_days"], "digest": "y", "themes": [a_theme("digitaal").id]},
    )
    assert answer.status_code == 303
    kept = now_of(wish)
    assert kept.wanted == {Reminder.TWO_DAYS}
    assert ([theme.slug for theme in kept.themes], kept.kinds) == (["digitaal"], frozenset())
    assert kept.digest_since == wish.digest_since


def test_what_is_not_offered_is_refused_beside_the_field_and_what_was_ticked_stays(client, wish):
    answer = client.post(page_of(wish), data={"themes": ["99999"], "kinds": ["lecture"]})
    assert answer.status_code == 422
    assert re.search(r'name="kinds" value="lecture" checked', answer.text)
    assert now_of(wish).kinds == {Kind.WORKSHOP}


@pytest.mark.parametrize("stream", Stream)
def test_a_mail_program_stops_a_stream_by_one_post_without_session_or_redirect(
    client, wish, stream
):
    client.application.config["WTF_CSRF_ENABLED"] = True
    address = f"{page_of(wish)}/uit/{stream}"
    for _twice in range(2):
        answer = client.post(address, data=ONE_CLICK)
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
        assert not now_of(wish).gets(stream)
    other = next(each for each in Stream if each is not stream)
    assert now_of(wish).gets(other)


@pytest.mark.parametrize("stream", Stream)
def test_a_link_scanner_stops_nothing_and_a_person_presses_a_button(client, wish, stream):
    address = f"{page_of(wish)}/uit/{stream}"
    assert "Ja, stop ermee" in client.get(address).text
    assert now_of(wish).gets(stream)
    assert client.post(address).location == address
    assert not now_of(wish).gets(stream)
    assert "Stuur ze weer" in client.get(address).text


def test_who_pressed_too_soon_gets_back_what_was_chosen(client, wish):
    for stream in Stream:
        client.post(f"{page_of(wish)}/uit/{stream}")
        for _twice in range(2):
            client.post(f"{page_of(wish)}/aan/{stream}")
    again = now_of(wish)
    assert again.wanted == {Reminder.THREE_HOURS}
    assert again.gets(Stream.DIGEST)
    assert again.kinds == {Kind.WORKSHOP}


@pytest.mark.parametrize("rest", ["", "/uit/weekbericht", "/uit/herinneringen"])
def test_a_wrong_token_is_not_found(client, wish, rest):
    a_library("ijssel")
    token = page_of(wish).rpartition("/")[2]
    wrong = [token[:-1] + ("A" if token[-1] != "A" else "B"), f"{wish.id + 1}{token[1:]}", "x"]
    for path in [*(f"/vechtdal/berichten/{each}" for each in wrong), f"/ijssel/berichten/{token}"]:
        assert client.get(path + rest).status_code == 404
        assert client.post(path + rest, data=ONE_CLICK).status_code == 404
    assert client.get(f"{page_of(wish)}/uit/alles").status_code == 404
    assert all(now_of(wish).gets(stream) for stream in Stream)


def test_undoing_wants_a_form_of_ours(client, wish):
    client.application.config["WTF_CSRF_ENABLED"] = True
    assert client.post(f"{page_of(wish)}/aan/weekbericht").status_code == 422


def test_who_has_an_account_finds_it_on_her_own_page(client_of):
    noor = a_member()
    browser = client_of(noor)
    page = browser.get("/mijn").text
    assert "Een herinnering twee dagen en drie uur voor een activiteit." in page
    assert "Geen weekmail." in page
    assert 'href="/vechtdal/berichten"' in page
    data = {"reminders": ["two_days", "three_hours"], "digest": "y"}
    assert browser.post("/vechtdal/berichten", data=data).location == "/mijn#berichten"
    assert "Elke donderdag een mail over wat er te doen is." in browser.get("/mijn").text


def test_who_asks_a_library_for_its_digest_is_known_to_it_from_then_on(client_of, session):
    here, elsewhere = a_library("vechtdal"), a_library("ijssel")
    noor = a_member(library=here)
    client_of(noor).post("/ijssel/berichten", data={"digest": "y"})
    rows = session.query(Membership.library_id).filter_by(person_id=noor.id)
    assert {row.library_id for row in rows} == {here.id, elsewhere.id}


def own_page(sign_up: SignUp) -> str:
    token = sign_up_queries.token_of(sign_up, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/aanmelding/{token}"


def test_who_has_no_account_finds_it_on_the_page_of_her_sign_up(client):
    address = own_page(a_sign_up(a_gathering()))
    assert f'action="{address}/mails"' in client.get(address).text
    first, again = (client.post(f"{address}/mails").location for _ in range(2))
    assert first == again
    assert client.post(first, data={"digest": "y"}).status_code == 303
    assert session().query(MailWish).one().gets(Stream.DIGEST)


@pytest.mark.parametrize(
    ("status", "email"), [(SignUpStatus.PENDING, "x@example.org"), (SignUpStatus.CONFIRMED, None)]
)
def test_who_has_proven_no_address_chooses_nothing_for_it(client, status, email):
    address = own_page(a_sign_up(a_gathering(), a_person(email=email), status))
    assert "/mails" not in client.get(address).text
    assert client.post(f"{address}/mails").status_code == 404


def test_what_the_library_does_not_send_is_not_asked_and_stays_as_it_was(client, wish):
    sends(wish.library_id, digest=False)
    page = client.get(page_of(wish)).text
    assert 'name="reminders"' not in page
    assert 'name="digest"' not in page
    client.post(page_of(wish))
    assert all(now_of(wish).gets(stream) for stream in Stream)
    sends(wish.library_id, Reminder.TWO_DAYS)
    client.post(page_of(wish), data={"reminders": ["two_days"], "digest": "y"})
    assert now_of(wish).wanted == BOTH


def test_the_manager_says_what_is_sent(client_of):
    manager = a_member(Role.MANAGER)
    browser, address = client_of(manager), "/vechtdal/beheer/instellingen/herinneringen"
    assert browser.get(address).status_code == 200
    data = {"reminders": ["three_hours"], "has_digest": "y", "weekday": "1"}
    assert browser.post(address, data=data).status_code == 303
    rhythm = queries.rhythm_of(session(), the_library().id)
    assert rhythm.reminders == {Reminder.THREE_HOURS}
    assert (rhythm.has_digest, rhythm.digest_weekday) == (True, 1)
    assert "Elke dinsdag een mail" in browser.get("/vechtdal/beheer/instellingen").text
    assert browser.post(address, data={"weekday": "9"}).status_code == 422


def test_the_address_in_a_mail_is_the_installations_own(wish):
    assert links.stop(wish, Stream.DIGEST).startswith(current_app.config["BASE_URL"])


def test_the_link_of_one_who_was_erased_opens_nobody_elses(client, wish):
    """SQLite gives a number that came free to the next row."""
    old = page_of(wish)
    with_number = wish.id
    with transaction() as tx:
        tx.delete(tx.get_one(MailWish, wish.id))
    a_wish(a_person(), the_library(), id=with_number)
    assert client.get(old).status_code == 404
