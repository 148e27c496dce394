"""The door without JavaScript: the list, who walks in, a count, and who may stand there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from community.accounts.models import Role
from community.activity.models import Activity
from community.arrivals import codes, queries
from community.clock import now
from community.db import db, session
from community.gatherings.models import Attendance, GatheringStatus, SignUpStatus
from tests.arrivals.door import logged, present, row_of, tonight, where
from tests.factories import a_gathering, a_host_of, a_librarian, a_member, a_person, a_sign_up

KEY = "0123456789abcdef" * 2


@pytest.fixture
def bas(client_of):
    return client_of(a_librarian())


def test_one_tap_notes_a_party_and_the_next_takes_it_back(bas):
    gathering = tonight()
    entry = a_sign_up(gathering, a_person("Noor"), party_size=2)
    page = bas.get(where(gathering)).text
    assert f'value="s{entry.id} 2"' in page
    assert bas.post(where(gathering), data={"note": f"s{entry.id} 2"}).status_code == 303
    page = bas.get(where(gathering)).text
    assert f'value="s{entry.id} 0"' in page
    assert re.search(r"2</span>\s*<span>van 2 zijn er", page)
    assert present(gathering) == 2
    bas.post(where(gathering), data={"note": f"s{entry.id} 0"})
    assert (present(gathering), logged(gathering)) == (0, 0)


def test_the_list_is_by_first_name_and_says_who_is_rather_not_in_a_photo(bas):
    gathering = tonight()
    a_sign_up(gathering, a_person("Zoë", surname="Prins"), no_photo=True)
    a_sign_up(gathering, a_person("Ali", surname="Yilmaz"))
    a_sign_up(gathering, a_person("Noor", surname="van Dam"))
    a_sign_up(gathering, a_person("Noor", surname="Bos"))
    page = bas.get(where(gathering)).text
    order = [page.index(name) for name in ("Ali", "Noor B.", "Noor D.", "Zoë")]
    assert order == sorted(order)
    assert "Geen foto" in row_of(page, "Zoë")
    assert "Geen foto" not in row_of(page, "Ali")
    assert "Yilmaz" not in page


def test_a_name_or_a_code_finds_somebody(bas, app):
    gathering = tonight()
    zoe = a_sign_up(gathering, a_person("Zoë"))
    a_sign_up(gathering, a_person("Ali"))
    code = codes.code_of(zoe, key=app.config["SECRET_KEY"])
    for words in ("zo", code, f" {code[:3]}-{code[3:].lower()} "):
        page = bas.get(where(gathering), query_string={"q": words}).text
        assert row_of(page, "Zoë")
        assert "Ali" not in page
    assert 'name="via" value="code"' in page
    assert "Niemand op de lijst" in bas.get(where(gathering), query_string={"q": "Piet"}).text


def test_who_walks_in_takes_two_taps_with_or_without_a_name(bas):
    gathering = tonight()
    assert 'name="nameless"' in bas.get(where(gathering)).text
    for _sent_twice in range(2):
        bas.post(where(gathering, "/binnenlopen"), data={"key": KEY, "nameless": "1", "name": "Al"})
    bas.post(where(gathering, "/binnenlopen"), data={"key": KEY[::-1], "name": " Fatima B "})
    page = bas.get(where(gathering)).text
    assert "Fatima B" in row_of(page, "Fatima")
    assert session().scalars(select(Attendance.name).order_by(Attendance.id)).all() == [
        "",
        "Fatima B",
    ]
    assert present(gathering) == 2
    bas.post(where(gathering), data={"note": f"{KEY} 0", "via": "walk_in"})
    assert (present(gathering), logged(gathering)) == (1, 1)


def test_too_long_a_name_stands_there_again(bas):
    gathering = tonight()
    answer = bas.post(where(gathering, "/binnenlopen"), data={"key": KEY, "name": "a" * 81})
    assert answer.status_code == 422
    assert "a" * 81 in answer.text
    assert present(gathering) == 0


def test_a_number_may_be_filled_in_more_than_once(bas):
    gathering = tonight()
    for number, key in (("12", "a"), ("15", "b"), ("9", "c"), ("9", "d")):
        form = {"number": number, "once": key * 32}
        assert bas.post(where(gathering, "/aantal"), data=form).status_code == 303
    assert (present(gathering), logged(gathering)) == (9, 9)
    answer = bas.post(where(gathering, "/aantal"), data={"number": "-1", "once": KEY})
    assert answer.status_code == 422
    assert 'value="-1"' in answer.text


def test_of_a_sensitive_gathering_the_door_knows_nobody(bas):
    gathering = tonight(is_sensitive=True)
    entry = a_sign_up(gathering, a_person("Noor"))
    page = bas.get(where(gathering)).text
    assert "Noor" not in page
    assert "alleen het aantal" in page
    door = queries.door_of(session(), gathering, key="een sleutel")
    assert (door.coming, door.waiting, door.pending, door.walked_in) == ([], [], [], [])
    assert bas.post(where(gathering), data={"note": f"s{entry.id} 1"}).status_code == 409
    named = bas.post(where(gathering, "/binnenlopen"), data={"key": KEY, "name": "Noor"})
    assert named.status_code == 409
    bas.post(where(gathering, "/binnenlopen"), data={"key": KEY, "nameless": "1"})
    bas.post(where(gathering, "/aantal"), data={"number": "7", "once": KEY[::-1]})
    assert present(gathering) == 7
    assert session().scalars(select(Activity.person_key)).all() == [None, None]


@pytest.mark.parametrize("nonsense", ["", "12 1", "s1", "s0 1", "s1 -1", "s1 999999", "x 1"])
def test_what_is_no_act_is_refused(bas, nonsense):
    assert bas.post(where(tonight()), data={"note": nonsense}).status_code == 422


def test_somebody_of_another_gathering_is_not_on_this_list(bas):
    gathering, entry = tonight(), a_sign_up(tonight())
    assert bas.post(where(gathering), data={"note": f"s{entry.id} 1"}).status_code == 404


def test_who_stands_at_the_door_works_here_or_receives_people(client_of):
    gathering = tonight()
    a_sign_up(gathering, a_person("Noor"))
    assert "Noor" in client_of(a_host_of(gathering)).get(where(gathering)).text
    assert client_of(a_member(Role.STAFF)).get(where(gathering)).status_code == 200
    for role in (Role.RESIDENT, Role.HOST, Role.VOLUNTEER):
        assert client_of(a_member(role)).get(where(gathering)).status_code == 404


@pytest.mark.parametrize(("hours", "first"), [(0, True), (-1, True), (-4, False), (48, False)])
def test_on_the_day_itself_the_door_is_the_first_thing_on_its_page(bas, hours, first):
    gathering = a_gathering(starts_at=now() + timedelta(hours=hours))
    page = bas.get(where(gathering).removesuffix("/deur")).text
    way = f'href="{where(gathering)}"'
    assert (way in page.partition('id="feiten"')[0]) is first


@pytest.mark.parametrize("status", [GatheringStatus.DRAFT, GatheringStatus.CANCELLED])
def test_what_does_not_take_place_has_no_door(bas, status):
    assert bas.get(where(tonight(status=status))).status_code == 404


def test_who_waits_and_who_did_not_confirm_stand_below(bas):
    gathering = tonight()
    a_sign_up(gathering, a_person("Wim"), SignUpStatus.WAITING, has_seat=False)
    a_sign_up(gathering, a_person("Pia"), SignUpStatus.PENDING)
    a_sign_up(gathering, a_person("Zoë"))
    a_sign_up(gathering, a_person("Lars"), SignUpStatus.CANCELLED)
    page = bas.get(where(gathering)).text
    order = [page.index(name) for name in ("Zoë", "Wim", "Pia")]
    assert order == sorted(order)
    assert "Lars" not in page


def test_a_long_list_asks_no_more_than_a_short_one(bas):
    gathering = tonight(capacity=60)
    bas.get(where(gathering))  # That somebody looked is written down once in an hour.
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        counts = []
        for _people in range(2):
            for _ in range(15):
                a_sign_up(gathering)
            statements.clear()
            bas.get(where(gathering))
            counts.append(len(statements))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1]
    assert counts[0] <= 12
