"""That a library may invite somebody: what is asked, and what stops when it is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.accounts.models import Membership
from community.consents import purposes
from community.consents.purposes import Purpose
from community.words import N_


def _no_longer(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    session.execute(
        update(Membership)
        .where(Membership.library_id == library_id, Membership.person_id == person_id)
        .values(may_invite_since=None)
    )


MAY_INVITE = Purpose(
    name="accounts.may_invite",
    what=N_("That the library may invite you"),
    versions={"1": N_("May the library invite you when something suits you?")},
    current="1",
    stops=N_(
        "The library will no longer suggest activities for you or send you invitations. You "
        "stay signed up for what you signed up for."
    ),
    withdraw=_no_longer,
)


def register(_app: object) -> None:
    purposes.register(MAY_INVITE)
