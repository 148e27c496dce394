"""Who reads what the tables wrote: who was there, once it is over. Everybody else tries in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import current_app

from community.clock import now
from community.db import transaction
from community.gatherings import sign_up_queries
from community.gatherings.models import Gathering, SignUpStatus
from tests.conftest import signed_in
from tests.factories import a_host_of, a_librarian, a_member, a_sign_up
from tests.table_notes.tables import a_table, a_table_note, a_talk

WORDS = "Je wilt niemand tot last zijn"


@pytest.fixture
def over(app):
    """It was yesterday, and its tables wrote."""
    talk = a_talk()
    table = a_table(talk)
    a_table_note(table, WORDS)
    yesterday = now() - timedelta(days=1)
    with transaction() as tx:
        moved = tx.get_one(Gathering, talk.id)
        moved.starts_at, moved.ends_at = yesterday - timedelta(hours=2), yesterday
    return talk


def notes(gathering) -> str:
    return f"/vechtdal/tafelnotities/{gathering.id}"


def public(gathering) -> str:
    return f"/vechtdal/agenda/{gathering.id}-{gathering.slug}"


def test_who_has_a_place_reads_it_and_so_do_hosts_and_librarians(app, over):
    guest = a_member(name="Fatima")
    a_sign_up(over, guest)
    for person in (guest, a_host_of(over), a_librarian()):
        browser = signed_in(app, person)
        assert WORDS in browser.get(notes(over)).get_data(as_text=True)
        assert notes(over) in browser.get(public(over)).get_data(as_text=True)


def test_nobody_else_does_wherever_they_look(app, client, over):
    waiting = a_member(name="Wil")
    left = a_member(name="Lies")
    a_sign_up(over, waiting, SignUpStatus.WAITING)
    a_sign_up(over, left, SignUpStatus.CANCELLED)
    others = [waiting, left, a_member(name="Zeki"), a_host_of(a_talk())]
    for browser in (client, *(signed_in(app, person) for person in others)):
        for address in (notes(over), public(over)):
            page = browser.get(address).get_data(as_text=True)
            assert WORDS not in page
            assert "Wat de tafels opschreven" not in page
    assert client.get(notes(over)).status_code == 303


def test_while_it_goes_on_a_participant_reads_nothing_of_it(app):
    talk = a_talk()
    a_table_note(a_table(talk), WORDS)
    guest = a_member(name="Fatima")
    entry = a_sign_up(talk, guest)
    browser = signed_in(app, guest)
    assert browser.get(notes(talk)).status_code == 404
    assert WORDS not in browser.get(own(entry)).get_data(as_text=True)


def test_the_page_of_ones_own_sign_up_has_it_without_an_account(client, over):
    entry = a_sign_up(over)
    assert WORDS in client.get(own(entry)).get_data(as_text=True)
    left = a_sign_up(over, status=SignUpStatus.CANCELLED)
    assert WORDS not in client.get(own(left)).get_data(as_text=True)


def own(entry) -> str:
    token = sign_up_queries.token_of(entry, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/aanmelding/{token}"
