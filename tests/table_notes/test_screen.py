"""The screen of a table, over HTTP: no account, no JavaScript needed, and the queue of a device."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering, GatheringStatus
from community.table_notes import opening
from community.table_notes.models import RoundClock
from tests.conftest import signed_in
from tests.factories import a_host_of, saved
from tests.table_notes.tables import (
    a_table,
    a_table_note,
    a_talk,
    at,
    keeps,
    notes_of,
    room,
    sent,
    the_table,
    thought,
    words_of,
)


def lay(client, table, text: str, **such: str):
    page = client.get(at(table)).get_data(as_text=True)
    form = {"once": once(page), "revision": "1", "round_no": "1", "kind": "idea", "text": text}
    return client.post(at(table), data={**form, **such})


def once(page: str) -> str:
    found = re.search(r'name="once" type="hidden" value="(\w{32})"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("settings", [{"WTF_CSRF_ENABLED": True}])
def test_a_table_writes_by_a_plain_form_without_cookie_or_token(client, settings):
    table = a_table()
    answer = lay(client, table, "Elke maandag soep.")
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    page = client.get(answer.location).get_data(as_text=True)
    assert "Elke maandag soep." in page
    assert "Wat maakt hulp vragen lastig?" in page


def test_the_same_form_sent_twice_is_one_note_and_words_that_do_not_fit_stay_typed(client):
    table = a_table()
    for _twice in range(2):
        assert lay(client, table, "Soep.", once="a" * 32).status_code == 303
    assert words_of(table.gathering) == ["Soep."]
    answer = lay(client, table, "x" * 1_501)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "x" * 1_501 in page
    assert "Houd het korter dan 1.500 tekens." in page
    assert lay(client, table, "  ").status_code == 422


def test_a_note_is_changed_and_taken_away_by_its_own_table_alone(client):
    talk = a_talk()
    one, other = a_table(talk, 1), a_table(talk, 2)
    note = a_table_note(one)
    form = {"once": note.once, "revision": "2", "round_no": "1", "kind": "idea", "text": "Anders"}
    client.post(at(other, "/wijzig"), data={**form, "text": "Van een ander"})
    assert words_of(talk) == [note.text]
    assert client.post(at(one, "/wijzig"), data=form).status_code == 303
    assert words_of(talk) == ["Anders"]
    # Somebody else at the table was first: what was typed is not lost.
    late = client.post(at(one, "/wijzig"), data={**form, "text": "Te laat"})
    assert late.status_code == 409
    assert "Te laat" in late.get_data(as_text=True)
    client.post(at(one, "/wijzig"), data={**form, "revision": "3", "weg": "1"})
    assert words_of(talk) == []


def test_a_device_sends_its_queue_and_hears_what_became_of_it(client):
    table = a_table()
    note = sent("Een appje voelt lichter.")
    for _twice in range(2):
        answer = client.post(at(table, "/stand"), json={"notes": [note]})
    assert [each["became"] for each in answer.json["results"]] == ["old"]
    assert "Een appje voelt lichter." in answer.json["noted"]
    assert words_of(table.gathering) == ["Een appje voelt lichter."]
    quiet = client.post(at(table, "/stand"), json={"notes": [], "na": answer.json["edition"]})
    assert quiet.status_code == 204
    saved(RoundClock(gathering_id=table.gathering_id, library_id=table.library_id, round_no=1,
                     round_began_at=now(), minutes=20))  # fmt: skip
    told = client.post(at(table, "/stand"), json={"notes": [], "na": answer.json["edition"]})
    assert "Nog 20 minuten" in told.json["top"]


def test_of_one_note_several_states_in_one_message_the_last_is_shown(client):
    table, typed = a_table(), sent("Een appje", laid=False)
    last = typed | {"revision": 3, "text": "Een appje voelt lichter.", "laid": True}
    client.post(at(table, "/stand"), json={"notes": [typed]})
    answer = client.post(at(table, "/stand"), json={"notes": [typed, last]})
    assert [each["became"] for each in answer.json["results"]] == ["old", "kept"]
    assert "Een appje voelt lichter." in answer.json["noted"]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "source"}, {"once": "x"}, {"revision": 0}, {"round": 9}, {"text": "x" * 1_501},
     {"text": "a\x00b"}, {"at": 10**15}, {"text": None}],
    ids=str,
)  # fmt: skip
def test_a_note_that_cannot_be_read_stops_no_other(client, wrong):
    table = a_table()
    notes = [sent("goed") | wrong, sent("ook goed")]
    answer = client.post(at(table, "/stand"), json={"notes": notes})
    assert [each["became"] for each in answer.json["results"]] == ["refused", "kept"]
    assert words_of(table.gathering) == ["ook goed"]


def test_what_is_no_queue_at_all_is_refused(client):
    table = a_table()
    bodies: list[object] = [{}, [], {"notes": 1}, {"notes": [sent("x")] * 51}]
    for body in bodies:
        assert client.post(at(table, "/stand"), json=body).status_code == 422


def test_a_screen_says_calmly_when_it_is_too_early_too_late_or_called_off(client):
    early = a_talk(starts_at=now() + timedelta(days=1), ends_at=now() + timedelta(days=2))
    table = a_table(early)
    assert "Je bent vroeg" in client.get(at(table)).get_data(as_text=True)
    answer = client.post(at(table, "/stand"), json={"notes": [sent("te vroeg")]})
    assert answer.json["results"][0]["became"] == "refused"
    for fields, says in (
        ({"is_sensitive": True}, "Hier schrijf je niets op"),
        ({"is_sensitive": False, "status": GatheringStatus.CANCELLED}, "Hier schrijf je niets"),
        ({"status": GatheringStatus.CLOSED, "starts_at": now() - timedelta(days=3),
          "ends_at": now() - timedelta(days=2)}, "De zaal is dicht"),
    ):  # fmt: skip
        with transaction() as tx:
            changed = tx.get_one(Gathering, early.id)
            for name, value in fields.items():
                setattr(changed, name, value)
        answer = client.get(at(table))
        assert answer.status_code == 200
        assert says in answer.get_data(as_text=True)
        assert "<textarea" not in answer.get_data(as_text=True)
    assert notes_of(early) == []


def test_a_renewed_link_opens_nothing_and_what_lies_on_the_table_stays(client):
    table = a_table()
    old = at(table)
    keeps(table, thought("blijft"))
    with transaction() as tx:
        opening.renew(tx, table.library_id, table.gathering_id, 1)
    assert client.get(old).status_code == 404
    fresh = the_table(table.gathering, 1)
    assert "blijft" in client.get(at(fresh)).get_data(as_text=True)


def test_of_other_tables_a_screen_shows_nothing(client):
    talk = a_talk()
    one, other = a_table(talk, 1), a_table(talk, 2)
    keeps(other, thought("van tafel 2"))
    assert "van tafel 2" not in client.get(at(one)).get_data(as_text=True)
    answer = client.post(at(one, "/stand"), json={"notes": [sent("van tafel 1")]})
    assert "van tafel 2" not in answer.get_data(as_text=True)
    assert client.get(at(one).replace("vechtdal", "elders")).status_code == 404


def test_a_table_that_is_silent_is_noticed_and_nothing_of_it_is_lost(app, client):
    talk = a_talk()
    a_table(talk, 2)
    host = signed_in(app, a_host_of(talk))
    client.post(at(the_table(talk, 1), "/stand"), json={"notes": []})
    page = host.get(room(talk)).get_data(as_text=True)
    assert page.count("scherm nog niet geopend") == 1
