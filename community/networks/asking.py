"""A library asks for support, and the two sides talk until it is done.

Whoever acts holds the consent's row, then the request's: of two who act at once, the second sees
what the first did. A side is owed one mail, until somebody of it says to have read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.networks import consents, queries, request_queries
from community.networks.models import (
    OPEN,
    Block,
    RequestState,
    Side,
    Support,
    SupportMessage,
    SupportRequest,
)
from community.networks.request_queries import Hand
from community.outbox.services import owe
from community.words import N_

TEMPLATE = "networks/news"

#: From where each state can be reached, and by whom.
WAYS: dict[RequestState, tuple[frozenset[RequestState], frozenset[Side]]] = {
    RequestState.TAKEN_UP: (frozenset({RequestState.ASKED}), frozenset({Side.NETWORK})),
    RequestState.DONE: (OPEN, frozenset(Side)),
    RequestState.WITHDRAWN: (OPEN, frozenset({Side.LIBRARY})),
}


class Settled(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "This request was finished or withdrawn in the meantime. Make a new one if you "
                "need to."
            )
        )


class NotYours(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("That is for the other side to say."))


@dataclass(frozen=True, slots=True)
class Asked:
    form: Support
    block: Block | None
    question: str


def ask(
    session: Session, library_id: int, by_id: int, asked: Asked, *, once: str, now: datetime
) -> SupportRequest:
    """Ask the network something. The same form sent twice is one request."""
    consent = consents.require(session, library_id)
    stands = request_queries.find_once(session, library_id, once)
    if stands is not None:
        return stands
    request = SupportRequest(
        library_id=library_id,
        network_id=consent.network_id,
        form=asked.form,
        block=asked.block,
        state_since=now,
        asked_at=now,
        library_read=0,
        network_read=0,
        once=once,
    )
    session.add(request)
    session.flush()
    _say(session, request, Hand(Side.LIBRARY, library_id, by_id, now), asked.question, once)
    return request


def write(
    session: Session, hand: Hand, request_id: int, text: str, *, once: str, seen: int
) -> SupportRequest:
    """Say something in a request; who writes has read what stood above it (`seen`)."""
    if hand.side is Side.LIBRARY:
        request_queries.get(session, hand.side, hand.of_id, request_id)
        consents.require(session, hand.of_id)  # Or nobody would read it.
    request = request_queries.lock(session, hand, request_id)
    if request_queries.has_message(session, request.id, once):
        return request
    if not request.is_open:
        raise Settled
    _note_read(session, request, hand.side, seen)
    _say(session, request, hand, text, once)
    return request


def move(session: Session, hand: Hand, request_id: int, state: RequestState) -> SupportRequest:
    """Take it up, finish it, withdraw it. Where it is already, it stays."""
    request = request_queries.lock(session, hand, request_id)
    before, sides = WAYS[state]
    if hand.side not in sides:
        raise NotYours
    if request.state is state:
        return request
    if request.state not in before:
        raise Settled
    request.state, request.state_since = state, hand.now
    if state is RequestState.TAKEN_UP:
        request.taken_up_by_id = hand.person_id
    _say(session, request, hand, "", token_hex(16), became=state)
    return request


def note_read(session: Session, hand: Hand, request_id: int, seen: int) -> SupportRequest:
    """What stood on the page that somebody looked at is no news to that side any more."""
    request = request_queries.lock(session, hand, request_id)
    _note_read(session, request, hand.side, seen)
    return request


def _say(
    session: Session,
    request: SupportRequest,
    hand: Hand,
    text: str,
    once: str,
    *,
    became: RequestState | None = None,
) -> None:
    session.add(
        SupportMessage(
            library_id=request.library_id,
            request_id=request.id,
            side=hand.side,
            written_by_id=hand.person_id,
            text=text,
            became=became,
            written_at=hand.now,
            once=once,
        )
    )
    session.flush()
    _tell(session, request, hand.side.other, now=hand.now)


def _tell(session: Session, request: SupportRequest, side: Side, *, now: datetime) -> None:
    """Owe that side a mail. Until it has read, the one that it was owed says it all."""
    consent = queries.find_consent(session, request.library_id)
    if side is Side.NETWORK and consent is None:
        return
    # A mail that fell due while there was no consent was dropped: given anew, news is news again.
    since = consent.id if consent and side is Side.NETWORK else 0
    for person_id in request_queries.list_to_tell(session, request, side):
        owe(
            session,
            TEMPLATE,
            to=person_id,
            key=f"support:{request.id}:{side}:{person_id}:{request.read_by(side)}:{since}",
            # An adviser is nobody at the library: a mail that fails is not the library's to mend.
            library_id=request.library_id if side is Side.LIBRARY else None,
            now=now,
            request_id=request.id,
            side=side.value,
        )


def _note_read(session: Session, request: SupportRequest, side: Side, seen: int) -> None:
    """Never back, and never beyond what is there."""
    latest = request_queries.latest_message(session, request.id, by=side.other)
    read = max(request.read_by(side), min(seen, latest))
    if side is Side.LIBRARY:
        request.library_read = read
    else:
        request.network_read = read
