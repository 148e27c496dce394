"""People who take part, and what they say."""

from __future__ import annotations

from itertools import count

from community.accounts.models import Person
from community.clock import now
from community.conversations import own_anchors, writing
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution, Kind, SeenBy
from community.conversations.seeing import Viewer
from community.conversations.writing import Words
from community.db import session, transaction
from community.gatherings.models import Gathering
from tests.factories import a_member, a_sign_up

_numbers = count(1)


def a_participant(gathering: Gathering, name: str = "Noor") -> Person:
    """Somebody with a place, whose words have been let through before."""
    person = a_member(library=gathering.library, name=name)
    a_sign_up(gathering, person)
    return person


def on(thing: Gathering | Anchor) -> Anchor:
    """A gathering as what a conversation hangs on."""
    if isinstance(thing, Anchor):
        return thing
    return own_anchors.of_gathering(thing, thing.library.slug)


def viewer(person: Person, **such: bool) -> Viewer:
    return Viewer(person.id, **{"takes_part": True, **such})


def says(
    gathering: Gathering | Anchor,
    who: Viewer,
    text: str = "Wat neem je mee?",
    *,
    kind: Kind | None = Kind.QUESTION,
    to: Contribution | None = None,
    once: str = "",
    seen: bool = True,
) -> Contribution:
    """Said through the service; `seen`: a librarian has read it, or need not."""
    about = on(gathering)
    words = Words(text=text, kind=None if to else kind, reply_to_id=to.id if to else None)
    with transaction() as tx:
        said = writing.say(tx, about, who, words, once=once or f"{next(_numbers):032}", now=now())
        if seen and said.seen_from is None:
            said.seen_from = now()
    session().refresh(said)
    return said


def everyone_reads(gathering: Gathering | Anchor, *, is_closed: bool = False) -> None:
    arranged(gathering, SeenBy.EVERYONE, is_closed=is_closed)


def arranged(gathering: Gathering | Anchor, seen_by: SeenBy, *, is_closed: bool = False) -> None:
    with transaction() as tx:
        writing.arrange(tx, on(gathering), seen_by=seen_by, is_closed=is_closed, now=now())
