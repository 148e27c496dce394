"""The acts that are done on the panel itself; each counts in the transaction that does it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.acts import noticing
from community.acts.models import Act, Means
from community.acts.queries import Fact
from community.conversations import own_anchors, writing
from community.conversations.models import Contribution
from community.conversations.seeing import Viewer
from community.conversations.writing import Words
from community.errors import NotFound
from community.gatherings import rounding_off, seats
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering


def say(
    session: Session,
    library_id: int,
    gathering_id: int,
    by: Person,
    words: Words,
    *,
    once: str,
    hand: Hand,
) -> Contribution:
    """A source (enrich) or a question (activate), by who works here; the same form says it once."""
    gathering = seats.lock(session, gathering_id, library_id)
    viewer = Viewer(by.id, is_librarian=True)
    about = own_anchors.of_gathering(gathering, gathering.library.slug)
    said = writing.say(session, about, viewer, words, once=once, now=hand.now)
    noticing.notice(session, gathering, now=hand.now)
    return said


def plan_next(session: Session, library_id: int, gathering_id: int, hand: Hand) -> Gathering:
    """A draft of the next one, like this and a month later; pressed again it is the same draft."""
    gathering = seats.lock(session, gathering_id, library_id)
    if not noticing.is_cared_for(session, gathering):
        raise NotFound
    made = rounding_off.plan_next(session, library_id, gathering_id, hand)
    fact = Fact(Act.ACTIVATE, Means.GATHERING, str(made.id), hand.now)
    noticing.did(session, gathering, fact, now=hand.now)
    return made
