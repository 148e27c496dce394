"""What is asked and not offered: by term, whatever words were used."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event

from community.clock import now
from community.db import db, session
from community.gaps import board
from community.register.models import EntryState
from community.skills.models import SkillKind
from community.topics.models import Term
from tests.factories import a_librarian, a_library, a_theme, saved, the_library
from tests.logbook.notes import a_note
from tests.register.entries import a_request, an_entry
from tests.skills.rows import a_skill


def a_term(label: str) -> Term:
    return saved(Term(library_id=the_library().id, label=label, folded=label))


def gaps(library=None):
    session().rollback()
    return board.gaps(session(), (library or the_library()).id, now=now())


def asked(library=None) -> set[str]:
    return {each.entry.title for gap in gaps(library) for each in gap.unmet}


def test_what_an_open_offer_is_about_is_no_gap(app):
    bikes, bread = a_term("fietsen repareren"), a_term("brood bakken")
    a_request("Wie maakt mijn fiets?", terms=[bikes])
    a_request("Wie bakt er brood?", terms=[bread])
    a_request("Wie weet iets wat niemand kent?")
    a_request("Dicht", terms=[bread], state=EntryState.STOPPED)
    a_request("Voorbij", terms=[bread], expires_at=now() - timedelta(days=1))
    an_entry("Ik plak banden", terms=[bikes])
    an_entry("Brood", terms=[bread], state=EntryState.PAUSED)
    an_entry("Brood, verborgen", terms=[bread], hidden_at=now(), hidden_why="report")
    an_entry("Brood, voorbij", terms=[bread], expires_at=now() - timedelta(days=1))
    assert asked() == {"Wie bakt er brood?", "Wie weet iets wat niemand kent?"}
    elsewhere = a_library("salland")
    an_entry("Ik bak brood", terms=[bread], library=elsewhere)
    assert "Wie bakt er brood?" in asked(), "an offer elsewhere is no offer here"
    assert asked(elsewhere) == set()


def test_where_most_is_asked_comes_first_and_what_was_heard_stands_beside_it(app):
    bread = a_term("brood bakken")
    a_request("Wie bakt?", themes=("koken-voeding",), terms=[bread])
    a_request("Wie helpt?", themes=("geld-recht", "digitaal"))
    a_request("Wie kookt?", themes=("koken-voeding",))
    a_note(theme_id=a_theme("muziek-podium").id, text="Iemand zoekt een koor.")
    a_note(theme_id=a_theme("koken-voeding").id, text="Vraag naar kookles.")
    a_skill(own_words="Ik bak", terms=[bread])
    a_skill(own_words="Ik wil leren bakken", terms=[bread], kind=SkillKind.WANTS_TO_LEARN)
    found = gaps()
    assert [gap.theme.slug for gap in found] == ["koken-voeding", "digitaal", "muziek-podium"]
    assert (found[0].heard, found[0].title) == (1, "Wie kookt?")
    assert [each.who_know for each in found[0].unmet] == [0, 1]
    assert found[2].said[0][1] == "Iemand zoekt een koor."


def test_the_board_asks_no_more_for_many_questions_and_leads_to_a_gathering(app, client_of):
    the_library()
    desk = client_of(a_librarian())
    page = "/vechtdal/beheer/kennis/gaten"
    assert "niets genoteerd" in desk.get(page).text
    statements = []

    def look(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    for number in range(7):
        a_request(f"Vraag {number} over geld?", themes=("geld-recht",))
        if number in (0, 6):
            event.listen(db.engine, "before_cursor_execute", look)
            shown = desk.get(page).text
            event.remove(db.engine, "before_cursor_execute", look)
            statements.append("|")
    first, many, _end = "\n".join(statements).split("|")
    assert first.count("SELECT") == many.count("SELECT")
    assert "En nog 2" in shown
    to = "/vechtdal/beheer/activiteiten/nieuw?titel=Vraag+6+over+geld?&amp;thema=geld-recht"
    assert to in shown.replace("%3F", "?")
    form = desk.get("/vechtdal/beheer/activiteiten/nieuw?titel=Over+geld&thema=geld-recht").text
    assert 'value="Over geld"' in form
    number = a_theme("geld-recht").id
    assert f'value="{number}" checked' in form
