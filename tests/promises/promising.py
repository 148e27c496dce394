"""Conversations that have been, and what was promised there."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from community.accounts.models import Person
from community.clock import now
from community.db import transaction
from community.gatherings.models import Gathering
from community.partners.models import Partner
from community.promises import making
from community.promises.making import Draft
from community.promises.models import Promise
from tests.factories import a_gathering, a_member, a_sign_up

_numbers = count(1)


def a_talk(title: str = "Wat helpt je de winter door?", **fields: object) -> Gathering:
    """A conversation of yesterday."""
    begins = now() - timedelta(days=1)
    return a_gathering(title, **{"starts_at": begins, **fields})


def came(gathering: Gathering, name: str = "Noor", **fields: object) -> Person:
    person = a_member(library=gathering.library, name=name, **fields)
    a_sign_up(gathering, person)
    return person


def promised(
    gathering: Gathering,
    person: Person | None = None,
    *,
    partner: Partner | None = None,
    once: str = "",
    **draft: object,
) -> Promise:
    """Made through the service; of nobody: the library's."""
    given = {"what": "Ik maak een lijst van eetadressen.", **draft}
    with transaction() as tx:
        return making.make(
            tx, gathering.library_id, gathering.id,
            Draft(
                person_id=person.id if person else None,
                partner_id=partner.id if partner else None, **given,
            ),
            by=1, once=once or f"vorm{next(_numbers)}", now=now(),
        )  # fmt: skip
