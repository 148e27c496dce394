"""A librarian at her desk."""

from __future__ import annotations

import pytest

from tests.factories import a_librarian, the_library


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))
