"""What stands on the paper of a gathering, and what does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.db import db
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import GatheringStatus, SignUpStatus
from community.gatherings.reply_models import SignUpChild
from community.pulse.models import PulseCode
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_person,
    a_sign_up,
    saved,
    the_library,
)
from tests.gatherings.desk import DESK

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def gathering():
    return a_gathering("Samen eten")


@pytest.fixture
def desk(client_of, gathering):
    return client_of(a_librarian(the_library()))


def comes(gathering, name, size=1, status=SignUpStatus.CONFIRMED, **fields):
    who = a_person(name, surname="Geheim")
    return a_sign_up(gathering, who, status, party_size=size, **fields)


def paper(gathering, what=""):
    return f"{DESK}/{gathering.id}/papier{what}"


def codes():
    db.session().rollback()
    return db.session().scalar(select(func.count()).select_from(PulseCode))


def test_the_door_list_has_who_comes_by_first_name(gathering, desk):
    for name, size in (("Zoë", 1), ("anna", 3), ("Bram", 1)):
        comes(gathering, name, size)
    comes(gathering, "Wacht", status=SignUpStatus.WAITING)
    page = desk.get(paper(gathering, "/deurlijst")).text
    assert re.findall(r'<th scope="row">([^<]+)</th>', page) == ["anna", "Bram", "Zoë"]
    assert "Geheim" not in page
    assert "We verwachten 5 mensen" in page


def test_the_door_list_and_the_badges_know_the_children(gathering, desk):
    entry = comes(gathering, "Anna", 3, no_photo=True)
    of_hers = {"sign_up_id": entry.id, "library_id": entry.library_id}
    saved(SignUpChild(**of_hers, position=1, first_name="Saar"))
    page = desk.get(paper(gathering, "/deurlijst")).text
    assert "Met Saar. <strong>Geen foto</strong>" in page
    badges = desk.get(paper(gathering, "/naambadges")).text
    names = re.findall(r'<p class="kk-badge__name[^"]*">([^<]*)</p>', badges)
    assert names[-3:] == ["Anna", "Saar", ""]


def test_a_badge_for_everybody_and_an_empty_one_for_who_is_brought(gathering, desk):
    a_host_of(gathering)
    comes(gathering, "Anna", 3)
    comes(gathering, "Wolfeschlegelsteinhausen")
    page = desk.get(paper(gathering, "/naambadges")).text
    names = re.findall(r'<p class="kk-badge__name[^"]*">([^<]*)</p>', page)
    assert names == ["Hanna", "Anna", "", "", "Wolfeschlegelsteinhausen"]
    assert "kk-badge__name--small" in page


def test_of_something_sensitive_there_is_no_list_of_names(desk):
    hidden = a_gathering("Rouw", is_sensitive=True)
    comes(hidden, "Anna")
    for what in ("/deurlijst", "/naambadges"):
        answer = desk.get(paper(hidden, what))
        assert answer.status_code == 409
        assert "Anna" not in answer.text
    assert "deurlijst" not in desk.get(paper(hidden)).text


def test_a_poster_leads_to_signing_up(gathering, desk):
    page = desk.get(paper(gathering, "/affiche")).text
    assert f"/vechtdal/agenda/{gathering.id}/aanmelden</title>" in page
    assert "kk-sheet--a4" in page
    assert "kk-sheet--a3" in desk.get(paper(gathering, "/affiche?maat=a3")).text
    walk_in = a_gathering("Inloop", sign_up_mode=SignUpMode.NONE, capacity=None)
    page = desk.get(paper(walk_in, "/affiche")).text
    assert "aanmelden</title>" not in page
    assert "kk-qr" in page


@pytest.mark.parametrize(
    "fields",
    [{"visibility": Visibility.LINK}, {"status": GatheringStatus.DRAFT, "published_at": None}],
)
def test_what_is_not_for_everybody_has_no_code_on_the_wall(desk, fields):
    page = desk.get(paper(a_gathering(**fields), "/affiche"))
    assert page.status_code == 200
    assert "kk-qr" not in page.text


def test_slips_are_made_by_a_button_and_shown_once(gathering, desk, client):
    path = paper(gathering, "/peilbriefjes")
    assert "kk-ballot" not in desk.get(path).text
    assert codes() == 0
    page = desk.post(path, data={"number": "9"}).text
    made = re.findall(r'<p class="kk-ballot__code">([^<]+)</p>', page)
    assert len(set(made)) == 9
    assert page.count("kk-sheet--eights") == 2
    assert codes() == 9
    assert made[0] not in desk.get(path).text
    going_on = a_gathering(starts_at=now() - timedelta(minutes=5))
    page = desk.post(paper(going_on, "/peilbriefjes"), data={"number": "1"}).text
    code = re.search(r"/peiling/([A-Z2-9]{8})</title>", page)[1]
    assert client.get(f"/vechtdal/peiling/{code}").status_code == 200


@pytest.mark.parametrize("number", ["0", "201", "veel", ""])
def test_a_number_of_slips_that_cannot_be_is_refused(gathering, desk, number):
    assert desk.post(paper(gathering, "/peilbriefjes"), data={"number": number}).status_code == 422
    assert codes() == 0


def test_a_host_prints_for_her_own_gathering_only(gathering, client_of):
    hanna = client_of(a_host_of(gathering))
    assert hanna.get(paper(gathering, "/deurlijst")).status_code == 200
    assert hanna.get(paper(a_gathering("Ander"), "/deurlijst")).status_code == 404
