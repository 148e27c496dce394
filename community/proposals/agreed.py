"""That what somebody said at the desk may stand there: a spoken yes, which is taken back as any."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents.purposes import Purpose
from community.proposals import backing, own_queries, queries, states
from community.proposals.models import State
from community.words import N_


def _step_back(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    for proposal_id in own_queries.list_spoken(session, library_id, person_id):
        proposal = queries.lock(session, library_id, proposal_id)
        if proposal.person_id != person_id:
            backing.leave(session, library_id, proposal_id, person_id, now=now)
            continue
        if first := queries.find_bringer(session, proposal):
            first.spoken = None
        if proposal.state is State.OPEN:
            states.withdraw(session, library_id, proposal_id, now=now)
        elif proposal.state is not State.WITHDRAWN:
            states.make_nameless(session, proposal)


SPOKEN = Purpose(
    name="proposals.spoken",
    what=N_("That what you said at the counter is among the proposals of the library"),
    versions={
        "1": N_(
            "The library may write this down for me. Everyone can see the idea and when it "
            "could be. Only people who are signed in can see my first name and what I bring."
        )
    },
    current="1",
    stops=N_(
        "What you proposed at the counter has been withdrawn, or stays without your name if the "
        "library has already answered it. You no longer support what you supported there."
    ),
    withdraw=_step_back,
)


def register(_app: object) -> None:
    purposes.register(SPOKEN)
