"""Opening a library, and the colours it brings."""

from __future__ import annotations

import re

import pytest

from community.clock import now
from community.db import transaction
from community.libraries import queries
from community.libraries.models import RESERVED_SLUGS
from community.libraries.services import SlugRefused, create_library
from community.libraries.tenancy import LibraryConverter
from tests.factories import a_library


def opened(slug: str, **more: str) -> None:
    with transaction() as tx:
        create_library(tx, slug, now=now(), **more)


def test_a_library_opens_with_a_name_a_version_and_a_front_page(session, client):
    opened("den-ham", name=" Bibliotheek Den Ham ")
    library = queries.get_by_slug(session, "den-ham")
    assert library.name == "Bibliotheek Den Ham"
    assert queries.version(session, library.id).pages
    assert client.get("/den-ham/").status_code == 200


def test_without_a_name_the_address_makes_one(session, app):
    opened("den-ham")
    assert queries.get_by_slug(session, "den-ham").name == "Den Ham"


@pytest.mark.parametrize(
    "slug", ["", "x", "Ham", "9ham", "ham!", "ham/x", "h" * 41, "h\n", "hém", "-h"]
)
def test_what_cannot_be_an_address_is_refused(app, slug):
    with pytest.raises(SlugRefused, match="cannot be an address"):
        opened(slug)


def test_the_installation_keeps_its_own_first_segments(app):
    for slug in RESERVED_SLUGS:
        with pytest.raises(SlugRefused, match="used by the installation"):
            opened(slug)


def test_one_address_one_library(app):
    a_library("vechtdal")
    with pytest.raises(SlugRefused, match="already"):
        opened("vechtdal")


def test_every_first_segment_of_an_address_is_reserved(app):
    first = {rule.rule.split("/")[1].split(".")[0] for rule in app.url_map.iter_rules()}
    words = {word for word in first if re.fullmatch(r"[a-z][a-z-]+", word)}
    assert words <= RESERVED_SLUGS


def test_service_and_address_agree_on_the_shape_of_a_slug(app):
    from community.libraries import services

    assert services._SLUG.pattern == LibraryConverter.regex


def test_the_command_opens_a_library_and_refuses_in_one_sentence(app):
    run = app.test_cli_runner().invoke
    done = run(args=["library", "create", "vechtdal", "--name", "Bibliotheek Vechtdal"])
    assert (done.exit_code, done.output) == (0, "/vechtdal/  Bibliotheek Vechtdal\n")
    again = run(args=["library", "create", "vechtdal"])
    assert again.exit_code == 1
    assert again.output == "Error: There is already a library at ‘vechtdal’.\n"
    odd = run(args=["library", "create", "anders", "--name", "a\x00b"])
    assert odd.exit_code == 2


def test_the_colours_may_be_kept_until_they_change(client):
    a_library("vechtdal", accent_light="#8c2f39", accent_dark="#f2a7ab")
    page = client.get("/vechtdal/").text
    address = re.search(r'href="(/vechtdal/merk\.css[^"]*)"', page)[1]
    assert address == "/vechtdal/merk.css?v=8c2f39-f2a7ab"
    sheet = client.get(address)
    assert sheet.mimetype == "text/css"
    assert "--kk-accent-light: #8c2f39; --kk-accent-dark: #f2a7ab" in sheet.text
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in client.get("/vechtdal/merk.css?v=oud").headers["Cache-Control"]
    known = {"If-None-Match": sheet.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
