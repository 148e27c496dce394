"""What a change to a sign-up owes the world: a row in the log, and a mail to who has an address.

Who has none is told by telephone. Nothing is owed for that: `Told` keeps what such a person knows,
and whoever is behind the present state is on the list of people to call (`calls.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.gatherings.models import Gathering, SignUp, SignUpStatus, Told
from community.libraries import versions
from community.outbox.services import owe


class News(StrEnum):
    """The mails about a sign-up; each is a template `gatherings/…`."""

    CONFIRM = "confirm_sign_up"
    YOU_ARE_IN = "you_are_in"
    YOU_ARE_WAITING = "you_are_waiting"
    PROMOTED = "promoted"
    PARTY_CHANGED = "party_changed"
    LEFT = "left"
    REMOVED = "removed"


_TOGETHER = "sign_up_news.together"


@contextmanager
def told_together(session: Session, person_id: int) -> Iterator[list[int]]:
    """Hand over what this person would be mailed: the ids of the sign-ups, for one mail about all.

    What others hear of it is mailed as always.
    """
    kept: list[int] = []
    session.info[_TOGETHER] = (person_id, kept)
    try:
        yield kept
    finally:
        del session.info[_TOGETHER]


def asked_to_confirm(
    session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime
) -> None:
    """An address was given that is not proven: only a mail can tell whose it is. Not logged."""
    _mail(session, gathering, sign_up, News.CONFIRM, now=now)
    if sign_up.has_seat:
        versions.pages_changed(session, gathering.library_id)


def arrived(session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime) -> None:
    """Somebody takes part, or waits, as she herself or the desk has just seen."""
    confirmed = sign_up.status is SignUpStatus.CONFIRMED
    _log(
        session,
        Verb.SIGN_UP_CONFIRMED if confirmed else Verb.SIGN_UP_WAITING,
        gathering,
        sign_up,
        now=now,
    )
    kind = News.YOU_ARE_IN if confirmed else News.YOU_ARE_WAITING
    _tell(session, gathering, sign_up, kind, knows=True, now=now)


def promoted(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    *,
    now: datetime,
    by_hand: bool = False,
) -> None:
    how = {"promoted": True, **({"by_hand": True} if by_hand else {})}
    _log(session, Verb.SIGN_UP_CONFIRMED, gathering, sign_up, now=now, **how)
    _tell(session, gathering, sign_up, News.PROMOTED, knows=False, now=now)


def party_changed(
    session: Session, gathering: Gathering, sign_up: SignUp, before: int, *, now: datetime
) -> None:
    """The log counts seats: what was confirmed is taken back and confirmed at the new size."""
    waiting = sign_up.status is SignUpStatus.WAITING
    _log(session, Verb.SIGN_UP_LEFT, gathering, sign_up, quantity=before, now=now, resized=True)
    again = Verb.SIGN_UP_WAITING if waiting else Verb.SIGN_UP_CONFIRMED
    _log(session, again, gathering, sign_up, now=now, resized=True)
    _tell(session, gathering, sign_up, News.PARTY_CHANGED, knows=True, now=now)


def left(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    *,
    was: SignUpStatus,
    by_staff: bool,
    now: datetime,
) -> None:
    _log(session, Verb.SIGN_UP_LEFT, gathering, sign_up, now=now, was=was.value)
    kind = News.REMOVED if by_staff else News.LEFT
    _tell(session, gathering, sign_up, kind, knows=not by_staff, now=now)


def asked_again(session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime) -> None:
    """Somebody who is in signs up once more by mail: remind her how it stands, once a day."""
    confirmed = sign_up.status is SignUpStatus.CONFIRMED
    kind = News.YOU_ARE_IN if confirmed else News.YOU_ARE_WAITING
    _mail(session, gathering, sign_up, kind, f":again:{now:%Y-%m-%d}", now=now)


def remember_told(
    session: Session, gathering: Gathering, sign_up: SignUp, *, now: datetime
) -> None:
    """A person without address knows how it stands now."""
    told = session.get(Told, sign_up.id) or Told(sign_up_id=sign_up.id)
    told.gathering_sequence = gathering.sequence
    told.sign_up_sequence = sign_up.sequence
    told.told_at = now
    session.add(told)


def _tell(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    kind: News,
    *,
    knows: bool,
    now: datetime,
) -> None:
    versions.pages_changed(session, gathering.library_id)
    if sign_up.person.gets_mail:
        _mail(session, gathering, sign_up, kind, now=now)
    elif knows:
        remember_told(session, gathering, sign_up, now=now)


def _mail(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    kind: News,
    occasion: str = "",
    *,
    now: datetime,
) -> None:
    person_id, together = session.info.get(_TOGETHER, (None, []))
    if person_id == sign_up.person_id:
        together.append(sign_up.id)
        return
    sequence = gathering.sequence + sign_up.sequence
    owe(
        session,
        f"gatherings/{kind}",
        to=sign_up.person_id,
        key=f"sign_up:{sign_up.id}:{kind}:{sequence}{occasion}",
        library_id=gathering.library_id,
        gathering_id=gathering.id,
        now=now,
        sign_up_id=sign_up.id,
    )


def _log(
    session: Session,
    verb: Verb,
    gathering: Gathering,
    sign_up: SignUp,
    *,
    now: datetime,
    quantity: int | None = None,
    **how: object,
) -> None:
    """One row; a sensitive gathering leaves nobody in the log."""
    size = sign_up.party_size if quantity is None else quantity
    activity.note(
        session,
        verb,
        whose=None if gathering.is_sensitive else sign_up.person_id,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        quantity=size,
        details={"party_size": size, **how},
        now=now,
    )
