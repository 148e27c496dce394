"""The address of a book in a library's catalogue."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from community.libraries.forms import LibraryForm


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("", True),
        ("https://catalogus.example.org/zoek?isbn={isbn}", True),
        ("https://catalogus.example.org/boek/{isbn}/", True),
        ("http://catalogus.example.org/{isbn}", False),
        ("https://catalogus.example.org/zoek", False),
        ("https://catalogus.example.org/{isbn}/{isbn}", False),
        ("https://{isbn}.example.org/", False),
        ("javascript:alert('{isbn}')", False),
        ("https://a@b.example.org/{isbn}", False),
    ],
)
def test_it_is_safe_and_has_one_place_for_the_number(app, address, fits):
    with app.test_request_context():
        form = LibraryForm(MultiDict({"name": "Vechtdal", "catalogue_url": address}))
        form.validate()
        assert ("catalogue_url" not in form.errors) is fits
