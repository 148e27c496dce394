"""The desk's first page says what is true today."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import event, select

from community.accounts.models import Role
from community.clock import end_of_day, from_local, local_day, now, start_of_day
from community.db import db
from community.desk.acts import Act, act_of
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, GatheringHost, GatheringStatus, SignUpStatus
from community.outbox.models import MailState, OutboxMail
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_person,
    a_room,
    a_sign_up,
    saved,
    the_library,
)

DESK = "/vechtdal/beheer"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


def today(**fields):
    begins = end_of_day(local_day(now())) - timedelta(hours=1)
    return a_gathering(
        starts_at=begins, ends_at=begins + timedelta(minutes=59, seconds=59), **fields
    )


def test_an_empty_day_says_so_and_what_to_do(desk):
    html = desk.get(DESK).text
    assert "Sanne" in html
    assert "Er staat niets gepland." in html
    assert "Je bent bij." in html
    assert "Er wacht niets op je." in html
    assert "Nieuwe activiteit" in html


def test_today_and_tomorrow_stand_there_with_who_comes(desk):
    a_sign_up(today(title="Vandaag", capacity=4))
    a_gathering("Morgen", starts_at=start_of_day(local_day(now()) + timedelta(days=1)))
    a_gathering("Volgende week")
    today(title="Van een ander", library=a_library("zuidpolder"))
    html = desk.get(DESK).text
    assert "1 van 4" in html
    assert ">Vandaag</a>" in html
    assert ">Morgen</a>" in html
    assert "Volgende week" not in html
    assert "Van een ander" not in html


def test_what_goes_on_for_days_stands_there_every_day(desk):
    a_gathering(
        "Foto’s van toen",
        starts_at=now() - timedelta(days=3),
        ends_at=now() + timedelta(days=5),
        capacity=None,
    )
    assert desk.get(DESK).text.count("Foto’s van toen</a>") == 2


def test_what_waits_is_counted_the_most_urgent_first(desk):
    a_gathering("Af te maken", status=GatheringStatus.DRAFT, published_at=None)
    a_gathering("Nog te tellen", starts_at=now() - timedelta(days=1))
    saved(
        OutboxMail(
            key="x", library_id=the_library().id, template="gatherings/moved", person_id=1,
            state=MailState.FAILED, queued_at=now(), due_at=now(), message_id="x",
        )
    )  # fmt: skip
    html = desk.get(DESK).text
    assert "Drie dingen, dan ben je bij." in html
    waits = ("Mail die niet is aangekomen", "Concept dat snel begint", "Activiteit om te tellen")
    assert [html.index(words) for words in waits] == sorted(html.index(words) for words in waits)
    assert "Eerst ‘Af te maken’, over 7\u00a0dagen" in html
    assert "Begin met ‘Nog te tellen’" in html


def test_what_lacks_something_soon_is_said_with_one_click_to_mend_it(desk):
    room = a_room(next(iter(the_library().branches)))
    bare = a_gathering("Zonder iets")
    one = a_gathering("In de leeszaal", room_id=room.id, branch_id=room.branch_id)
    a_gathering("Ook in de leeszaal", room_id=room.id, branch_id=room.branch_id)
    for gathering in (one, bare):
        a_host_of(gathering)
    a_sign_up(one, status=SignUpStatus.PENDING, held_until=None, has_seat=False, party_size=1)
    a_gathering("Veel later", starts_at=now() + timedelta(days=30))
    html = desk.get(DESK).text
    assert "Vier dingen, dan ben je bij." in html
    for words, link in (
        ("Activiteiten in een ruimte die al bezet is", f'activiteiten/{one.id}"'),
        ("Aanmelding die niet is bevestigd", f"activiteiten/{one.id}/aanmeldingen#onbevestigd"),
        ("Activiteit zonder ruimte", f"activiteiten/{bare.id}/verplaatsen"),
        ("Activiteit waar niemand de mensen ontvangt", "/gastheren"),
    ):
        assert words in html
        assert link in html


def test_a_draft_of_later_can_wait(desk):
    begins = now() + timedelta(days=40)
    a_gathering("Later", starts_at=begins, status=GatheringStatus.DRAFT, published_at=None)
    html = desk.get(DESK).text
    assert "Je bent bij." in html
    assert "1 concept afmaken" in html


def test_the_act_fits_the_moment():
    noon = from_local(local_day(now()), time(12))
    hour = timedelta(hours=1)

    def at(**fields):
        given: dict[str, object] = {"status": GatheringStatus.PUBLISHED}
        given |= {"sign_up_mode": SignUpMode.HERE}
        given |= {"starts_at": noon + 5 * hour, "ends_at": noon + 7 * hour}
        return act_of(Gathering(**{**given, **fields}), noon)

    near = {"starts_at": noon + hour / 2}
    over = {"starts_at": noon - 2 * hour, "ends_at": noon}
    assert at() is Act.WHO_COMES
    assert at(**near) is Act.CHECK_IN
    assert at(**near, sign_up_mode=SignUpMode.NONE) is Act.CHECK_IN
    assert at(**near, ends_at=noon + 50 * hour) is Act.WHO_COMES
    assert at(sign_up_mode=SignUpMode.NONE) is Act.NOTHING
    assert at(**over) is Act.COUNT
    assert at(**over, sign_up_mode=SignUpMode.NONE) is Act.COUNT
    assert at(**over, status=GatheringStatus.CLOSED) is Act.NOTHING
    assert at(status=GatheringStatus.CANCELLED) is Act.NOTHING


def test_what_is_over_is_in_the_agenda_again_in_two_clicks(desk, client_of):
    begins = start_of_day(local_day(now()))
    over = a_gathering("Taalcafé", starts_at=begins, ends_at=begins + timedelta(seconds=1))
    a_host_of(over)
    again = f"/vechtdal/beheer/activiteiten/{over.id}/volgende"
    assert f'action="{again}"' in desk.get(DESK).text
    draft = desk.post(again).location
    desk.post(f"{draft}/publiceren")
    db.session.rollback()
    coming = db.session.scalars(select(Gathering).where(Gathering.starts_at > now())).one()
    assert (coming.title, coming.status) == ("Taalcafé", GatheringStatus.PUBLISHED)
    assert again not in client_of(a_host_of(over)).get(DESK).text


def test_who_is_new_since_yesterday_is_said(desk):
    gathering = today(capacity=9)
    a_sign_up(gathering, party_size=2)
    a_sign_up(gathering, confirmed_at=now() - timedelta(days=2))
    assert "3 van 9 komen. 2 nieuw sinds gisteren" in desk.get(DESK).text


#: Three for who asks, five for the day itself, and one for what waits in all rooms together.
MOST_STATEMENTS = 9


def test_a_day_full_of_things_is_read_in_as_many_statements_as_half_of_it(desk):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
            asked.append(statement)

    a_gathering("Zonder gastheer")
    a_gathering("Nog te tellen", starts_at=now() - timedelta(days=1))
    read = []
    for half in ("ochtend", "middag"):
        for number in range(6):
            gathering = today(title=f"{half} {number}")
            a_host_of(gathering)
            a_sign_up(gathering)
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        desk.get(DESK)
        event.remove(db.engine, "before_cursor_execute", note)
        read.append(len(asked))
    assert read[0] == read[1]
    assert read[1] <= MOST_STATEMENTS, "\n".join(asked)


def test_who_receives_people_sees_what_is_theirs_and_nothing_else(app, client_of):
    own = today(title="Van haar", capacity=4)
    today(title="Van een ander")
    later = a_gathering("Ook van haar", starts_at=now() + timedelta(days=20))
    noor = a_host_of(own, "Noor")
    saved(GatheringHost(gathering_id=later.id, person_id=noor.id))
    a_sign_up(own, a_person("Karim", surname="Geheim"))
    html = client_of(noor).get(DESK).text
    assert "Vandaag ontvang je mensen bij één activiteit." in html
    assert "Van haar" in html
    assert "Ook van haar" in html
    assert "Van een ander" not in html
    assert "Nieuwe activiteit" not in html
    assert f"/beheer/activiteiten/{own.id}/" in html  # Which act it is depends on the hour.


def test_what_a_host_has_not_counted_waits_for_her(app, client_of):
    done = a_gathering("Geweest", starts_at=now() - timedelta(days=2))
    a_gathering("Van een ander", starts_at=now() - timedelta(days=1))
    html = client_of(a_host_of(done)).get(DESK).text
    assert "Begin met ‘Geweest’" in html
    assert "Van een ander" not in html


def test_a_steady_volunteer_without_anything_today_is_welcome_all_the_same(app, client_of):
    the_library()
    assert "Vandaag ontvang je niemand." in client_of(a_member(Role.VOLUNTEER)).get(DESK).text
    assert client_of(a_member(Role.RESIDENT)).get(DESK).status_code == 404


def test_staff_see_the_day_but_not_the_work(app, client_of):
    gathering = today(title="Vandaag")
    html = client_of(a_member(Role.STAFF)).get(DESK).text
    assert "Vandaag</a>" in html
    assert f'/beheer/activiteiten/{gathering.id}"' not in html
    assert "Wacht op jou" not in html


def test_only_who_has_a_desk_is_shown_the_way(app, client, client_of):
    the_library()
    home = "/vechtdal/agenda"
    assert f'href="{DESK}"' in client_of(a_librarian()).get(home).text
    assert f'href="{DESK}"' in client_of(a_member(Role.HOST)).get(home).text
    assert f'href="{DESK}"' not in client_of(a_member(Role.RESIDENT)).get(home).text
    assert f'href="{DESK}"' not in client.get(home).text
