"""Everybody who could knock on a door, and what they are to the library of the walk."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from community.accounts.models import Role

#: So long a walk may take at most. Who came in longer ago is asked once more before what weighs.
A_WALK = timedelta(hours=2)


class Visitor(StrEnum):
    """Who comes to the door."""

    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    OTHER_RESIDENT = "resident who has nothing to do with it"
    HOST_OF_IT = "host of this gathering"
    HOST = "host"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    LIBRARIAN = "librarian"
    MANAGER = "manager"
    LIBRARIAN_ELSEWHERE = "librarian of another library"
    ADVISER = "adviser"
    OPERATOR = "operator"


ROLES = {
    Visitor.OTHER_RESIDENT: Role.RESIDENT,
    Visitor.HOST: Role.HOST,
    Visitor.VOLUNTEER: Role.VOLUNTEER,
    Visitor.STAFF: Role.STAFF,
    Visitor.LIBRARIAN: Role.LIBRARIAN,
    Visitor.MANAGER: Role.MANAGER,
}
