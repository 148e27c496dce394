"""Whoever took a manager's account over loses, with the address, what they set up from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import current_app

from community import tokens
from community.accounts import new_address
from community.accounts.models import AddressChange, Person, Role
from community.api.models import ApiToken
from community.clock import now
from community.db import session, transaction
from community.webhooks import services
from community.webhooks.models import Paused, Webhook
from tests import factories as a
from tests.api.programs import a_token
from tests.webhooks.hooks import a_webhook

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


def token_by(person: Person, made) -> ApiToken:
    token = a_token(a.the_library()).row
    with transaction() as tx:
        kept = tx.get_one(ApiToken, token.id)
        kept.created_by_id, kept.created_at = person.id, made
    return token


def put_back(person: Person, asked) -> None:
    key = current_app.config["SECRET_KEY"]
    change = a.saved(
        AddressChange(
            person_id=person.id, email="thief@example.org", created_at=asked, used_at=asked,
            old_email="joke@example.org", expires_at=now() + HOUR,
        )
    )  # fmt: skip
    token = tokens.derive(key, new_address.PUT_BACK, change.id, change.salt)
    with transaction() as tx:
        new_address.put_back(tx, token, key=key, now=now())
    session().expire_all()


def test_keys_and_webhooks_that_a_thief_made_stop_and_all_others_go_on(client_of):
    library, asked = a.a_library(), now() - HOUR
    joke = a.a_member(Role.MANAGER, library, "Joke", email="joke@example.org")
    colleague = a.a_member(Role.MANAGER, library, "Bas")
    before, since = asked - HOUR, asked + timedelta(minutes=1)
    good = [token_by(joke, before), token_by(colleague, since)]
    of_thief = token_by(joke, since)
    goes_on = [
        a_webhook(library, made=before, by_id=joke.id),
        a_webhook(library, made=since, by_id=colleague.id),
    ]
    made, bent, seen = (
        a_webhook(library, made=when, by_id=joke.id) for when in (since, before, before)
    )
    draft = services.WebhookDraft(name="x", url="https://thief.example/", events=bent.events)
    with transaction() as tx:
        services.change(tx, library.id, bent.id, draft, by_id=joke.id, now=since)
        services.renew_secret(tx, library.id, seen.id, by_id=joke.id, now=since)
        services.pause(tx, library.id, made.id, now=since)

    put_back(joke, asked)
    assert [session().get_one(ApiToken, each.id).is_good(now()) for each in good] == [True, True]
    assert not session().get_one(ApiToken, of_thief.id).is_good(now())
    why = {each: session().get_one(Webhook, each.id).paused_why for each in goes_on}
    assert set(why.values()) == {None}
    for each in (made, bent, seen):
        assert session().get_one(Webhook, each.id).paused_why is Paused.PUT_BACK

    browser = client_of(colleague)
    assert "overgenomen" in browser.get(f"/vechtdal/beheer/koppelingen/webhooks/{made.id}").text
    assert "Webhooks die" in browser.get("/vechtdal/beheer/").text


def test_who_sets_a_webhook_up_is_kept_with_it(client_of, app):
    app.config["OUTSIDE_LOOPBACK"] = False
    library = a.a_library()
    joke = a.a_member(Role.MANAGER, library, "Joke")
    browser = client_of(joke)
    sent = {"name": "Scherm", "url": "https://scherm.example/", "events": "gathering.moved"}
    assert browser.post("/vechtdal/beheer/koppelingen/webhooks/nieuw", data=sent).status_code == 200
    (made,) = session().query(Webhook).all()
    assert made.set_up_by_id == joke.id
    first = made.set_up_at
    path = f"/vechtdal/beheer/koppelingen/webhooks/{made.id}"
    assert browser.post(f"{path}/wijzigen", data=sent).status_code == 303
    session().expire_all()
    second = session().get_one(Webhook, made.id).set_up_at
    assert browser.post(f"{path}/geheim").status_code == 200
    session().expire_all()
    assert first < second < session().get_one(Webhook, made.id).set_up_at
