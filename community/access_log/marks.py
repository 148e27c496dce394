"""Reading marks: what each view of the desk reads of people, said beside its access mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from community.access_log.models import Reading

View = TypeVar("View", bound=Callable[..., Any])


class Whose(StrEnum):
    #: Whoever the page finds: everybody whose row was read for it.
    FOUND = "found"
    PERSON = "person"  #: Who is named in the address.
    GATHERING = "gathering"  #: Who is on the list of the gathering of the address.
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Mark:
    what: Reading
    whose: Whose


def reads(what: Reading, whose: Whose = Whose.FOUND) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.reads = Mark(what, whose)  # type: ignore[attr-defined]
        return view

    return mark


def mark_of(view: Callable[..., Any]) -> Mark | None:
    return getattr(view, "reads", None)


#: Given the variables of the address: people whose names are on a page for all anyhow.
LeaveOut = Callable[[Session, Mapping[str, Any]], Iterable[int]]
_left_out: dict[str, LeaveOut] = {}


def leave_out(name: str, who: LeaveOut) -> None:
    """Of whom a page that finds people always reads something, whatever it is about."""
    _left_out[name] = who


def left_out(session: Session, arguments: Mapping[str, Any]) -> set[int]:
    return {number for who in _left_out.values() for number in who(session, arguments)}
