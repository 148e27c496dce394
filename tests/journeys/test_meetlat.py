"""A director asks why a number is what it is, and lets the town see it."""

from __future__ import annotations

import re

from community.accounts.models import Role
from tests.factories import a_gathering, a_member, the_library
from tests.meetlat.on_the_page import a_standing, a_year
from tests.meetlat.test_page import PAGE, text


def test_from_the_bar_to_the_question_to_the_activity_and_out_to_the_town(app, client_of, client):
    library = the_library()
    evening = a_gathering("Socratisch gesprek", library=library)
    manager = client_of(a_member(Role.MANAGER, library))

    # Why is it what it is? From the bar to a question, and from there to what it was made of.
    a_standing(library, a_year(ids=(evening.id, *range(900_000, 900_079))))
    question = re.search(rf'href="({PAGE}/O6)"', manager.get(PAGE).text)
    page = manager.get(question.group(1)).text
    assert "Gelijk aan het getal hierboven" in text(page)
    row = re.search(r'href="(/vechtdal/beheer/activiteiten/\d+)">Socratisch gesprek', page)
    assert manager.get(row.group(1)).status_code == 200

    # The figures go along to the municipality, the scores to everybody; the rows stay here.
    assert manager.get(f"{PAGE}/cijfers.xlsx").status_code == 200
    assert client.get("/vechtdal/meetlat").status_code == 404
    manager.post("/vechtdal/beheer/instellingen/meetlat", data={"shows": "questions"})
    seen = client.get("/vechtdal/meetlat").text
    assert "Leveren gesprekken iets op?" in seen
    assert "Socratisch gesprek" not in seen
    assert client.get(f"{PAGE}/O6").status_code in {303, 404}
