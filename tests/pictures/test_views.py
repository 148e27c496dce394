"""Pictures are served to whoever has the address, inside the library they belong to."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import transaction
from community.pictures import services, storage, views
from community.pictures.encoding import encode
from tests.factories import a_library
from tests.pictures import samples


@pytest.fixture
def kept(app):
    library = a_library()
    return library, views.take_in(library.id, samples.photograph(700, 350))


def test_every_width_is_served_for_ever(kept, client):
    _library, picture = kept
    for width in (480, 700):
        response = client.get(f"/vechtdal/beeld/{picture.digest}-{width}.webp")
        assert response.status_code == 200
        assert response.mimetype == "image/webp"
        assert "immutable" in response.headers["Cache-Control"]
        assert "Set-Cookie" not in response.headers
        assert response.data == picture.files[width]
        again = client.get(
            f"/vechtdal/beeld/{picture.digest}-{width}.webp",
            headers={"If-None-Match": response.headers["ETag"]},
        )
        assert again.status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/vechtdal/beeld/{digest}-960.webp",
        "/vechtdal/beeld/{other}-480.webp",
        "/vechtdal/beeld/..%2F..%2Fsecret_key-480.webp",
        "/vechtdal/beeld/{digest}x-480.webp",
        "/zuidpolder/beeld/{digest}-480.webp",
    ],
)
def test_anything_else_is_not_there(kept, client, address):
    _library, picture = kept
    a_library("zuidpolder")
    wrong = address.format(digest=picture.digest, other="0" * 64)
    assert client.get(wrong).status_code == 404


def test_the_same_upload_is_kept_once_and_nothing_half_written_stays(kept, app):
    library, picture = kept
    views.take_in(library.id, samples.photograph(700, 350))
    folder = storage.folder_of(views.instance(), library.id)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{picture.digest}-{width}.webp" for width in picture.files
    )


def test_a_write_that_fails_leaves_nothing(app, tmp_path, monkeypatch):
    encoded = encode(samples.photograph(700, 350))
    monkeypatch.setattr("pathlib.Path.replace", _disk_full)
    with pytest.raises(OSError, match="full"):
        storage.keep(tmp_path, 1, encoded)
    assert list((tmp_path / "pictures" / "1").iterdir()) == []


def _disk_full(*_args):
    raise OSError("disk full")


def test_a_picture_is_one_row_for_each_description(kept, app):
    library, picture = kept

    def place(alt):
        with transaction() as tx:
            return services.place(
                tx, library.id, picture.digest, alt=alt, width=700, height=350, now=now()
            ).id

    assert place("Een tafel") == place("Een tafel") != place("Nog een tafel")


def test_a_page_names_every_width(kept, app):
    library, picture = kept
    with transaction() as tx:
        row = services.place(
            tx, library.id, picture.digest, alt="Een tafel", width=700, height=350, now=now()
        )
    with app.test_request_context("/?taal=en"):
        names = app.jinja_env.from_string(
            "{% from 'pictures/picture.html' import picture with context %}{{ picture(row) }}"
        )
        from flask import g

        g.library = library
        html = names.render(row=row)
    assert f"/vechtdal/beeld/{picture.digest}-480.webp 480w" in html
    assert 'width="700" height="350" alt="Een tafel" lang="nl" dir="auto"' in html


def test_what_lies_in_storage_is_known_by_its_size(kept):
    library, picture = kept
    assert views.stored(library.id, picture.digest) == (700, 350)
    assert views.stored(library.id + 1, picture.digest) is None
    assert views.stored(library.id, "../x") is None
