"""Against an OpenID provider of somebody else's make, over HTTP."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from community.accounts import people
from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.clock import now
from community.db import session, transaction
from community.single_sign_on import queries, services
from tests.accounts.coming_in import is_in
from tests.factories import a_librarian, a_library, a_network, saved
from tests.single_sign_on.provider import PATH, begins, set_up

#: The provider's, not ours: it still makes its tokens by an older name.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")


def connected(library, person, subject="u-1"):
    with transaction() as tx:
        services.connect(tx, library.id, tx.get_one(Person, person.id), subject, now=now())
    return person


def comes_back(browser, elsewhere, library, subject="u-1", wanted=""):
    return browser.get(elsewhere.signs_in(begins(browser, library, wanted), subject))


def test_the_first_time_somebody_says_yes_after_signing_in_by_mail(
    library, elsewhere, client_of, client
):
    set_up(library, elsewhere)
    bas = a_librarian(library)
    stranger = comes_back(client, elsewhere, library)
    assert stranger.status_code == 403
    assert "nog aan niemand gekoppeld" in stranger.text
    assert not is_in(client)

    signed_in = client_of(bas)
    back = comes_back(signed_in, elsewhere, library)
    assert back.location == f"{PATH}/koppelen"
    assert "Hier ben je Bas." in signed_in.get(back.location).text
    signed_in.post(back.location)

    assert queries.find_account(session(), library.id, "u-1").person_id == bas.id
    again = comes_back(client, elsewhere, library, wanted="/vechtdal/beheer/oogst")
    assert again.location == "/vechtdal/beheer/oogst"
    assert is_in(client)


def test_an_address_that_the_provider_claims_opens_nothing(library, elsewhere, client):
    """Whoever runs it can claim any address: that of the manager of another library too."""
    set_up(library, elsewhere)
    a_librarian(library, email="bas@gemeente.example")
    assert comes_back(client, elsewhere, library).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("more", ["operator", "adviser", "works elsewhere", "works here no more"])
def test_who_may_do_more_than_this_library_gives_does_not_come_in(library, elsewhere, client, more):
    set_up(library, elsewhere)
    bas = connected(library, a_librarian(library))
    with transaction() as tx:
        person = tx.get_one(Person, bas.id)
        if more == "operator":
            person.is_operator = True
        if more == "works here no more":
            people.ensure_membership(tx, library.id, person, now()).role = Role.HOST
    if more == "works elsewhere":
        other = a_library("zuiderzee")
        volunteer = {"person_id": bas.id, "role": Role.VOLUNTEER, "created_at": now()}
        saved(Membership(library_id=other.id, **volunteer))
    if more == "adviser":
        saved(NetworkAdviser(network_id=a_network().id, person_id=bas.id))
    assert comes_back(client, elsewhere, library).status_code == 403
    assert not is_in(client)


def forged_state(url):
    return url.replace("state=", "state=x")


def another_code(url):
    parts = urlsplit(url)
    query = parse_qs(parts.query) | {"code": ["guessed"]}
    return f"{parts.path}?{urlencode(query, doseq=True)}"


def said_no(url):
    state = parse_qs(urlsplit(url).query)["state"][0]
    return f"{urlsplit(url).path}?error=access_denied&state={state}"


@pytest.mark.parametrize("forge", [forged_state, another_code, said_no])
def test_what_does_not_come_from_the_provider_opens_nothing(library, elsewhere, client, forge):
    set_up(library, elsewhere)
    connected(library, a_librarian(library))
    url = elsewhere.signs_in(begins(client, library), "u-1")
    answer = client.get(forge(url))
    assert answer.status_code == 409
    assert not is_in(client)
    # The state is spent: what was true a moment ago opens nothing either.
    assert client.get(url).status_code == 409


def test_a_way_back_is_good_once_and_for_the_browser_that_began(library, elsewhere, client, app):
    set_up(library, elsewhere)
    connected(library, a_librarian(library))
    url = elsewhere.signs_in(begins(client, library), "u-1")
    somebody_else = app.test_client()
    assert somebody_else.get(url).status_code == 409
    assert not is_in(somebody_else)
    assert client.get(url).status_code == 303
    client.post("/uitloggen")
    assert client.get(url).status_code == 409


def test_a_way_back_to_another_library_opens_nothing(library, elsewhere, client):
    set_up(library, elsewhere)
    set_up(a_library("zuiderzee"), elsewhere)
    connected(library, a_librarian(library))
    url = elsewhere.signs_in(begins(client, library), "u-1")
    assert client.get(url.replace("/vechtdal/", "/zuiderzee/")).status_code == 409
    assert not is_in(client)


@pytest.mark.parametrize("changed", [{"secret": "guessed"}, {"issuer": "http://127.0.0.1:9"}])
def test_a_provider_that_is_set_up_wrongly_lets_nobody_in(library, elsewhere, client, changed):
    set_up(library, elsewhere)
    connected(library, a_librarian(library))
    url = elsewhere.signs_in(begins(client, library), "u-1")
    set_up(library, elsewhere, **changed)
    assert client.get(url).status_code == 409
    assert not is_in(client)


def test_where_there_is_no_provider_there_is_no_door(library, client):
    assert client.get(PATH).status_code == 404
    assert "werkaccount" not in client.get("/inloggen").text


def test_the_button_stands_on_the_page_of_the_library_that_has_it(library, elsewhere, client):
    set_up(library, elsewhere)
    assert f"{PATH}/" in client.get("/inloggen").text
