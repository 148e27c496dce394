"""What somebody wants to get, as a row."""

from __future__ import annotations

from community.accounts.models import Person
from community.libraries.models import Library
from community.notifications.models import MailWish
from tests.factories import saved


def a_wish(person: Person, library: Library, **fields: object) -> MailWish:
    return saved(MailWish(library_id=library.id, person_id=person.id, **fields))
