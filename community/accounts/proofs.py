"""What besides a link or a password proves who somebody is: told by the room that keeps it.

That room lies above this one, which asks when somebody comes in and before weighty acts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from community.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Ways:
    """What this person can show."""

    by_code: bool = False
    by_passkey: bool = False


class CameIn(Protocol):
    """Somebody came in, wholly: by which secret of their own this browser is known from now on."""

    def __call__(
        self, tx: Session, person: Person, known: str, signed_in: str, *, device: str
    ) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    #: Whether a link or a password is not enough for this person.
    asks_more: Callable[[Session, Person], bool]
    ways: Callable[[Session, int], Ways]
    #: Whether it is this person's code, which it then is no more; in the caller's transaction.
    takes_code: Callable[[Session, int, str], bool]
    #: Take away what was added from this moment on, as it may be of who took the account over.
    forget_since: Callable[[Session, int, datetime], None]
    came_in: CameIn


#: Takes away what a person connected or set up from this moment on, by which one comes in or is
#: told what happens.
ForgetSince = Callable[[Session, int, datetime], None]

_known: list[Proofs] = []
_also: dict[str, ForgetSince] = {}


def register(proofs: Proofs) -> None:
    """Once, while the app is made."""
    _known[:] = [proofs]


def also_forgets(name: str, forget: ForgetSince) -> None:
    """Of a room with another way in, or out: by its name, once, while the app is made."""
    _also[name] = forget


def asks_more(session: Session, person: Person) -> bool:
    return any(each.asks_more(session, person) for each in _known)


def ways(session: Session, person_id: int) -> Ways:
    return next((each.ways(session, person_id) for each in _known), Ways())


def takes_code(session: Session, person_id: int, typed: str) -> bool:
    return any(each.takes_code(session, person_id, typed) for each in _known)


def forget_since(session: Session, person_id: int, since: datetime) -> None:
    for each in _known:
        each.forget_since(session, person_id, since)
    for forget in _also.values():
        forget(session, person_id, since)


def came_in(tx: Session, person: Person, known: str, signed_in: str, *, device: str) -> str | None:
    found = (each.came_in(tx, person, known, signed_in, device=device) for each in _known)
    return next(found, None)
