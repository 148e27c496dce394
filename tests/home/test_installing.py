"""What a telephone asks before it puts a library between its apps."""

from __future__ import annotations

from tests.factories import a_library


def test_a_telephone_hears_what_the_library_is_called_and_how_it_looks(client, app):
    library = a_library(name="Bibliotheek Vechtdal")
    said = client.get(f"/{library.slug}/app.webmanifest").json
    assert (said["name"], said["short_name"]) == ("Bibliotheek Vechtdal", "Vechtdal")
    assert said["start_url"] == f"/{library.slug}/"
    for icon in said["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"


def test_the_worker_keeps_what_every_page_is_dressed_in(client, app):
    script = client.get("/sw.js")
    assert script.mimetype == "text/javascript"
    assert script.headers["Cache-Control"] == "no-cache"
    page = client.get("/zonder-netwerk").text
    first = script.text.partition("\n")[0]
    kept = [address for address in first.split('"') if address.startswith("/static/")]
    assert len(kept) == 4
    assert all(address in page for address in kept)
