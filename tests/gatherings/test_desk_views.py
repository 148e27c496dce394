"""The desk over HTTP, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.clock import local, now
from community.db import db
from community.gatherings.kinds import Kind, Mode, SignUpMode, Visibility
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
    the_library,
)
from tests.pictures import samples

DESK = "/vechtdal/beheer/activiteiten"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


def first_branch():
    return min(the_library().branches, key=lambda branch: branch.id)


def typed(**fields):
    """What the form sends for a conversation next week."""
    day = local(next_week())
    given = {
        "kind": "conversation",
        "title": "Samen eten",
        "day": f"{day:%Y-%m-%d}",
        "starts": "14:00",
        "ends": "",
        "place": f"vestiging-{first_branch().id}",
        "language": "nl",
        "capacity": "20",
        "has_waiting_list": "y",
        "visibility": "public",
        "eligibility": "everyone",
        "initiator": "library",
        "act": "concept",
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def the_gathering():
    return db.session().scalars(select(Gathering).order_by(Gathering.id.desc())).first()


def count():
    return db.session().scalar(select(func.count(Gathering.id)))


def error_beside(response, field):
    """The message that stands beside a field, with the status it comes with."""
    found = re.search(rf'id="{field}-error">([^<]+)<', response.text)
    return found and found.group(1)


def hidden_inputs(html):
    """What a browser would send again of a page with hidden fields."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: value for name, value in found if name != "csrf_token"}


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


def revision(html):
    return re.search(r'name="seen"[^>]*value="([^"]+)"', html).group(1)


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


def edited(gathering, html, **changes):
    """The whole form of a gathering, as a browser sends it back."""
    day = f"{local(gathering.starts_at):%Y-%m-%d}"
    stands = {
        "title": gathering.title,
        "day": day,
        "ends": "16:00",
        "place": f"vestiging-{gathering.branch_id}",
        "seen": revision(html),
    }
    return typed(**{**stands, **changes})


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


# ─── what is not right ───


#: What somebody could send, and the field beside which it says what is wrong.
WRONG: list[tuple[dict[str, object], str]] = [
    ({"title": ""}, "title"),
    ({"title": "   "}, "title"),
    ({"title": "x" * 100_000}, "title"),
    ({"title": "twee\r\nregels"}, "title"),
    ({"title": "nul\x00"}, "title"),
    ({"summary": "\u2028"*2 + "x\u2028y"}, "summary"),
    ({"text": "x" * 20_001}, "text"),
    ({"text": "nul \x00"}, "text"),
    ({"kind": "feestje"}, "kind"),
    ({"kind": None}, "kind"),
    ({"day": ""}, "day"),
    ({"day": "31-12-2026"}, "day"),
    ({"day": "2027-02-30"}, "day"),
    ({"day": "0001-01-01"}, "day"),
    ({"day": "9999-12-31"}, "day"),
    ({"day": "2190-01-01"}, "day"),
    ({"starts": "25:00"}, "starts"),
    ({"starts": ""}, "starts"),
    ({"day": "2027-03-28", "starts": "02:30"}, "starts"),
    ({"ends": "13:00"}, "ends"),
    ({"ends": "14:00"}, "ends"),
    ({"last_day": "2020-01-01"}, "ends"),
    ({"capacity": "0"}, "capacity"),
    ({"capacity": "-5"}, "capacity"),
    ({"capacity": "1000000000"}, "capacity"),
    ({"capacity": "9" * 5000}, "capacity"),
    ({"capacity": "twintig"}, "capacity"),
    ({"capacity": "1e3"}, "capacity"),
    ({"sign_up_mode": "none"}, "capacity"),
    ({"kind": "language_cafe"}, "capacity"),
    ({"sign_up_mode": "elsewhere", "capacity": ""}, "elsewhere_url"),
    ({"sign_up_mode": "loterij"}, "sign_up_mode"),
    ({"place": "vestiging-99999"}, "place"),
    ({"place": "zaal-99999999999999999999999"}, "place"),
    ({"place": "' OR 1=1"}, "place"),
    ({"place": "online"}, "online_url"),
    ({"online_url": "javascript:alert(1)"}, "online_url"),
    ({"online_url": "https://a.nl/\r\nx"}, "online_url"),
    ({"language": "klingon"}, "language"),
    ({"themes": "99999"}, "themes"),
    ({"themes": "een"}, "themes"),
    ({"visibility": "niemand"}, "visibility"),
    ({"core_function": "winst"}, "core_function"),
    ({"opens": "12:00"}, "opens"),
    ({"opens_day": "2099-01-01"}, "opens_day"),
    ({"closes_day": "2099-01-01"}, "closes_day"),
    ({"cost": "x" * 81}, "cost"),
    ({"picture_kept": "../../etc/passwd"}, "picture"),
    ({"picture_kept": "0" * 64}, "picture"),
]  # fmt: skip


def test_what_is_not_right_stands_beside_its_field(desk):
    """In one house, because there are so many ways to be wrong."""
    missed = []
    for fields, beside in WRONG:
        answer = desk.post(f"{DESK}/nieuw", data=typed(**fields))
        said = error_beside(answer, beside)
        if answer.status_code != 422 or not said or 'role="alert"' not in answer.text:
            missed.append((str(fields)[:80], beside, answer.status_code, said))
    assert missed == []
    assert count() == 0


def test_bytes_that_are_no_text_never_come_through_as_such(desk):
    body = urlencode(typed(title=None)) + "&title=half%ED%A0%80"
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert desk.post(f"{DESK}/nieuw", data=body, **form).status_code == 303
    assert the_gathering().title == "half%ED%A0%80"
    halved = BytesIO(b"half \xed\xa0\x80")
    parts = {**typed(title=None), "title": (halved, None)}
    answer = desk.post(f"{DESK}/nieuw", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "half" in error_beside(answer, "title")


def test_ids_that_a_form_does_not_have_change_nothing(desk):
    forged = {"id": "7", "library_id": "2", "status": "published", "taken": "5", "uid": "x",
              "branch_id": "9", "created_by_id": "1"}  # fmt: skip
    assert desk.post(f"{DESK}/nieuw", data=typed(**forged)).status_code == 303
    gathering = the_gathering()
    assert gathering.status is GatheringStatus.DRAFT
    assert (gathering.taken, gathering.library_id) == (0, the_library().id)


def test_the_place_of_another_library_is_no_choice(desk):
    theirs = a_library("zuidpolder").branches[0]
    answer = desk.post(f"{DESK}/nieuw", data=typed(place=f"vestiging-{theirs.id}"))
    assert answer.status_code == 422
    assert error_beside(answer, "place")


def test_emoji_and_other_scripts_are_kept_exactly(desk):
    title = "الحديث معًا 🧶" + "👨‍👩‍👧" * 10
    assert desk.post(f"{DESK}/nieuw", data=typed(title=title)).status_code == 303
    assert the_gathering().title == title


def test_of_the_double_hour_the_first_is_meant(desk):
    year = local(now()).year + 1
    # The last Sunday of October, when the clock goes back.
    day = max(d for d in range(25, 32) if from_local_day(year, d) == 6)
    data = typed(day=f"{year}-10-{day}", starts="02:30", ends="04:00")
    assert desk.post(f"{DESK}/nieuw", data=data).status_code == 303
    assert the_gathering().starts_at.hour == 0
    assert the_gathering().ends_at - the_gathering().starts_at == timedelta(hours=2.5)


def from_local_day(year, day):
    from datetime import date

    return date(year, 10, day).weekday()


def test_a_party_that_goes_on_after_midnight_ends_the_next_day(desk):
    data = typed(starts="21:00", ends="01:00")
    assert desk.post(f"{DESK}/nieuw", data=data).status_code == 303
    assert the_gathering().ends_at - the_gathering().starts_at == timedelta(hours=4)


def test_where_it_is_decides_whether_it_is_online(desk):
    link = "https://praat.example/kring"
    for fields, mode in [
        ({}, Mode.PHYSICAL),
        ({"online_url": link}, Mode.HYBRID),
        ({"place": "online", "online_url": link}, Mode.ONLINE),
        ({"place": "elders", "address": "Kerkweg 2, Lemele"}, Mode.PHYSICAL),
    ]:
        assert desk.post(f"{DESK}/nieuw", data=typed(**fields)).status_code == 303
        assert the_gathering().mode is mode
    assert the_gathering().address == "Kerkweg 2, Lemele"
    assert the_gathering().branch_id is None


def test_what_cannot_be_published_yet_is_kept_as_it_was(desk):
    answer = desk.post(f"{DESK}/nieuw", data=typed(place="elders", address="", act="publiceren"))
    assert answer.status_code == 422
    assert error_beside(answer, "place")
    assert count() == 0


# ─── the kind, and what follows from it ───


def test_the_sentence_follows_the_kind(desk):
    answer = desk.get(f"{DESK}/soort?kind=storytime")
    assert "voorlezen" in answer.text
    assert "kinderen" in answer.text
    assert "<html" not in answer.text
    assert desk.get(f"{DESK}/soort?kind=onzin&audience=x").status_code == 200


def test_what_was_left_to_the_kind_follows_it_when_it_changes(desk):
    gathering = a_gathering(kind=Kind.LECTURE, open_to_non_members=True)
    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    data = edited(gathering, form, kind="storytime", capacity="", act="bewaren")
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=data).status_code == 303
    changed = db.session().get(Gathering, gathering.id)
    assert changed.audience == "children"
    assert changed.sign_up_mode is SignUpMode.NONE


# ─── pictures ───


def upload(contents, name="foto.jpg"):
    return (BytesIO(contents), name)


def send(desk, to=f"{DESK}/nieuw", **fields):
    return desk.post(to, data=typed(**fields), content_type="multipart/form-data")


def test_a_picture_is_kept_and_shown(desk):
    answer = send(desk, picture=upload(samples.photograph()), picture_alt="Een volle tafel")
    assert answer.status_code == 303
    picture = the_gathering().picture
    assert (picture.alt, picture.width, picture.height) == ("Een volle tafel", 1600, 800)
    html = desk.get(f"{DESK}/{the_gathering().id}/bewerken").text
    assert 'alt="Een volle tafel"' in html


@pytest.mark.parametrize(
    "contents",
    [samples.SVG, b"", b"GIF89a", samples.photograph()[:900], samples.bomb(), b"<html>"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(desk, contents):
    answer = send(desk, picture=upload(contents, "foto.png"), picture_alt="Iets")
    if not contents:
        assert answer.status_code in {303, 422}
        return
    assert answer.status_code == 422
    assert error_beside(answer, "picture")
    assert count() == 0


def test_a_picture_asks_for_words_and_survives_being_asked(desk):
    answer = send(desk, picture=upload(samples.photograph()), picture_alt="")
    assert answer.status_code == 422
    assert error_beside(answer, "picture_alt")
    kept = re.search(r'name="picture_kept"[^>]*value="([0-9a-f]{64})"', answer.text).group(1)
    again = send(desk, picture_kept=kept, picture_alt="Een tafel")
    assert again.status_code == 303
    assert the_gathering().picture.digest == kept


def test_a_preview_shows_the_picture_and_carries_it_along(desk):
    preview = send(
        desk, picture=upload(samples.photograph()), picture_alt="Een tafel", act="voorbeeld"
    )
    kept = hidden_inputs(preview.text)
    assert f"/beeld/{kept['picture_kept']}-" in preview.text
    assert desk.post(f"{DESK}/nieuw", data={**kept, "act": "concept"}).status_code == 303
    assert the_gathering().picture.alt == "Een tafel"


def test_a_picture_can_be_left_out_again(desk):
    send(desk, picture=upload(samples.photograph()), picture_alt="Een tafel")
    gathering = the_gathering()
    form = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    data = edited(gathering, form, no_picture="y", act="concept")
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=data).status_code == 303
    assert db.session().get(Gathering, gathering.id).picture_id is None


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
