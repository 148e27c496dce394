"""People of whom something is known, for suggestions to be about."""

from __future__ import annotations

from typing import Any

from community.accounts.models import Membership, Person, Role
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.introductions.models import Block
from community.libraries.models import Library
from community.preferences import services
from community.preferences.services import Said
from tests.factories import a_gathering, a_person, a_theme, saved, the_library


def somebody(
    name: str = "Noor", *, library: Library | None = None, likes: tuple[str, ...] = (), **said: Any
) -> Person:
    """Somebody who may be invited, and what they said they prefer."""
    of = library or the_library()
    fields = {name: said.pop(name) for name in ("email", "phone", "language") if name in said}
    person = a_person(name, **fields)
    role = said.pop("role", Role.RESIDENT)
    saved(
        Membership(
            library_id=of.id, person_id=person.id, role=role, created_at=now(),
            may_invite_since=said.pop("may_invite_since", now()),
        )
    )  # fmt: skip
    if likes or said:
        liked = frozenset(a_theme(slug).id for slug in likes)
        with transaction() as tx:
            services.keep(tx, of.id, person.id, Said(theme_ids=liked, **said), now=now())
    return person


def about(title: str, *themes: str, **fields: Any) -> Gathering:
    """A gathering about these themes."""
    gathering = a_gathering(title, **fields)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).themes = [tx.merge(a_theme(slug)) for slug in themes]
    return session().get_one(Gathering, gathering.id)


def a_block(person: Person, blocked: Person) -> None:
    saved(
        Block(library_id=the_library().id, person_id=person.id, blocked_id=blocked.id, since=now())
    )
