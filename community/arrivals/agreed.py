"""That somebody is counted by answers given once: the words, and what stops without it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.arrivals.models import StandingAnswer
from community.consents import purposes
from community.consents.purposes import Purpose
from community.words import N_


def _forget(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    session.execute(
        delete(StandingAnswer).where(
            StandingAnswer.library_id == library_id, StandingAnswer.person_id == person_id
        )
    )


STANDING = Purpose(
    name="arrivals.standing",
    what=N_("That you are counted at the door using answers you gave once"),
    versions={
        "1": N_(
            "Whenever I am checked in, the library may count my answers with that visit: "
            "whether I have been before, my age group and my postcode. Until I withdraw this; "
            "after two years the library asks again."
        )
    },
    current="1",
    stops=N_(
        "Your three answers have been erased. Visits already counted stay counted, without you."
    ),
    withdraw=_forget,
)


def register(_app: object) -> None:
    purposes.register(STANDING)
