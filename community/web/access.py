"""Access marks: what each view says about who may come in. Enforced by `accounts.guard`."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Access(StrEnum):
    OPEN = "open"
    SIGNED_IN = "signed_in"
    #: Hosts of one gathering; the view itself fetches through a query that knows which.
    HOSTS = "hosts"
    #: Who stands at the door of one gathering; the view itself asks who that is.
    DOOR = "door"
    STAFF = "staff"
    LIBRARIANS = "librarians"
    MANAGERS = "managers"
    #: Who advises the network of the address; whoever else comes, it does not exist.
    ADVISERS = "advisers"
    OPERATORS = "operators"
    #: Programs with a token of this library; the room of the API itself asks for it.
    PROGRAMS = "programs"
    #: Only while developing; elsewhere the address does not exist.
    DEVELOPMENT = "development"


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


open_to_all = _mark(Access.OPEN)
signed_in = _mark(Access.SIGNED_IN)
hosts_only = _mark(Access.HOSTS)
door_keepers_only = _mark(Access.DOOR)
staff_only = _mark(Access.STAFF)
librarians_only = _mark(Access.LIBRARIANS)
managers_only = _mark(Access.MANAGERS)
advisers_only = _mark(Access.ADVISERS)
operators_only = _mark(Access.OPERATORS)
programs_only = _mark(Access.PROGRAMS)
development_only = _mark(Access.DEVELOPMENT)


def access_of(view: Callable[..., Any]) -> Access | None:
    return getattr(view, "access", None)
