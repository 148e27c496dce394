"""The weekly mail, and what suits somebody in it: the words, and what stops without them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.notifications.models import MailWish
from community.words import N_


def _no_mail(session: Session, library_id: int, person_id: int, now: datetime) -> None:
    _set(session, library_id, person_id, digest_since=None)
    # Which there is nothing to put in any more; whether it was ticked is kept for who comes back.
    consents.end(session, library_id, person_id, FITTING.name, now=now)


def _for_everybody(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    _set(session, library_id, person_id, has_fitting=False)


def _set(session: Session, library_id: int, person_id: int, **values: object) -> None:
    session.execute(
        update(MailWish)
        .where(MailWish.library_id == library_id, MailWish.person_id == person_id)
        .values(**values)
    )


WEEKLY = Purpose(
    name="notifications.weekly",
    what=N_("That the library mails you once a week what there is to do"),
    versions={"1": N_("Yes, tell me once a week what there is to do")},
    current="1",
    stops=N_("You do not get the weekly mail any more. Mails about your own sign-ups still come."),
    withdraw=_no_mail,
)
FITTING = Purpose(
    name="notifications.fitting",
    what=N_("That the weekly mail is made to suit you"),
    versions={"1": N_("Also put in it what suits me, by what I said and did here")},
    current="1",
    stops=N_("The weekly mail says what is new for everybody, and no longer what suits you."),
    withdraw=_for_everybody,
)


def follow(session: Session, wish: MailWish, channel: Channel, *, now: datetime) -> None:
    """After somebody chose which mails they get: what they said yes to is written down."""
    session.flush()
    of, weekly = (session, wish.library_id, wish.person_id), wish.digest_since is not None
    if weekly and wish.has_fitting:
        consents.agree(*of, FITTING.name, channel=channel, now=now)
    else:
        consents.end(*of, FITTING.name, now=now)
    if weekly:
        consents.agree(*of, WEEKLY.name, channel=channel, now=now)
    else:
        consents.end(*of, WEEKLY.name, now=now)


def register(_app: object) -> None:
    purposes.register(WEEKLY, FITTING)
