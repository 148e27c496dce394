"""What a provider, or who stands between, could try, and each guard against it by itself."""

from __future__ import annotations

from datetime import timedelta
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest

from community.accounts.models import Membership, Role
from community.clock import now
from community.db import session, transaction
from community.outside import Reach
from community.single_sign_on import protocol, queries, services, views
from community.single_sign_on.protocol import Client, NotProven
from tests.accounts.coming_in import is_in
from tests.credentials.factors import a_telephone
from tests.factories import a_librarian, a_library, a_member, saved
from tests.single_sign_on.liar import who
from tests.single_sign_on.provider import PATH, Provider, begins, set_up
from tests.single_sign_on.test_coming_in import comes_back, connected

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")


def test_the_browser_is_sent_with_a_state_a_nonce_and_a_challenge_that_never_come_twice(liar):
    """Without the challenge, whoever catches the code on its way back can use it."""
    client = Client(
        issuer=liar.issuer, client_id="kring", secret="s", redirect_uri="http://us.example/back",
        reach=Reach.THIS_MACHINE_TOO,
    )  # fmt: skip
    one, two = (protocol.set_out(client) for _ in range(2))
    asked = parse_qs(urlsplit(one.url).query)
    assert asked["state"] == [one.state]
    assert asked["nonce"] == [one.nonce]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://us.example/back"]
    assert len({one.state, two.state, one.nonce, two.nonce, one.verifier, two.verifier}) == 6


def test_the_token_is_fetched_with_the_verifier_of_this_very_browser(liar, monkeypatch):
    sent = []
    seen = protocol.outside.post

    def watched(url, data, *args, **named):
        sent.append(parse_qs(data.decode()))
        return seen(url, data, *args, **named)

    monkeypatch.setattr(protocol.outside, "post", watched)
    who(liar)
    assert [each["code_verifier"] for each in sent] == [["v" * 64]]


def test_a_token_for_several_clients_names_the_one_it_is_for(liar):
    liar.says = {"aud": ["kring", "another client"], "azp": "another client"}
    with pytest.raises(NotProven):
        who(liar)


@pytest.mark.parametrize("late", [True, False])
def test_clocks_may_differ_by_a_minute_and_no_more(liar, late):
    liar.says = {"exp": int(time()) - (120 if late else 20)}
    if late:
        with pytest.raises(NotProven):
            who(liar)
    else:
        assert who(liar).subject == "u-1"


def test_a_state_of_another_visit_is_refused_by_the_protocol_too(liar):
    client = Client(
        issuer=liar.issuer, client_id="kring", secret="s", redirect_uri="http://us.example/back",
        reach=Reach.THIS_MACHINE_TOO,
    )  # fmt: skip
    begun = protocol.Begun(url="", state="s-1", nonce="n-1", verifier="v" * 64)
    with pytest.raises(NotProven):
        protocol.finish(client, begun, "http://us.example/back?code=c&state=s-2")


def test_no_proxy_and_no_password_of_the_machine_goes_along():
    client = Client(issuer="https://a.example", client_id="k", secret="s", redirect_uri="/")
    assert protocol._session(client).trust_env is False


def test_who_takes_a_quarter_of_an_hour_begins_again(library, elsewhere, client, monkeypatch):
    set_up(library, elsewhere)
    connected(library, a_librarian(library))
    url = elsewhere.signs_in(begins(client, library), "u-1")
    later = now() + views.MOST + timedelta(seconds=1)
    with monkeypatch.context() as slow:
        slow.setattr(views, "now", lambda: later)
        assert client.get(url).status_code == 409
    assert not is_in(client)


def test_what_was_proven_is_said_yes_to_once(library, elsewhere, client_of):
    set_up(library, elsewhere)
    bas = a_librarian(library)
    browser = client_of(bas)
    comes_back(browser, elsewhere, library)
    assert browser.post(f"{PATH}/koppelen").status_code == 303
    assert browser.post("/vechtdal/inloggen/werkaccount/loskoppelen").status_code == 303
    browser.post(f"{PATH}/koppelen")
    assert queries.find_account(session(), library.id, "u-1") is None


def test_coming_back_leads_nowhere_else(library, elsewhere, client):
    set_up(library, elsewhere)
    connected(library, a_librarian(library))
    back = comes_back(client, elsewhere, library, wanted="//evil.example/")
    assert back.status_code == 303
    assert "evil" not in back.location


def test_a_forged_host_does_not_become_where_the_provider_sends_back_to(library, elsewhere, client):
    set_up(library, elsewhere)
    sent = client.get(f"{PATH}/", headers={"Host": "localhost:1"})
    asked = parse_qs(urlsplit(sent.location).query)
    assert asked["redirect_uri"] == [f"http://127.0.0.1:8000{PATH}/terug"]


def test_a_second_factor_is_asked_for_after_a_work_account_too(library, elsewhere, client):
    set_up(library, elsewhere)
    bas = connected(library, a_librarian(library))
    a_telephone(bas)
    comes_back(client, elsewhere, library)
    assert not is_in(client)
    assert client.get("/vechtdal/beheer/").location.startswith("/inloggen/extra-code")


def test_of_two_libraries_each_disconnects_its_own_and_only_of_who_belongs_there(
    library, client_of
):
    ours = Provider("https://login.example", "kring", "a secret of theirs")
    other = a_library("zuiderzee")
    for each in (library, other):
        set_up(each, ours)
    bas = a_librarian(library)
    connected(library, bas, "u-9")
    saved(Membership(library_id=other.id, person_id=bas.id, created_at=now()))
    with transaction() as tx:
        services.disconnect(tx, other.id, bas.id)
    assert queries.find_account(session(), library.id, "u-9") is not None
    assert queries.find_account(session(), other.id, "u-9") is None, "another library's is none"
    stranger = a_librarian(a_library("salland"), "Zus")
    manager = client_of(a_member(Role.MANAGER, library))
    path = f"/vechtdal/beheer/koppelingen/werkaccounts/{stranger.id}/loskoppelen"
    assert manager.post(path).status_code == 404
