"""The form of a gathering: what is not right stands beside its field, what is right is kept."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

from community.clock import local, now
from community.db import db
from community.gatherings.kinds import Kind, Mode, SignUpMode
from community.gatherings.models import Gathering, GatheringStatus
from tests.factories import (
    a_gathering,
    a_library,
    the_library,
)
from tests.gatherings.desk import (
    DESK,
    count,
    edited,
    error_beside,
    the_gathering,
    typed,
)

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
