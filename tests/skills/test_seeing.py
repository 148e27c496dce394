"""Who sees a kunde: at the services and on the pages, whatever they try."""

from __future__ import annotations

import pytest

from community.db import session, transaction
from community.errors import NotFound
from community.skills import finding, queries
from community.skills.models import Skill, SkillState, Source
from community.skills.seeing import Viewer, may_see
from tests.factories import a_librarian, a_library, a_member, a_theme, the_library
from tests.skills.rows import a_skill

DRAFT, CONFIRMED, RESTING = SkillState
#: Source, state, themes; whether the librarians here see it, and whether its person does.
TABLE = [
    (Source.TALK, DRAFT, (), False, True),
    (Source.SELF, DRAFT, (), False, True),
    (Source.TALK, DRAFT, ("zorg-steun",), False, True),
    (Source.LIBRARIAN, DRAFT, (), True, False),
    (Source.LIST, DRAFT, (), True, False),
    (Source.LIBRARIAN, DRAFT, ("geld-recht",), True, False),
    *((source, CONFIRMED, (), True, True) for source in Source),
    (Source.TALK, CONFIRMED, ("zorg-steun",), True, True),
    (Source.LIBRARIAN, RESTING, (), True, True),
    (Source.TALK, RESTING, (), True, True),
]


def found(answer):
    try:
        return answer()
    except NotFound:
        return None


def seen_by_service(skill: Skill, library_id: int) -> set[str]:
    """Every way in which librarians come to a kunde."""
    ways = {
        "page": found(lambda: queries.get_at_desk(session(), library_id, skill.id)),
        "waiting": skill.id in {each.id for each in queries.list_waiting(session(), library_id)},
        "kept": skill.id in {each.id for each in queries.list_confirmed(session(), library_id)},
        "ids": queries.list_by_ids(session(), library_id, [skill.id]),
        "search": finding.search(session(), library_id, skill.own_words),
    }
    return {way for way, answer in ways.items() if answer}


def test_everybody_sees_what_the_table_says_and_nobody_more(app):
    the_library()
    elsewhere = a_library("salland")
    for source, state, slugs, desk, person in TABLE:
        whose = a_member()
        skill = a_skill(whose, state=state, source=source, themes=[a_theme(s) for s in slugs])
        with transaction() as tx:  # As if it were found by everybody.
            finding.put(tx, tx.get_one(Skill, skill.id))
        skill = session().get_one(Skill, skill.id)
        case = (source, state, slugs)
        here = skill.library_id
        assert bool(seen_by_service(skill, here)) is desk, case
        assert seen_by_service(skill, elsewhere.id) == set(), case
        own = {each.id for each in queries.list_own(session(), whose.id)}
        assert (skill.id in own) is person, case
        assert queries.list_own(session(), a_member().id) == [], case
        for viewer, expected in (
            (Viewer(), False),
            (Viewer(whose.id), person),
            (Viewer(a_member().id), False),
            (Viewer(a_member().id, here), desk),
            (Viewer(a_member().id, elsewhere.id), False),
            (Viewer(whose.id, elsewhere.id), person),
        ):
            assert may_see(skill, viewer) is expected, (case, viewer)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_show_no_more_than_that(app, client_of):
    whose = a_member(name="Fatima")
    librarian, other = client_of(a_librarian()), client_of(a_librarian(a_library("salland")))
    theirs, stranger = client_of(whose), client_of(a_member())
    for source, state, _slugs, desk, person in (TABLE[0], TABLE[3], TABLE[6], TABLE[-1]):
        skill = a_skill(whose, f"Ik kan iets als {source} {state}", state=state, source=source)
        at = f"beheer/kennis/kunde/{skill.id}"
        case = (source, state)
        assert librarian.get(f"/vechtdal/{at}").status_code == (200 if desk else 404), case
        assert librarian.post(f"/vechtdal/{at}/briefje").status_code != 200 or desk, case
        assert other.get(f"/salland/{at}").status_code == 404, case
        assert theirs.get(f"/vechtdal/{at}").status_code == 403, case
        assert (skill.own_words in librarian.get("/vechtdal/beheer/kennis/kunde").text) is desk
        assert (skill.own_words in theirs.get("/mijn/kunde").text) is person, case
        assert stranger.get(f"/mijn/kunde/{skill.id}/weg").status_code == 404, case
        for act in ("ja", "rust"):
            assert stranger.post(f"/mijn/kunde/{skill.id}/{act}").status_code == 404, case
