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
    what=N_("That the library e-mails you once a week what is on"),
    versions={"1": N_("Yes, tell me once a week what is on")},
    current="1",
    stops=N_("You no longer get the weekly e-mail. E-mails about your own sign-ups still come."),
    withdraw=_no_mail,
)
FITTING = Purpose(
    name="notifications.fitting",
    what=N_("That the weekly e-mail is tailored to you"),
    versions={"1": N_("Also include what suits me, based on what I said and did here")},
    current="1",
    stops=N_("The weekly e-mail now says what is new for everyone, and no longer what suits you."),
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
