"""A whole story over HTTP, without JavaScript: from a full agenda to a seat."""

from __future__ import annotations

import re

from sqlalchemy import select

from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from tests.factories import a_gathering, a_librarian


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back with a form: its hidden fields."""
    return dict(re.findall(r'type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))


def test_from_the_page_of_a_full_gathering_to_a_seat_and_out_again(app, client, client_of):
    gathering = a_gathering(capacity=1)
    page = f"/vechtdal/agenda/{gathering.id}-{gathering.slug}"

    # Somebody else was first, at the desk.
    desk = client_of(a_librarian())
    add = f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen/toevoegen"
    first = {"first_name": "Wim", "email": "wim@example.org", "party_size": "1", "may_invite": ""}
    assert desk.post(add, data={**fields_of(desk.get(add).text), **first}).status_code == 303

    # Noor finds it full, and asks for a place on the list.
    found = client.get(page)
    assert "Vol, met wachtlijst" in found.text
    assert "Set-Cookie" not in found.headers
    form_at = re.search(r'href="([^"]*/aanmelden)"', found.text)[1]
    noor = {"first_name": "Noor", "email": "noor@example.org", "party_size": "1"}
    form = {**fields_of(client.get(form_at).text), **noor, "may_invite": "yes"}
    answer = client.post(form_at, data=form)
    assert "noor@example.org" in client.get(answer.location).text

    # The mail's link leads to a page with a button.
    entries = session().scalars(select(SignUp).order_by(SignUp.queue_no)).all()
    links = [
        f"/vechtdal/aanmelding/{sign_up_queries.token_of(e, key=app.config['SECRET_KEY'])}"
        for e in entries
    ]
    assert "Nog één klik" in client.get(links[1]).text
    client.post(f"{links[1]}/bevestigen")
    assert "nummer 1" in client.get(links[1]).text

    # Wim leaves by his own link, and the seat is hers by itself.
    client.post(f"{links[0]}/afmelden")
    assert "Je doet mee" in client.get(links[1]).text
    assert "bakker" not in client.get(page).text

    # With two she does not fit; then she cannot come after all.
    refused = client.post(f"{links[1]}/aantal", data={"party_size": "2"})
    assert refused.status_code == 422
    client.post(f"{links[1]}/afmelden")
    session().rollback()
    statuses = session().scalars(select(SignUp.status)).all()
    assert set(statuses) == {SignUpStatus.CANCELLED}
    assert "stoel is vrij" in client.get(page).text
