"""Taking part in a conversation by the link of one's own sign-up, without an account."""

from __future__ import annotations

import re

import pytest
from flask import current_app

from community.clock import now
from community.conversations import queries, telling
from community.db import transaction
from community.gatherings import sign_up_queries
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests.conversations.talking import a_participant, says, viewer
from tests.factories import a_gathering, a_person, a_sign_up
from tests.moderation.agreed import AGREED


@pytest.fixture
def gathering(app):
    return a_gathering("Wat helpt je de winter door?")


def link(gathering, person, **fields: object) -> str:
    entry = a_sign_up(gathering, person, **fields)
    token = sign_up_queries.token_of(entry, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/aanmelding/{token}"


def test_who_has_no_account_reads_says_changes_and_takes_back(gathering, client, session):
    says(gathering, viewer(a_participant(gathering, "Noor")), "Wie heeft soep?")
    at = link(gathering, a_person("Ria"))
    assert f"{at}/gesprek" in client.get(at).text
    page = client.get(f"{at}/gesprek").text
    assert "Wie heeft soep?" in page
    assert "/melden/" not in page
    told = client.post(
        f"{at}/gesprek",
        data={"text": "Ik heb brood", "kind": "idea", **AGREED},
        follow_redirects=True,
    ).text
    assert "wachten tot een bibliothecaris" in told
    assert "<strong>Ria</strong>" in told
    number = re.search(r'id="bijdrage-(\d+)">\s*<p class="kk-say__who"><span[^>]*>Idee', told)[1]
    mine = f"{at}/gesprek/bijdrage/{number}"
    changed = client.post(f"{mine}/wijzig", data={"text": "Ik bak brood"}, follow_redirects=True)
    assert "Ik bak brood" in changed.text
    assert "Ik bak brood" not in client.post(f"{mine}/terug", follow_redirects=True).text
    muted = client.post(f"{at}/gesprek/meldingen", data={"uit": "1"}, follow_redirects=True)
    assert "Mail me weer" in muted.text


def test_by_link_one_reads_no_other_conversation_and_leads_none(gathering, client):
    elsewhere = a_gathering("Iets anders")
    said = says(elsewhere, viewer(a_participant(elsewhere, "Noor")), "Een geheim")
    at = f"{link(gathering, a_person('Ria'))}/gesprek"
    for act in ("", "/wijzig"):
        assert client.get(f"{at}/bijdrage/{said.id}{act}").status_code == 404
    for act in ("terug", "knik/recognises"):
        assert client.post(f"{at}/bijdrage/{said.id}/{act}").status_code == 404
    assert client.post(f"{at}/regel", data={"seen_by": "everyone"}).status_code == 404


@pytest.mark.parametrize("status", ["waiting", "cancelled"])
def test_who_has_no_place_has_no_conversation(gathering, client, status):
    at = link(gathering, a_person("Wout"), status=status)
    assert client.get(f"{at}/gesprek").status_code == 404
    assert "/gesprek" not in client.get(at).text


def test_of_what_is_sensitive_there_is_nothing_by_link(app, client):
    at = link(a_gathering(is_sensitive=True), a_person("Ria"))
    assert client.get(f"{at}/gesprek").status_code == 404


def test_the_mail_leads_to_ones_own_link(gathering, client, session):
    ria = a_person("Ria", email="ria@example.org")
    at = link(gathering, ria)
    said = says(gathering, viewer(a_participant(gathering, "Noor")), "Wie heeft soep?")
    with transaction() as tx:
        telling.tell(tx, said.conversation_id, now=now())
    mail = session.query(OutboxMail).filter_by(template=telling.TEMPLATE, person_id=ria.id).one()
    assert f"{at}/gesprek" in letters.render(session, mail).text
    assert queries.find_of(session, gathering.library_id, gathering.id) is not None
