"""Lists at the desk, as a browser without JavaScript sees it."""

from __future__ import annotations

import io

from sqlalchemy import select

from community.db import db
from community.gatherings.models import Gathering
from tests.factories import a_librarian, a_library
from tests.imports.lists import a_row, a_sheet

LISTS = "/vechtdal/beheer/inlezen"


def brought(browser, content, name="programma.csv", **fields):
    given = {"file": (io.BytesIO(content), name), "source": "0", **fields}
    return browser.post(LISTS, data=given, content_type="multipart/form-data")


def test_a_list_is_brought_looked_at_and_taken_over(client_of):
    library = a_library()
    browser = client_of(a_librarian(library))
    assert "Een lijst inlezen" in browser.get(LISTS).text
    answer = brought(browser, a_sheet(a_row(), a_row("Kaarten", "2", datum="31-2-2027")))
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "1 activiteit kan worden overgenomen" in page
    assert "31-2-2027" in page
    done = browser.post(f"{answer.location}/overnemen", follow_redirects=True)
    assert "1 activiteit overgenomen" in done.text
    assert db.session().scalars(select(Gathering.title)).all() == ["Breicafé"]
