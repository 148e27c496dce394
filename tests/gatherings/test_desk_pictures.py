"""A picture in the form of a gathering."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from community.db import db
from community.gatherings.models import Gathering
from tests.gatherings.desk import (
    DESK,
    count,
    edited,
    error_beside,
    hidden_inputs,
    the_gathering,
    typed,
)
from tests.pictures import samples


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
