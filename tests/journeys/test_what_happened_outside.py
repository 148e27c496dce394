"""From a talk at the counter to the story of the day, the partner’s file and a list."""

from __future__ import annotations

import re

from community.accounts.models import Role
from community.clock import local_day, now
from tests.factories import a_librarian, a_member, a_theme, the_library
from tests.partners.making import a_partner

DESK = "/vechtdal/beheer"
SAID = "De wijkverpleegkundige zoekt een plek voor mantelzorgers."


def test_what_is_said_at_the_counter_is_read_at_the_desk(app, client_of):
    branch, partner = the_library().branches[0], a_partner("GGD Oostland")
    counter = client_of(a_member(Role.STAFF, name="Wim"))
    desk = client_of(a_librarian(name="Sanne"))

    today = counter.get(DESK).text
    note = re.search(r'href="([^"]+)"[^>]*>Noteer wat er gebeurde', today)[1]
    key = re.search(r'name="key"[^>]*value="(\w+)"', counter.get(note).text)[1]
    typed = {
        "key": key, "text": SAID, "where": f"counter-{branch.id}", "is_contact": "y",
        "theme": str(a_theme("zorg-steun").id), "company": f"partner-{partner.id}",
        "on": local_day(now()).isoformat(),
    }  # fmt: skip
    answer = counter.post(note, data=typed, follow_redirects=True)
    assert "Er is plaats voor de volgende." in answer.text

    story = desk.get(f"{DESK}/logboek").text
    assert f"Aan de balie in {branch.place}, met GGD Oostland: ‘{SAID}’" in story
    assert "Contact met GGD Oostland: bezoek." in story
    assert "Wim" not in story
    assert SAID in desk.get(f"{DESK}/partners/{partner.id}").text
    assert SAID in desk.get(f"{DESK}/logboek/wat-leeft-er").text
    taken = re.search(r'href="([^"]+als=csv[^"]*)"', story)[1].replace("&amp;", "&")
    assert SAID in desk.get(taken).data.decode()
