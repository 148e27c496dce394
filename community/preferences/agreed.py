"""What is only used for who says yes: the words, and what stops without it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents.purposes import Purpose
from community.preferences.models import Preference
from community.words import N_


def _ask_no_room(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    _keep(session, library_id, person_id, now, needs=None, needs_since=None)


def _mix_no_longer(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    """Without a yes nothing is kept to mix by."""
    nothing = {"mixed_since": None, "mixed_words": "", "age_class": None, "pc4": None}
    _keep(session, library_id, person_id, now, **nothing)


def _forget_companions(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    """From now on nobody reads them; the next purge wipes them, with those of who sat there."""
    _keep(session, library_id, person_id, now, remembered_since=None, remembered_words="")


def _keep(
    session: Session, library_id: int, person_id: int, now: datetime, **values: object
) -> None:
    session.execute(
        update(Preference)
        .where(Preference.library_id == library_id, Preference.person_id == person_id)
        .values(revised_at=now, **values)
    )


NEEDED = Purpose(
    name="preferences.needed",
    what=N_("That rooms in which you cannot take part are left out"),
    versions={
        "1": N_(
            "Yes, the library may use this to leave out activities in a room where I cannot take"
            " part. For nothing else, and nobody else sees it."
        )
    },
    current="1",
    stops=N_(
        "What you need from a room has been deleted. You may now also be shown activities in a "
        "room that does not have it."
    ),
    withdraw=_ask_no_room,
)
MIXED = Purpose(
    name="preferences.mixed",
    what=N_("That tables are mixed by your age group and postcode"),
    versions={
        "1": N_(
            "Yes, the library may use my age group and postcode to mix tables: so that not "
            "everyone at a table is the same age or from the same neighbourhood. For nothing "
            "else."
        )
    },
    current="1",
    stops=N_(
        "Your age group and postcode have been deleted from your preferences. Tables are made "
        "without them."
    ),
    withdraw=_mix_no_longer,
)
REMEMBERED = Purpose(
    name="preferences.remembered",
    what=N_("That your earlier table companions are remembered"),
    versions={
        "1": N_(
            "Yes, the library may remember for 12 months who I sat with at a table, so that I "
            "meet others the next time. Nobody can see it."
        )
    },
    current="1",
    stops=N_(
        "Who you sat with is no longer used, and is deleted within the hour. You may meet the "
        "same people at a table again."
    ),
    withdraw=_forget_companions,
)


def register(_app: object) -> None:
    purposes.register(NEEDED, MIXED, REMEMBERED)
