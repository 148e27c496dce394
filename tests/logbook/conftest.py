"""A librarian at her desk, and a colleague at the counter."""

from __future__ import annotations

import pytest

from community.accounts.models import Role
from tests.factories import a_librarian, a_member, the_library


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


@pytest.fixture
def counter(app, client_of):
    the_library()
    return client_of(a_member(Role.STAFF, name="Wim"))
