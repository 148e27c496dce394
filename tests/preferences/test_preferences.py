"""What somebody prefers: all of it by choice, and nothing that was not agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from community.areas.visitors import AgeClass
from community.clock import now
from community.consents import purposes
from community.consents import services as consents
from community.db import transaction
from community.libraries.models import Equipment
from community.moments import Moment
from community.preferences import agreed, queries, services
from community.preferences.services import Said
from community.tongues import Tongue
from tests.factories import a_branch, a_library, a_person, a_theme


def keep(library, person, at=None, **said):
    with transaction() as tx:
        services.keep(tx, library.id, person.id, Said(**said), now=at or now())


def said_by(session, person, library):
    session.rollback()
    return queries.find(session, library.id, person.id)


def test_what_was_said_is_kept_and_can_be_cleared_twice(session):
    here, noor = a_library(), a_person("Noor")
    bees, debt = a_theme("digitaal"), a_theme("zorg-steun")
    elsewhere = a_branch(a_library("zuidpolder"), "Goes")
    own = here.branches[0]
    keep(
        here, noor, moments=frozenset({Moment.MONDAY_EVENING}), tongues=frozenset({Tongue.ARABIC}),
        comes_online=False, theme_ids=frozenset({bees.id, debt.id}),
        branch_ids=frozenset({own.id, elsewhere.id}),
    )  # fmt: skip
    mine = said_by(session, noor, here)
    assert (mine.moments, mine.tongues) == ({Moment.MONDAY_EVENING}, {Tongue.ARABIC})
    assert not mine.comes_online
    assert [theme.slug for theme in mine.themes] == ["digitaal"]  # No sensitive one is asked about.
    assert [branch.id for branch in mine.branches] == [own.id]
    for _ in range(2):
        with transaction() as tx:
            services.clear(tx, here.id, noor.id, now=now())
        assert said_by(session, noor, here) is None


def test_a_yes_keeps_its_day_until_other_words_are_asked_with(session, monkeypatch):
    here, noor, monday = a_library(), a_person("Noor"), now()
    yes = {"age_class": AgeClass.OLDER, "pc4": "7731", "remembered_words": "Ja, onthoud het."}
    keep(here, noor, monday, mixed_words="Ja, meng.", **yes)
    keep(here, noor, monday + timedelta(days=1), mixed_words="Ja, meng.", **yes)
    mine = said_by(session, noor, here)
    assert (mine.mixed_since, mine.mixed_words) == (monday, "Ja, meng.")
    assert (mine.remembered_since, mine.remembered_words) == (monday, "Ja, onthoud het.")
    # In another language it is the same yes.
    keep(here, noor, monday + timedelta(days=1), mixed_words="Yes, do mix.", **yes)
    assert said_by(session, noor, here).mixed_since == monday
    other = {"versions": {**agreed.MIXED.versions, "2": "Yes, from now on so."}, "current": "2"}
    later = replace(agreed.MIXED, **other)
    monkeypatch.setitem(purposes._purposes, later.name, later)
    keep(here, noor, monday + timedelta(days=2), mixed_words="Ja, voortaan zo.", **yes)
    assert said_by(session, noor, here).mixed_since == monday + timedelta(days=2)
    assert said_by(session, noor, here).remembered_since == monday


def test_without_a_yes_nothing_is_kept_to_mix_by(session):
    here, noor = a_library(), a_person("Noor")
    keep(here, noor, mixed_words="Ja.", age_class=AgeClass.OLDER, pc4="7731")
    keep(here, noor, age_class=AgeClass.OLDER, pc4="7731")
    mine = said_by(session, noor, here)
    assert (mine.age_class, mine.pc4, mine.mixed_since, mine.mixed_words) == (None, None, None, "")


def test_on_the_page_the_words_that_were_ticked_are_kept(app, client_of, session):
    here, noor = a_library(), a_person("Noor")
    browser = client_of(noor)
    wrong = browser.post("/vechtdal/mijn/voorkeuren", data={"age_class": "65+", "pc4": "77"})
    assert wrong.status_code == 422
    assert 'value="77"' in wrong.text
    assert "Vier cijfers" in wrong.text
    assert "Zeg hier ook ja" in wrong.text
    page = browser.get("/vechtdal/mijn/voorkeuren").text
    assert page.count('name="moments"') == 21
    assert "Wis alles" not in page
    kept = browser.post(
        "/vechtdal/mijn/voorkeuren",
        data={"moments": ["mo3", "tu1"], "tongues": "ar", "mixes": "y", "pc4": "7731"},
    )
    assert kept.status_code == 303
    mine = said_by(session, noor, here)
    assert mine.mixed_words.startswith("Ja, de bibliotheek mag mijn leeftijdsgroep")
    assert not mine.comes_online
    assert mine.remembered_since is None
    own = browser.get("/mijn").text
    assert "2 dagdelen waarop je kunt" in own
    assert "Wis alles" in browser.get("/vechtdal/mijn/voorkeuren").text
    assert browser.post("/vechtdal/mijn/voorkeuren/wissen").status_code == 303
    assert said_by(session, noor, here) is None


def test_what_a_room_must_have_is_kept_only_with_a_yes_and_goes_with_it(session):
    here, noor = a_library(), a_person("Noor")
    needs = frozenset({Equipment.WHEELCHAIR})
    keep(here, noor, needs=needs)
    assert said_by(session, noor, here).needs is None
    keep(here, noor, needs=needs, needs_words="Ja, dat mag.")
    assert queries.needs_of(session, here.id, [noor.id]) == {noor.id: needs}
    with transaction() as tx:
        consents.take_back(tx, here.id, noor.id, agreed.NEEDED.name, now=now())
    mine = said_by(session, noor, here)
    assert (mine.needs, mine.needs_since) == (None, None)
    assert queries.needs_of(session, here.id, [noor.id]) == {}
