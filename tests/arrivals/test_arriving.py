"""Checking oneself in: the code at the door, one's own code, and what one may tell."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.doors import Door
from community.accounts.models import Role
from community.accounts.throttle import Limit
from community.activity.models import Activity
from community.arrivals import arriving_views, codes, links
from community.clock import now
from community.db import session
from community.gatherings.models import Attendance, SignUp
from tests.arrivals.door import logged, present, tonight
from tests.arrivals.door import where as door
from tests.factories import (
    a_gathering,
    a_librarian,
    a_library,
    a_member,
    a_person,
    a_sign_up,
)
from tests.gatherings.signing_up import link_of

KEY = "0123456789abcdef" * 2


def address(app, gathering, library="vechtdal"):
    return f"/{library}/inchecken/{links.token_of(gathering, key=app.config['SECRET_KEY'])}"


def code_of(app, entry):
    return codes.code_of(entry, key=app.config["SECRET_KEY"])


def log():
    return session().scalars(select(Activity).order_by(Activity.id.desc())).first()


def test_who_has_an_account_presses_one_button(app, client_of):
    gathering, person = tonight(), a_member(Role.RESIDENT, name="Noor")
    a_sign_up(gathering, person, party_size=2)
    browser = client_of(person)
    assert "Je staat op de lijst, Noor." in browser.get(address(app, gathering)).text
    for _twice in range(2):
        assert browser.post(address(app, gathering), data={"key": KEY}).status_code == 303
    assert "Je bent binnen." in browser.get(address(app, gathering)).text
    assert (present(gathering), logged(gathering), log().details["via"]) == (2, 2, "door")


def test_who_has_an_account_and_did_not_sign_up_is_one_person_however_often(app, client_of):
    gathering, person = tonight(), a_member(Role.STAFF)
    for key in ("a" * 32, "b" * 32):
        client_of(person).post(address(app, gathering), data={"key": key})
    assert (present(gathering), log().counted_as) == (1, "staff")
    assert log().person_key == session().scalars(select(Attendance.key)).one()


def test_the_code_of_a_mail_is_as_good_as_an_account(app, client):
    gathering = tonight()
    entry = a_sign_up(gathering, a_person("Zoë"))
    form = {"key": KEY, "code": code_of(app, entry).lower()}
    assert client.post(address(app, gathering), data=form).status_code == 303
    assert session().scalars(select(Attendance.sign_up_id)).one() == entry.id


def test_a_code_of_nobody_stands_there_again_with_a_word(app, client):
    gathering, stranger = tonight(), a_sign_up(tonight())
    for typed in ("AAAAAA", code_of(app, stranger), "nonsense"):
        answer = client.post(address(app, gathering), data={"key": KEY, "code": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
    assert present(gathering) == 0


def test_a_first_name_or_nothing_is_enough(app, client):
    gathering = tonight()
    client.post(address(app, gathering), data={"key": "a" * 32, "name": "Ali"})
    client.post(address(app, gathering), data={"key": "b" * 32})
    names = session().scalars(select(Attendance.name).order_by(Attendance.id)).all()
    assert (names, present(gathering)) == (["Ali", ""], 2)


def test_what_one_tells_is_kept_with_the_visit_and_only_then(app, client):
    gathering = tonight()
    said = {"first_time": "yes", "age_class": "65+", "pc4": "7731"}
    client.post(address(app, gathering), data={"key": "a" * 32, **said})
    told = {name: log().details[name] for name in said}
    assert told == {"first_time": True, "age_class": "65+", "pc4": "7731"}
    client.post(address(app, gathering), data={"key": "b" * 32, "first_time": "", "age_class": ""})
    assert {log().details[name] for name in said} == {None}
    wrong = client.post(address(app, gathering), data={"key": "c" * 32, "pc4": "77"})
    assert wrong.status_code == 422


def test_of_a_sensitive_gathering_nobody_says_who_they_are(app, client_of):
    gathering, person = tonight(is_sensitive=True), a_member()
    a_sign_up(gathering, person)
    browser = client_of(person)
    page = browser.get(address(app, gathering)).text
    assert 'name="name"' not in page
    assert 'name="age_class"' not in page
    browser.post(address(app, gathering), data={"key": KEY, "name": "Noor", "age_class": "65+"})
    assert (present(gathering), log().person_key, log().details["age_class"]) == (1, None, None)


@pytest.mark.parametrize(
    ("starts", "open_now"),
    [
        (timedelta(minutes=61), False),
        (timedelta(minutes=59), True),
        (timedelta(hours=-2, minutes=-59), True),
        (timedelta(hours=-3, minutes=-1), False),
    ],
    ids=str,
)
def test_the_door_is_open_from_an_hour_before_until_an_hour_after(app, client, starts, open_now):
    gathering = a_gathering(starts_at=now() + starts)  # It lasts two hours.
    answer = client.post(address(app, gathering), data={"key": KEY})
    assert (answer.status_code, present(gathering)) == ((303, 1) if open_now else (409, 0))
    assert ("<form" in client.get(address(app, gathering)).text) is open_now


def test_another_token_or_library_opens_nothing(app, client):
    gathering = tonight()
    a_library("zuidpolder")
    right = address(app, gathering)
    assert client.get(address(app, gathering, "zuidpolder")).status_code == 404
    assert client.get(right[:-1] + ("A" if right[-1] != "A" else "B")).status_code == 404
    assert "no-store" in client.get(right).headers["Cache-Control"]


def test_who_counted_the_party_at_the_door_is_not_overruled(app, client_of):
    gathering, person = tonight(), a_member()
    entry = a_sign_up(gathering, person, party_size=4)
    client_of(a_librarian()).post(door(gathering), data={"note": f"s{entry.id} 3"})
    client_of(person).post(address(app, gathering), data={"key": KEY})
    assert present(gathering) == 3


def test_ones_own_page_shows_the_code_that_the_door_knows(app, client, client_of):
    gathering = tonight()
    entry = a_sign_up(gathering, a_person("Zoë"))
    page = client.get(link_of(app, entry)).text
    shown = re.search(r'own-code__letters">([^<]+)<', page).group(1).replace(" ", "")
    assert shown == code_of(app, entry)
    assert f"<title>QR-code van {shown}</title>" in page
    assert f'data-code="{shown}"' in client_of(a_librarian()).get(door(gathering)).text


def test_a_sensitive_sign_up_has_no_code(app, client):
    entry = a_sign_up(tonight(is_sensitive=True))
    assert "own-code" not in client.get(link_of(app, entry)).text


def test_the_wish_about_photos_is_ones_own_and_the_desks(app, client, client_of):
    gathering = tonight()
    entry = a_sign_up(gathering)
    client.post(f"{link_of(app, entry)}/foto", data={"no_photo": "1"})
    assert session().get_one(SignUp, entry.id, populate_existing=True).no_photo
    bas = client_of(a_librarian())
    assert "Geen foto" in bas.get(door(gathering)).text
    bas.post(door(gathering, f"/{entry.id}/foto"), data={"no_photo": ""})
    assert not session().get_one(SignUp, entry.id, populate_existing=True).no_photo
    assert bas.post(door(tonight(), f"/{entry.id}/foto")).status_code == 404


def test_codes_are_easy_to_say_and_no_two_look_alike(app):
    entries = [SignUp(id=number, salt=f"{number:032x}") for number in range(2_000)]
    made = {code_of(app, entry) for entry in entries}
    assert len(made) == len(entries)
    assert all(len(code) == 6 and not set(code) & set("0O1IL2Z5S8BUV") for code in made)


def test_this_page_alone_may_ask_for_the_camera(client_of):
    bas, gathering = client_of(a_librarian()), tonight()
    assert "camera=(self)" in bas.get(door(gathering)).headers["Permissions-Policy"]
    assert "camera=()" in bas.get("/vechtdal/beheer").headers["Permissions-Policy"]


def test_who_guesses_codes_is_told_to_wait(app, client, monkeypatch):
    few = Limit(2, timedelta(minutes=15))
    monkeypatch.setattr(arriving_views, "CHECK_IN", Door("a door", everybody=few, network=few))
    gathering = tonight()
    typed = {"key": KEY, "code": "AAAAAA"}
    answers = [client.post(address(app, gathering), data=typed).status_code for _ in range(3)]
    assert answers == [422, 422, 429]
