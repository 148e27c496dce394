"""The librarian's page of themes and terms, without JavaScript."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.db import session
from community.topics.models import Term
from tests.factories import a_librarian, a_library, a_theme
from tests.register.entries import an_entry
from tests.topics.rows import a_term

HERE = "/vechtdal/beheer/themas"


@pytest.fixture
def librarian(app, client_of):
    return client_of(a_librarian(a_library("vechtdal")))


def test_a_librarian_finds_a_term_by_any_name_and_adds_what_is_not_there(librarian):
    term = a_term(words={"ar": ["تصليح الدراجة"], "nl": ["band plakken"]})
    an_entry(terms=[term])
    assert "Repareren &amp; klussen" in librarian.get(HERE).text
    page = librarian.get(f"{HERE}?thema=techniek-reparatie").text
    assert "fietsen repareren" in page
    assert "1 keer gebruikt" in page
    assert "fietsen repareren" in librarian.get(f"{HERE}?q=الدراجة").text
    assert "Voeg ‘breien’ toe als begrip" in librarian.get(f"{HERE}?q=breien").text
    assert librarian.get(f"{HERE}?thema=bestaat-niet").status_code == 404
    assert 'value="breien"' in librarian.get(f"{HERE}/nieuw?q=breien").text
    theme = a_theme("textiel-handwerk").id
    said = {"label": "breien", "themes": [theme], "nl": "sokken breien\nbreiclub", "tr": "örgü"}
    wrong = librarian.post(f"{HERE}/nieuw", data={**said, "label": "Fietsen repareren"})
    assert wrong.status_code == 422
    assert "Er is al een begrip ‘Fietsen repareren’." in wrong.text
    assert "breiclub" in wrong.text
    assert librarian.post(f"{HERE}/nieuw", data=said).status_code == 303
    made = session().scalars(select(Term).where(Term.label == "breien")).one()
    its_page = f"{HERE}/{made.id}"
    page = librarian.get(its_page).text
    assert "örgü" in page
    assert "Niemand gebruikt het nog." in page
    wrong = librarian.post(its_page, data={**said, "broader": "handwerken"})
    assert "Er is geen begrip ‘handwerken’." in wrong.text
    assert librarian.post(f"{its_page}/weg").status_code == 303
    assert librarian.get(its_page).status_code == 404


def test_merging_says_first_what_it_will_mean_and_pressing_twice_is_no_error(librarian):
    goes, stays = a_term("rijwielen maken"), a_term("fietsen repareren")
    entry = an_entry(terms=[goes])
    merge = f"{HERE}/{goes.id}/samenvoegen"
    assert librarian.get(merge, query_string={"met": "paarden"}).status_code == 422
    assert librarian.get(merge, query_string={"met": goes.label}).status_code == 422
    page = librarian.get(merge, query_string={"met": "Fietsen repareren"}).text
    assert "Voortaan over ‘fietsen repareren’: 1 aanbod of vraag." in page
    assert "Je kunt dit niet ongedaan maken." in page
    names = {"goes": goes.label, "stays": stays.label}
    for _ in range(2):
        answer = librarian.post(merge, data=names, follow_redirects=True)
        assert "‘rijwielen maken’ is nu een ander woord voor ‘fietsen repareren’." in answer.text
    session().expire_all()
    assert [term.label for term in entry.terms] == ["fietsen repareren"]
