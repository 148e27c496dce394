"""What a visitor may see of the meetlat: nothing, until a manager says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.db import transaction
from community.libraries.models import LibraryVersion
from community.meetlat import metingen, page_queries, publishing, standing
from community.meetlat.models import Publicity
from community.self_assessment import queries as assessments
from community.self_assessment import stored
from tests.factories import a_library, a_member, the_library
from tests.meetlat import frozen
from tests.meetlat.counts import people
from tests.meetlat.on_the_page import a_meting, a_standing, a_year
from tests.meetlat.test_page import text
from tests.networks.results import a_self_assessment
from tests.partners.making import a_partner

PAGE = "/vechtdal/meetlat"
CHOICE = "/vechtdal/beheer/instellingen/meetlat"


def show(what: Publicity) -> None:
    with transaction() as tx:
        publishing.choose(tx, the_library().id, what, now=now())


@pytest.fixture
def library(app):
    library = the_library()
    a_standing(library)
    return library


def test_nobody_sees_a_thing_until_somebody_chooses(library, client):
    assert client.get(PAGE).status_code == 404


def test_scores_come_without_questions_and_without_partners(library, client):
    partner = a_partner("Stichting De Kern", library=library)
    show(Publicity.SCORES)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Ontmoeting" in page.text
    assert "Komen er nieuwe mensen?" not in page.text
    assert partner.name not in page.text
    assert "/beheer/" not in page.text


def test_the_front_page_leads_there_as_soon_as_there_is_something_to_see(library, client):
    assert PAGE not in client.get("/vechtdal/").text
    show(Publicity.SCORES)
    assert PAGE in client.get("/vechtdal/").text
    elsewhere = a_library("salland")
    with transaction() as tx:
        publishing.choose(tx, elsewhere.id, Publicity.SCORES, now=now())
    assert "/salland/meetlat" not in client.get("/salland/").text


def test_questions_come_with_their_level_and_open_nothing(library, client):
    show(Publicity.QUESTIONS)
    page = client.get(PAGE).text
    assert "Komen er nieuwe mensen? 9 %" in text(page)
    assert "/beheer/" not in page


def test_a_visitor_sees_what_stands_still(library, client):
    few = people(unique=423, new=3, cohort=120, returned=60, acquainted=143)
    a_meting(library, a_year(now().date() - timedelta(days=60), people=few))
    show(Publicity.QUESTIONS)
    a_meting(library, a_year(now().date() - timedelta(days=150)))
    said = text(client.get(PAGE).text)
    assert "Komen er nieuwe mensen? minder dan 5 van 423" in said
    assert "niet vastgelegd" not in said


def test_beside_a_meting_stands_what_colleagues_said_then(library, client, session):
    a_self_assessment(library, step=4)
    then = stored.dump(assessments.latest_outcome(session, library.id))
    show(Publicity.SCORES)
    assert "Gebouw en middelen" in client.get(PAGE).text
    a_meting(library, a_year(now().date() - timedelta(days=150)))
    with_words = a_year(now().date() - timedelta(days=60))
    assert "Gebouw en middelen" not in client.get(f"{PAGE}?taal=nl").text
    frozen.a_meting(with_words.period.until, with_words, library, assessment=then)
    a_self_assessment(library, step=2)
    page = client.get(f"{PAGE}?later").text
    assert "Gebouw en middelen" in page
    assert ">4,0<" in page
    assert ">2,0<" not in page


def test_a_manager_chooses_and_the_pages_change_once(library, client_of, session):
    version = select(LibraryVersion.pages).where(LibraryVersion.library_id == library.id)
    manager = client_of(a_member(Role.MANAGER, library))
    before = session.scalar(version)
    assert manager.post(CHOICE, data={"shows": "scores"}).status_code == 303
    after = session.scalar(version)
    assert after != before
    assert manager.post(CHOICE, data={"shows": "scores"}).status_code == 303
    assert session.scalar(version) == after
    assert manager.post(CHOICE, data={"shows": "everything"}).status_code == 422
    assert page_queries.publicity(session, library.id) is Publicity.SCORES


def test_the_choice_of_one_library_is_not_that_of_another(library, client):
    a_standing(a_library("salland"))
    show(Publicity.SCORES)
    assert client.get("/salland/meetlat").status_code == 404


def test_a_new_meting_is_seen_at_once(library, session):
    """Public pages are kept ready; what is frozen or worked out makes them anew."""
    version = select(LibraryVersion.pages).where(LibraryVersion.library_id == library.id)
    seen = [session.scalar(version)]
    with transaction() as tx:
        drawn = metingen.draw_up(tx, library.id, metingen.latest_end(now()))
        metingen.freeze(tx, replace(drawn, activities=1), by_id=None, now=now())
    seen.append(session.scalar(version))
    standing.work_out(library.id, standing.yesterday(now()), now=now())
    seen.append(session.scalar(version))
    assert len(set(seen)) == 3
