"""DOMAIN 15: who comes is known to the library and to themselves, and to nobody who comes too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from tests import factories as a

pytestmark = pytest.mark.usefixtures("app")

NAME = "Vrkqanne"


@pytest.mark.parametrize("days", [2, -2], ids=["before", "afterwards"])
def test_who_comes_stands_on_the_desk_and_on_their_own_page_only(client, client_of, days):
    library = a.a_library()
    at = now() + timedelta(days=days)
    talk = a.a_gathering("Lezen", library=library, starts_at=at, ends_at=at + timedelta(hours=1))
    anne, bas = a.a_member(name=NAME, library=library), a.a_member(name="Bas", library=library)
    for who in (anne, bas):
        a.a_sign_up(talk, who)
    path = f"/vechtdal/agenda/{talk.id}"
    for browser in (client, client_of(bas), client_of(a.a_member(name="Mia", library=library))):
        page = browser.get(path, follow_redirects=True)
        assert page.status_code == 200
        assert NAME not in page.text
    assert "Lezen" in client_of(anne).get("/mijn").text
    desk = client_of(a.a_librarian(library))
    assert NAME in desk.get(f"/vechtdal/beheer/activiteiten/{talk.id}/aanmeldingen").text
