"""The pages of conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.conversations.models import Contribution, Conversation
from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, SignUp
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit

VISITS = [
    Visit("conversations.show", LIBRARIAN),
    Visit("conversations.show", RESIDENT),
    Visit("conversations.on", RESIDENT, of="nothing said"),
    Visit("conversations.on", RESIDENT, of="nothing said", language="en"),
    Visit("conversations.index", RESIDENT),
    Visit("conversations.edit", RESIDENT),
    Visit("own_conversation.edit"),
    Visit("own_conversation.on"),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    if visit.of == "nothing said":
        return {
            "library": lambda: "vechtdal",
            "anchor": lambda: "activiteit",
            "anchor_id": lambda: silent(library_id),
        }
    said = mine(library_id)
    return {
        "library": lambda: "vechtdal",
        "conversation_id": lambda: said.conversation_id,
        "slug": lambda: gathering_of(said).slug,
        "contribution_id": lambda: said.id,
        "token": lambda: own_token(said, key),
    }


def mine(library_id: int) -> Contribution:
    """What the demo resident asked where she has a place."""
    said = (
        select(Contribution)
        .join(Person)
        .where(Contribution.library_id == library_id, Person.email == "bewoner@example.org")
    )
    at = said.join(Conversation).where(Conversation.gathering_id.is_not(None))
    return session().scalars(at).one()


def gathering_of(said: Contribution) -> Gathering:
    return session().get_one(Gathering, said.conversation.gathering_id)


def own_token(said: Contribution, key: str) -> str:
    """Of the sign-up of who said it."""
    place = select(SignUp).where(
        SignUp.person_id == said.person_id, SignUp.gathering_id == said.conversation.gathering_id
    )
    return sign_up_queries.token_of(session().scalars(place).one(), key=key)


def silent(library_id: int) -> int:
    """A gathering that one walks into, at which nobody has said anything."""
    wanted = (
        select(Gathering.id)
        .where(
            Gathering.library_id == library_id,
            Gathering.sign_up_mode == SignUpMode.NONE,
            Gathering.kind == "language_cafe",
            Gathering.starts_at > now(),
            Gathering.cancelled_at.is_(None),
            Gathering.published_at.is_not(None),
        )
        .order_by(Gathering.starts_at)
    )
    found = session().scalars(wanted.limit(1)).first()
    assert found is not None
    return found
