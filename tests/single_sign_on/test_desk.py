from __future__ import annotations

import pytest

from community.accounts.models import Role
from community.db import session
from community.single_sign_on import queries
from tests.factories import a_library, a_member
from tests.single_sign_on.provider import Provider, a_provider, set_up

PATH = "/vechtdal/beheer/koppelingen/werkaccounts/"
TYPED = {"name": "je gemeente-account", "client_id": "kring", "secret": "van hen"}


@pytest.fixture
def library(app):
    app.config["OUTSIDE_LOOPBACK"] = True
    yield a_library()
    app.config["OUTSIDE_LOOPBACK"] = False


@pytest.fixture
def manager(library, client_of):
    return client_of(a_member(Role.MANAGER, library))


def test_a_manager_sets_it_up_once_the_provider_answers(library, manager):
    with a_provider() as provider:
        wrong = manager.post(PATH, data=TYPED | {"issuer": f"{provider.issuer}/elders"})
        assert wrong.status_code == 422
        assert "je gemeente-account" in wrong.text
        assert queries.find_provider(session(), library.id) is None

        manager.post(PATH, data=TYPED | {"issuer": provider.issuer})
    assert queries.get_provider(session(), library.id).name == "je gemeente-account"
    page = manager.get(PATH).text
    assert "http://127.0.0.1:8000/vechtdal/inloggen/werkaccount/terug" in page
    assert "van hen" not in page


def test_without_a_secret_nothing_is_set_up(library, manager):
    answer = manager.post(PATH, data=TYPED | {"secret": "", "issuer": "http://127.0.0.1:9"})
    assert answer.status_code == 422
    assert "Vul het client-geheim in" in answer.text


def test_a_manager_takes_it_away(library, manager):
    set_up(library, Provider("https://login.example", "kring", "van hen"))
    assert "https://login.example" in manager.get("/vechtdal/beheer/koppelingen").text
    manager.post(f"{PATH}weg")
    assert queries.find_provider(session(), library.id) is None
