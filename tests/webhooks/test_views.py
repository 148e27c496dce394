"""Webhooks at the desk."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.db import transaction
from community.webhooks import services, states
from community.webhooks.models import Event, State, Webhook, WebhookDelivery
from tests.factories import a_librarian, a_library, a_member
from tests.webhooks.hooks import a_delivery, a_webhook

pytestmark = pytest.mark.usefixtures("app")

DESK = "/vechtdal/beheer/koppelingen"
FORM = {"name": "Buurtscherm", "url": "https://buurt.example/hook", "events": ["gathering.moved"]}


@pytest.fixture
def library():
    return a_library()


@pytest.fixture
def manager(client_of, library):
    return client_of(a_member(Role.MANAGER, library))


def test_a_manager_makes_a_webhook_and_sees_its_secret_once(manager, session):
    page = manager.post(f"{DESK}/webhooks/nieuw", data=FORM)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    secret = re.search(r"whsec_[\w+/=]{44}", page.text)[0]
    made = session.scalars(select(Webhook)).one()
    assert made.events == {Event.GATHERING_MOVED}
    shown = manager.get(f"{DESK}/webhooks/{made.id}").text
    assert "https://buurt.example/hook" in shown
    assert secret not in shown
    renewed = manager.post(f"{DESK}/webhooks/{made.id}/geheim").text
    assert re.search(r"whsec_[\w+/=]{44}", renewed)[0] != secret


def test_an_address_that_will_not_do_comes_back_with_a_word_beside_it(manager, session):
    for url in (
        "", "http://buurt.example/", "ftp://buurt.example/", "https://", "buurt",
        "https://noor:geheim@buurt.example/", "https://buurt.example:8443/",
        "https://buurt.example/ hook", "https://x.example/" + "a" * 500,
    ):  # fmt: skip
        page = manager.post(f"{DESK}/webhooks/nieuw", data={**FORM, "url": url})
        assert page.status_code == 422, url
        assert 'id="url-error"' in page.text
        assert "Buurtscherm" in page.text
    assert session.scalars(select(Webhook)).all() == []


def test_a_librarian_sees_what_arrived_and_changes_nothing(client_of, library):
    webhook = a_webhook(library)
    failed = a_delivery(webhook, state=State.FAILED, answered=500, took_ms=81, attempts=9)
    librarian = client_of(a_librarian(library))
    page = librarian.get(f"{DESK}/webhooks/{webhook.id}").text
    assert failed.message_id in page
    assert "antwoord 500, in 81 ms" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert f"{DESK}/webhooks/{webhook.id}" in librarian.get(DESK).text
    for act in ("proberen", "pauzeren", "hervatten", "geheim", "weg"):
        assert librarian.post(f"{DESK}/webhooks/{webhook.id}/{act}").status_code == 403


def test_the_buttons_do_what_they_say(manager, session, library):
    webhook = a_webhook(library)
    failed = a_delivery(webhook, state=State.FAILED)
    at = f"{DESK}/webhooks/{webhook.id}"
    acts = (f"{at}/proberen", f"{at}/pauzeren", f"{at}/berichten/{failed.id}/opnieuw")
    assert [manager.post(act).status_code for act in acts] == [303, 303, 303]
    session.expire_all()
    assert session.get_one(Webhook, webhook.id).paused_at is not None
    assert session.get_one(WebhookDelivery, failed.id).state is State.OWED
    with transaction() as tx:
        assert states.claim(tx, now=now()).event == "test", "paused, but a test may go"
    assert manager.post(f"{at}/hervatten").status_code == 303
    page = manager.post(f"{at}/wijzigen", data={**FORM, "name": "Ander scherm"})
    assert page.status_code == 303
    session.expire_all()
    changed = session.get_one(Webhook, webhook.id)
    assert (changed.name, changed.paused_at) == ("Ander scherm", None)
    assert manager.post(f"{at}/weg").status_code == 303
    assert session.scalars(select(WebhookDelivery)).all() == []
    assert manager.get(at).status_code == 404


def test_the_list_says_how_many_arrived(manager, library):
    webhook = a_webhook(library)
    for state in (State.DELIVERED, State.DELIVERED, State.FAILED, State.OWED):
        a_delivery(webhook, state=state)
    page = manager.get(DESK).text
    for words in ("2 berichten aangekomen", "1 onderweg", "1 opgegeven"):
        assert words in page


def test_pausing_twice_keeps_the_first_reason(session, library):
    webhook, at = a_webhook(library), now()
    for _ in range(2):
        with transaction() as tx:
            services.pause(tx, library.id, webhook.id, now=at)
    session.expire_all()
    assert session.get_one(Webhook, webhook.id).paused_at == at
