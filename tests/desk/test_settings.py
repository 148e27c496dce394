"""The settings over HTTP: who may, what is refused, and what follows from a change."""

from __future__ import annotations

import re
from datetime import time

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.db import db, transaction
from community.gatherings import calendar_items
from community.gatherings.models import CalendarItem, Gathering
from community.libraries.models import (
    USUAL_MINUTES_AROUND,
    Branch,
    Equipment,
    Library,
    LibraryVersion,
    Room,
)
from tests.factories import a_gathering, a_librarian, a_library, a_member, a_room, the_library

SETTINGS = "/vechtdal/beheer/instellingen"


@pytest.fixture
def manager(app, client_of):
    the_library()
    return client_of(a_member(Role.MANAGER))


def words(**fields):
    return {"name": "Bibliotheek Vechtdal", "accent": "#1a5a4a", **fields}


def library():
    db.session().rollback()
    return db.session().scalars(select(Library).order_by(Library.id)).first()


def test_settings_are_for_the_manager(app, client_of):
    the_library()
    assert client_of(a_librarian()).get(SETTINGS).status_code == 403


def test_what_is_changed_is_on_every_page_at_once(manager, client):
    before = db.session().get(LibraryVersion, library().id).pages
    sent = words(name="Huis van het Boek", welcome="Kom erin.", phone="0529 00 00 00")
    assert manager.post(SETTINGS, data=sent).status_code == 303
    assert "Huis van het Boek" in client.get("/vechtdal/agenda").text
    db.session().expire_all()
    assert db.session().get(LibraryVersion, library().id).pages != before


def test_a_colour_that_can_be_read_gets_its_counterpart_in_the_dark(manager, client):
    assert manager.post(SETTINGS, data=words(accent="#2f4a9c")).status_code == 303
    assert (library().accent_light, library().accent_dark) == ("#2f4a9c", "#aebcf4")
    assert "#2f4a9c" in client.get("/vechtdal/merk.css").text


@pytest.mark.parametrize("accent", ["#ffee00", "#ff0000", "#1b1e22"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(manager, accent):
    refused = manager.post(SETTINGS, data=words(name="Anders", accent=accent))
    assert refused.status_code == 422
    assert 'id="accent-error"' in refused.text
    assert library().accent_light == "#1a5a4a"
    nearest = re.search(r'name="nearest" value="(#[0-9a-f]{6})"', refused.text).group(1)
    taken = manager.post(SETTINGS, data=words(name="Anders", accent=accent, nearest=nearest))
    assert taken.status_code == 303
    assert (library().name, library().accent_light) == ("Anders", nearest)


WRONG: list[tuple[dict[str, str], str]] = [
    ({"name": ""}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"name": "nul\x00"}, "name"),
    ({"name": "a\r\nb"}, "name"),
    ({"welcome": "x" * 100_000}, "welcome"),
    ({"phone": "bel maar"}, "phone"),
    ({"email": "geen adres"}, "email"),
    ({"email": "a@b.nl\r\nBcc: c@d.nl"}, "email"),
    ({"accent": "rood"}, "accent"),
    ({"accent": "#1a5a4a;}body{display:none"}, "accent"),
    ({"nearest": "url(javascript:x)"}, "accent"),
]


def test_what_is_not_right_stands_beside_its_field(manager):
    for fields, beside in WRONG:
        answer = manager.post(SETTINGS, data=words(**fields))
        assert (answer.status_code, f'id="{beside}-error"' in answer.text) == (422, True), fields
    assert library().name == "Bibliotheek Vechtdal"


def test_a_branch_with_its_rooms_is_made_changed_and_removed(manager):
    made = manager.post(
        f"{SETTINGS}/vestigingen/nieuw", data={"name": "Bibliotheek Lemele", "place": "Lemele"}
    )
    assert made.status_code == 303
    branch = db.session().scalars(select(Branch).where(Branch.place == "Lemele")).one()
    branch_id, here = branch.id, f"{SETTINGS}/vestigingen/{branch.id}"
    room = {"name": "Achterkamer", "capacity": "12", "directions": "achter de bar"}
    assert manager.post(f"{here}/zalen/nieuw", data=room).status_code == 303
    assert "Achterkamer" in manager.get(here).text
    again = manager.post(f"{here}/zalen/nieuw", data=room)
    assert again.status_code == 422
    assert 'id="name-error"' in again.text
    assert manager.post(f"{here}/weg").status_code == 303
    assert db.session().get(Branch, branch_id) is None


@pytest.mark.parametrize("capacity", ["0", "-1", "10001", "veel", "9" * 5000])
def test_a_room_has_a_sensible_number_of_chairs(manager, capacity):
    branch = library().branches[0]
    answer = manager.post(
        f"{SETTINGS}/vestigingen/{branch.id}/zalen/nieuw",
        data={"name": "Zaal", "capacity": capacity},
    )
    assert answer.status_code == 422
    assert 'id="capacity-error"' in answer.text


def test_a_branch_that_changes_its_name_is_written_anew_in_what_is_to_come(manager):
    branch = library().branches[0]
    gathering = a_gathering(branch_id=branch.id)
    with transaction() as tx:
        calendar_items.refresh(
            tx, tx.get(Gathering, gathering.id), base_url="http://127.0.0.1:8000", now=now()
        )
    before = db.session().get(LibraryVersion, library().id).agenda
    answer = manager.post(
        f"{SETTINGS}/vestigingen/{branch.id}", data={"name": "De Esch", "place": "Den Ham"}
    )
    assert answer.status_code == 303
    db.session().expire_all()
    bodies = db.session().scalars(select(CalendarItem.body)).all()
    assert len(bodies) == 2
    assert all(b"De Esch" in body for body in bodies)
    assert "den ham" in db.session().get(Gathering, gathering.id).search_text
    assert db.session().get(LibraryVersion, library().id).agenda != before


def test_forms_come_filled_in_and_a_room_can_get_another_name(manager):
    room = a_room(library().branches[0], "Leeszaal", capacity=30)
    assert 'value="Bibliotheek Vechtdal"' in manager.get(SETTINGS).text
    here, branch = f"{SETTINGS}/zalen/{room.id}", f"{SETTINGS}/vestigingen/{room.branch_id}"
    html = manager.get(here).text
    assert 'value="Leeszaal"' in html
    assert 'value="30"' in html
    sent = {"name": "Grote zaal", "capacity": ""}
    assert manager.post(here, data=sent).status_code == 303
    assert "Grote zaal" in manager.get(branch).text
    assert manager.post(here + "/weg").status_code == 303
    assert "Grote zaal" not in manager.get(branch).text


def test_a_room_says_what_is_in_it_and_how_long_it_is_set_up(manager):
    room = a_room(library().branches[0])
    here = f"{SETTINGS}/zalen/{room.id}"
    sent = {"name": "Leeszaal", "equipment": ["screen", "piano"], "set_up_minutes": "45"}
    assert manager.post(here, data=sent).status_code == 303
    stands = db.session().get(Room, room.id, populate_existing=True)
    assert stands.equipment == {Equipment.SCREEN, Equipment.PIANO}
    assert (stands.set_up_minutes, stands.clear_minutes) == (45, USUAL_MINUTES_AROUND)
    html = manager.get(here).text
    assert html.count(" checked") == 2
    assert 'value="45"' in html
    for wrong in ({"equipment": "zwembad"}, {"set_up_minutes": "481"}, {"clear_minutes": "-1"}):
        assert manager.post(here, data={**sent, **wrong}).status_code == 422


def test_what_is_in_use_stays(manager):
    branch = library().branches[0]
    room = a_room(branch)
    a_gathering(branch_id=branch.id, room_id=room.id)
    assert manager.post(f"{SETTINGS}/vestigingen/{branch.id}/weg").status_code == 409
    assert manager.post(f"{SETTINGS}/zalen/{room.id}/weg").status_code == 409


def test_places_of_another_library_are_not_there(manager):
    theirs = a_library("zuidpolder").branches[0]
    room = a_room(theirs)
    for path in (f"vestigingen/{theirs.id}", f"zalen/{room.id}"):
        assert manager.get(f"{SETTINGS}/{path}").status_code == 404
        assert manager.post(f"{SETTINGS}/{path}/weg").status_code == 404
    assert manager.get(f"{SETTINGS}/vestigingen/{theirs.id}/zalen/nieuw").status_code == 404


def test_opening_hours_are_kept_by_day_and_both_or_neither(manager):
    branch = library().branches[0]
    here = f"{SETTINGS}/vestigingen/{branch.id}"
    given = {"name": branch.name, "place": branch.place}
    tuesday = {"opens_1": "10:00", "closes_1": "18:00"}
    assert manager.post(here, data={**given, **tuesday}).status_code == 303
    assert 'value="18:00"' in manager.get(here).text
    for wrong in ({"closes_1": ""}, {"opens_1": ""}, {"closes_1": "10:00"}, {"closes_1": "laat"}):
        answer = manager.post(here, data={**given, **tuesday, **wrong})
        assert answer.status_code == 422
        assert 'id="closes_1-error"' in answer.text
    db.session().rollback()
    assert db.session().get(Branch, branch.id).hours == {1: (time(10), time(18))}
    manager.post(here, data=given)
    db.session().rollback()
    assert db.session().get(Branch, branch.id).hours == {}
