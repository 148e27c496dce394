"""The desk over HTTP, without JavaScript: who may, what is listed, and each act."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.clock import local, now
from community.db import db
from community.gatherings.kinds import Kind, SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUpStatus
from community.outbox.models import OutboxMail
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_person,
    a_room,
    a_sign_up,
    next_week,
)
from tests.gatherings.desk import (
    DESK,
    count,
    edited,
    error_beside,
    first_branch,
    hidden_inputs,
    revision,
    the_gathering,
    typed,
)
from tests.gatherings.drafting import published

# ─── who ───


def test_the_desk_is_for_librarians(app, client, client_of):
    gathering = a_gathering()
    pages = [DESK + "/nieuw", f"{DESK}/{gathering.id}/bewerken", f"{DESK}/{gathering.id}"]
    resident = client_of(a_member(Role.RESIDENT))
    for page in pages:
        assert "/inloggen" in client.get(page).headers["Location"]
        assert resident.get(page).status_code in {403, 404}


def test_a_host_sees_and_counts_what_is_hers_and_nothing_else(app, client_of):
    hers = a_gathering("Van Hanna", starts_at=now() - timedelta(days=1))
    other = a_gathering("Van een ander", starts_at=now() - timedelta(days=1))
    hanna = client_of(a_host_of(hers))
    listed = hanna.get(f"{DESK}?lijst=geweest").text
    assert "Van Hanna" in listed
    assert "Van een ander" not in listed
    assert hanna.get(f"{DESK}/{hers.id}").status_code == 200
    assert hanna.get(f"{DESK}/{other.id}").status_code == 404
    assert hanna.get(f"{DESK}/{hers.id}/bewerken").status_code == 403
    answer = hanna.post(f"{DESK}/{hers.id}/afronden", data={"head_count": "9", "how": "counted"})
    assert answer.status_code == 303
    assert db.session().get(Gathering, hers.id).head_count == 9
    answer = hanna.post(f"{DESK}/{other.id}/afronden", data={"head_count": "9", "how": "counted"})
    assert answer.status_code == 404


def test_a_gathering_of_another_library_is_not_there(desk):
    theirs = a_gathering(library=a_library("zuidpolder"))
    for tail in ("", "/bewerken", "/kopieer", "/verplaatsen", "/annuleren"):
        assert desk.get(f"{DESK}/{theirs.id}{tail}").status_code == 404
    for tail in ("/publiceren", "/terughalen", "/weggooien", "/annuleren", "/afronden"):
        assert desk.post(f"{DESK}/{theirs.id}{tail}", data={"reason": "x"}).status_code == 404


# ─── the lists ───


def test_each_list_has_its_own(desk):
    a_gathering("Straks")
    a_gathering("Gisteren", starts_at=now() - timedelta(days=1))
    a_gathering("Ooit", status=GatheringStatus.DRAFT, published_at=None)
    for shelf, title in [("komend", "Straks"), ("geweest", "Gisteren"), ("concepten", "Ooit")]:
        html = desk.get(f"{DESK}?lijst={shelf}").text
        assert [t for t in ("Straks", "Gisteren", "Ooit") if f">{t}</a>" in html] == [title]


def test_a_list_is_searched_and_leafed_through(desk):
    for number in range(30):
        a_gathering(f"Kring {number}", starts_at=next_week() + timedelta(hours=number))
    a_gathering("Één taart", search_text="een taart")
    html = desk.get(f"{DESK}?q=taart").text
    assert "Één taart" in html
    assert "Kring 3<" not in html
    second = desk.get(f"{DESK}?pagina=2").text
    assert "Kring 29" in second
    assert desk.get(f"{DESK}?pagina=99999").status_code == 200
    assert desk.get(f"{DESK}?pagina=x&lijst=onzin").status_code == 200


def test_htmx_gets_the_list_alone(desk):
    a_gathering("Straks")
    answer = desk.get(DESK, headers={"HX-Request": "true"})
    assert "Straks" in answer.text
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]


# ─── a whole story ───


def test_a_librarian_makes_previews_publishes_moves_copies_and_cancels(desk):
    room = a_room(first_branch(), "Leeszaal")
    assert desk.get(f"{DESK}/nieuw").status_code == 200

    first = typed(act="voorbeeld", place=f"zaal-{room.id}", text="**Kom** gezellig")
    preview = desk.post(f"{DESK}/nieuw", data=first)
    assert preview.status_code == 200
    assert "<strong>Kom</strong>" in preview.text
    assert "Leeszaal" in preview.text
    assert count() == 0

    again = hidden_inputs(preview.text)
    answer = desk.post(f"{DESK}/nieuw", data={**again, "act": "publiceren"})
    assert answer.status_code == 303
    gathering = the_gathering()
    assert gathering.status is GatheringStatus.PUBLISHED
    assert gathering.room_id == room.id
    assert gathering.text == "**Kom** gezellig"
    assert gathering.ends_at - gathering.starts_at == timedelta(hours=2)

    a_sign_up(gathering, a_person("Fatima"))
    a_sign_up(gathering, a_person("Jo", email=None))
    page = desk.get(f"{DESK}/{gathering.id}/verplaatsen").text
    assert "2" in page
    was = gathering.starts_at
    day = local(was) + timedelta(days=1)
    answer = desk.post(
        f"{DESK}/{gathering.id}/verplaatsen",
        data={**hidden_inputs(page), "seen": revision(page), "day": f"{day:%Y-%m-%d}",
              "starts": "15:00", "place": f"zaal-{room.id}"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    moved = db.session().get(Gathering, gathering.id)
    assert moved.starts_at == was + timedelta(days=1, hours=1)
    assert moved.ends_at - moved.starts_at == timedelta(hours=2)
    assert moved.moved_from == was
    assert [m.template for m in db.session().scalars(select(OutboxMail))] == ["gatherings/moved"]

    copied = desk.get(f"{DESK}/{gathering.id}/kopieer")
    assert "Samen eten" in copied.text
    assert count() == 1

    answer = desk.post(f"{DESK}/{gathering.id}/annuleren", data={"reason": "De kok is ziek."})
    assert answer.status_code == 303
    assert db.session().get(Gathering, gathering.id).is_cancelled
    assert "De kok is ziek." in desk.get(f"{DESK}/{gathering.id}").text


def test_a_copy_is_filled_in_but_for_the_people_and_the_date(desk):
    gathering = a_gathering("Leesclub", kind=Kind.READING_GROUP, capacity=12, cost="€ 3")
    a_sign_up(gathering)
    html = desk.get(f"{DESK}/{gathering.id}/kopieer").text
    assert 'value="Leesclub"' in html
    assert 'value="€ 3"' in html
    assert re.search(r'name="capacity"[^>]*value="12"', html)
    assert 'value="reading_group" selected' in html or "selected" in html
    day = re.search(r'name="day"[^>]*value="([\d-]+)"', html).group(1)
    assert day > f"{local(gathering.starts_at):%Y-%m-%d}"


def test_a_copy_that_is_refused_comes_back_as_a_copy(desk):
    """With the date first, and the act to publish right behind it."""
    gathering = a_gathering("Leesclub")
    like = f"activiteit-{gathering.id}"
    answer = desk.post(f"{DESK}/nieuw", data=typed(title="", act="voorbeeld", zoals=like))
    assert answer.status_code == 422
    assert "<h1>Plan opnieuw</h1>" in answer.text
    assert f'name="zoals" value="{like}"' in answer.text
    places = [answer.text.index(f'id="deel-{part}"') for part in ("waar", "wat")]
    publish = answer.text.index('value="voorbeeld"', places[0])
    assert places[0] < publish < places[1]


def test_going_on_after_a_preview_keeps_what_was_typed(desk):
    answer = desk.post(f"{DESK}/nieuw", data=typed(title="Bijna", day="", act="verder"))
    assert answer.status_code == 200
    assert 'value="Bijna"' in answer.text
    assert "kk-errors" not in answer.text


def test_changing_the_words_saves_at_once_and_changing_the_time_asks_first(desk):
    gathering = a_gathering()
    a_sign_up(gathering)
    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    words = edited(gathering, form, title="Anders", act="bewaren")
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=words).status_code == 303

    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    later = edited(gathering, form, title="Anders", starts="15:30", ends="17:30", act="bewaren")
    asked = desk.post(f"{DESK}/{gathering.id}/bewerken", data=later)
    assert asked.status_code == 200
    stands = db.session().get(Gathering, gathering.id)
    assert local(stands.starts_at).hour == 14
    told = desk.post(
        f"{DESK}/{gathering.id}/bewerken", data={**hidden_inputs(asked.text), "act": "vertellen"}
    )
    assert told.status_code == 303
    stands = db.session().get(Gathering, gathering.id)
    assert local(stands.starts_at).hour == 15
    assert stands.sequence == 1
    assert db.session().scalar(select(func.count(OutboxMail.id))) == 1


def test_who_is_late_hears_who_was_first_and_keeps_what_was_typed(desk, client_of):
    gathering = a_gathering()
    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    bas = client_of(a_librarian(name="Bas", surname="Visser"))
    theirs = edited(gathering, form, title="Van Bas", act="bewaren")
    assert bas.post(f"{DESK}/{gathering.id}/bewerken", data=theirs).status_code == 303
    late = desk.post(
        f"{DESK}/{gathering.id}/bewerken",
        data=edited(gathering, form, title="Van Sanne", act="bewaren"),
    )
    assert late.status_code == 409
    assert "Bas Visser" in late.text
    assert "Van Bas" in late.text
    assert 'value="Van Sanne"' in late.text
    assert db.session().get(Gathering, gathering.id).title == "Van Bas"
    anyway = edited(gathering, late.text, title="Van Sanne", act="bewaren")
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=anyway).status_code == 303
    assert db.session().get(Gathering, gathering.id).title == "Van Sanne"


@pytest.mark.parametrize("seen", ["", "gisteren", "2026-01-01T00:00:00", "\x00"])
def test_a_forged_revision_is_refused(desk, seen):
    gathering = a_gathering()
    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    data = {**edited(gathering, form, title="X", act="bewaren"), "seen": seen}
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=data).status_code in {409, 422}
    assert db.session().get(Gathering, gathering.id).title == "Repair Café"


def test_a_room_that_is_taken_then_says_by_what(desk):
    room = a_room(first_branch())
    taken = published(title="Breigroep", room_id=room.id)
    here = {"place": f"zaal-{room.id}", "act": "voorbeeld"}
    refused = desk.post(f"{DESK}/nieuw", data=typed(**here))
    assert refused.status_code == 422
    assert "Breigroep" in error_beside(refused, "place")
    assert "13.45 tot 16.15\u00a0uur" in error_beside(refused, "place")
    after = typed(**here, starts="16:30")
    assert desk.post(f"{DESK}/nieuw", data=after).status_code == 200
    desk.post(f"{DESK}/{taken.id}/annuleren", data={"reason": "Storm"})
    assert desk.post(f"{DESK}/nieuw", data=typed(**here)).status_code == 200


def test_what_was_planned_in_a_taken_room_says_so_until_it_is_moved(desk):
    """From before rooms were booked: the second one has no booking."""
    room = a_room(first_branch())
    published(title="Breigroep", room_id=room.id)
    second = a_gathering(room_id=room.id, branch_id=room.branch_id)
    assert "Breigroep" in desk.get(f"{DESK}/{second.id}").text
    desk.post(f"{DESK}/{second.id}/annuleren", data={"reason": "Storm"})
    assert "Breigroep" not in desk.get(f"{DESK}/{second.id}").text


# ─── acts ───


def test_a_double_click_on_publish_publishes_once(desk):
    desk.post(f"{DESK}/nieuw", data=typed())
    gathering = the_gathering()
    for _ in range(3):
        assert desk.post(f"{DESK}/{gathering.id}/publiceren").status_code == 303
    assert db.session().get(Gathering, gathering.id).status is GatheringStatus.PUBLISHED


def test_cancelling_asks_why(desk):
    gathering = a_gathering()
    for reason in ("", "  ", "x" * 301, "a\r\nb"):
        answer = desk.post(f"{DESK}/{gathering.id}/annuleren", data={"reason": reason})
        assert answer.status_code == 422
        assert error_beside(answer, "reason")
    assert not db.session().get(Gathering, gathering.id).is_cancelled


@pytest.mark.parametrize("number", ["", "-1", "1000000000", "veel", "1.5"])
def test_a_head_count_is_a_number(desk, number):
    gathering = a_gathering(starts_at=now() - timedelta(days=1))
    data = {"head_count": number, "how": "counted"}
    answer = desk.post(f"{DESK}/{gathering.id}/afronden", data=data)
    assert answer.status_code == 422
    assert error_beside(answer, "head_count")
    assert db.session().get(Gathering, gathering.id).status is GatheringStatus.PUBLISHED


def test_moving_to_a_time_that_does_not_exist_is_refused(desk):
    gathering = a_gathering()
    page = desk.get(f"{DESK}/{gathering.id}/verplaatsen").text
    answer = desk.post(
        f"{DESK}/{gathering.id}/verplaatsen",
        data={"seen": revision(page), "day": "2027-03-28", "starts": "02:30",
              "place": f"vestiging-{gathering.branch_id}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert error_beside(answer, "starts")


def test_moving_what_somebody_else_has_moved_is_said(desk):
    gathering = a_gathering()
    data = {"seen": "2026-01-01T00:00:00+00:00", "day": "2027-05-01", "starts": "10:00",
            "place": f"vestiging-{gathering.branch_id}"}  # fmt: skip
    assert desk.post(f"{DESK}/{gathering.id}/verplaatsen", data=data).status_code == 409
    assert db.session().get(Gathering, gathering.id).sequence == 0


def test_the_link_to_give_out_is_shown_only_where_it_is_needed(desk, client):
    plain = a_gathering()
    assert "uitnodiging=" not in desk.get(f"{DESK}/{plain.id}").text
    hidden = a_gathering("Stil", visibility=Visibility.LINK, sign_up_mode=SignUpMode.INVITATION)
    page = desk.get(f"{DESK}/{hidden.id}").text
    link = re.search(r'value="(http[^"]+uitnodiging=[^"]+)"', page).group(1)
    path = link.replace("&amp;", "&").split("//", 1)[1].partition("/")[2]
    assert client.get(f"/{path}").status_code == 200
    assert client.get(f"/{path.partition('?')[0]}").status_code == 404


def test_a_draft_goes_away_and_people_who_signed_up_do_not(desk):
    desk.post(f"{DESK}/nieuw", data=typed())
    assert desk.post(f"{DESK}/{the_gathering().id}/weggooien").status_code == 303
    assert count() == 0
    gathering = a_gathering()
    a_sign_up(gathering, status=SignUpStatus.PENDING)
    assert desk.post(f"{DESK}/{gathering.id}/terughalen").status_code == 409
    assert desk.post(f"{DESK}/{gathering.id}/weggooien").status_code == 409
    assert count() == 1


def test_no_page_of_the_desk_is_kept_by_a_cache(desk):
    gathering = a_gathering()
    for page in (DESK, f"{DESK}/nieuw", f"{DESK}/{gathering.id}"):
        assert desk.get(page).headers["Cache-Control"] == "no-store"
