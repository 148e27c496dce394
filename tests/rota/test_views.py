"""A librarian asks for hands; a volunteer takes a task on with one tap and gives it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.accounts.models import Role
from community.clock import now
from tests.factories import a_gathering, a_host_of, a_librarian, a_member, the_library
from tests.rota.rows import a_shift

DESK = "/vechtdal/beheer"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


def test_what_the_librarian_asks_a_volunteer_takes_and_gives_back(desk, client_of):
    gathering = a_gathering("Samen eten", starts_at=now() + timedelta(days=5))
    riet = client_of(a_member(Role.VOLUNTEER, name="Riet"))
    rota = f"{DESK}/activiteiten/{gathering.id}/rooster"
    asked = desk.post(rota, data={"task": "Koffie", "needed": "1"}, follow_redirects=True)
    assert "Nog 1 persoon nodig" in asked.text
    assert "Helper nodig deze week" in desk.get(DESK).text
    mine = riet.get("/mijn").text
    assert "Koffie" in mine
    assert "Samen eten" in mine
    path = mine.split('action="/vechtdal/rooster/')[1].split('"')[0]
    taken = riet.post(f"/vechtdal/rooster/{path}", follow_redirects=True).text
    assert "Je staat op het rooster: Koffie." in taken
    assert "Dit doe jij" in taken
    assert "Riet" in desk.get(f"{DESK}/rooster").text
    assert "Helper nodig" not in desk.get(DESK).text
    back = path.replace("doen", "teruggeven")
    assert "Je staat niet meer op het rooster" in riet.post(
        f"/vechtdal/rooster/{back}", follow_redirects=True
    ).text  # fmt: skip


def test_gaps_stand_first_on_the_rota(desk):
    a_shift(a_gathering("Straks", starts_at=now() + timedelta(days=2)), "Koffie")
    full = a_shift(a_gathering("Eerder", starts_at=now() + timedelta(days=1)), "Techniek")
    a_shift(a_gathering("Veel later", starts_at=now() + timedelta(days=60)), "Geluid")
    riet = a_member(Role.VOLUNTEER, name="Riet")
    desk.post(f"{DESK}/rooster/{full.id}/mensen", data={"person": riet.id})
    html = desk.get(f"{DESK}/rooster").text
    assert html.index("Straks") < html.index("Eerder")
    assert "Veel later" not in html
    assert "Riet" in html


def test_wrong_numbers_come_back_with_what_was_typed(desk):
    gathering = a_gathering()
    wrong = desk.post(
        f"{DESK}/activiteiten/{gathering.id}/rooster", data={"task": "Koffie", "needed": "99"}
    )
    assert wrong.status_code == 422
    assert 'value="Koffie"' in wrong.text
    assert "Kies een getal van 1 tot 50" in wrong.text


def test_the_desk_takes_somebody_off_and_drops_what_is_not_needed(desk):
    gathering = a_gathering()
    shift, riet = a_shift(gathering), a_member(Role.VOLUNTEER, name="Riet")
    desk.post(f"{DESK}/rooster/{shift.id}/mensen", data={"person": riet.id})
    assert desk.post(f"{DESK}/rooster/{shift.id}/weg").status_code == 409
    desk.post(f"{DESK}/rooster/{shift.id}/mensen/{riet.id}/weg")
    desk.post(f"{DESK}/rooster/{shift.id}/weg")
    assert "persoon nodig" not in desk.get(f"{DESK}/activiteiten/{gathering.id}").text


def test_a_resident_cannot_take_a_task_and_sees_none(app, client_of):
    shift = a_shift(a_gathering())
    noor = client_of(a_member(Role.RESIDENT))
    assert noor.post(f"/vechtdal/rooster/{shift.id}/doen").status_code == 404
    assert "Meehelpen" not in noor.get("/mijn").text


def test_who_is_on_the_rota_may_keep_the_door_there(desk, client_of):
    gathering, other = a_gathering(), a_gathering()
    shift, riet = a_shift(gathering), a_member(Role.VOLUNTEER, name="Riet")
    desk.post(f"{DESK}/rooster/{shift.id}/mensen", data={"person": riet.id})
    browser = client_of(riet)
    assert browser.get(f"{DESK}/activiteiten/{gathering.id}/deur").status_code == 200
    assert browser.get(f"{DESK}/activiteiten/{other.id}/deur").status_code == 404


def test_a_host_reads_who_helps_by_first_name(desk, client_of):
    gathering = a_gathering()
    shift, riet = a_shift(gathering), a_member(Role.VOLUNTEER, name="Riet", surname="Geheim")
    desk.post(f"{DESK}/rooster/{shift.id}/mensen", data={"person": riet.id})
    page = client_of(a_host_of(gathering)).get(f"{DESK}/activiteiten/{gathering.id}").text
    assert "Riet" in page
    assert "Geheim" not in page
