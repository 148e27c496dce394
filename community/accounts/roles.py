"""What a role opens: the ladder of roles, and the least one that each access mark asks for."""

from __future__ import annotations

from collections.abc import Mapping

from community.accounts.models import Role
from community.web.access import Access

#: From least to most. Whoever has a role may do what the ones before it may.
LADDER = (
    Role.RESIDENT,
    Role.HOST,
    Role.VOLUNTEER,
    Role.STAFF,
    Role.LIBRARIAN,
    Role.MANAGER,
)

#: The marks that ask for a role in the library of the address. See docs/decisions on operators.
LEAST_ROLE: Mapping[Access, Role] = {
    Access.STAFF: Role.STAFF,
    Access.LIBRARIANS: Role.LIBRARIAN,
    Access.MANAGERS: Role.MANAGER,
}

#: The marks of what lies behind a desk, for who should have a second factor. Not the door of a
#: gathering: people wait there.
AT_A_DESK = frozenset({*LEAST_ROLE, Access.HOSTS, Access.ADVISERS, Access.OPERATORS})

#: From here on there is a desk to work at.
DESK = Role.LIBRARIAN
DESK_ROLES = LADDER[LADDER.index(DESK) :]


def reaches(role: Role | None, least: Role) -> bool:
    """Whether `role` is at least `least`; nobody's role (None) reaches nothing."""
    return role is not None and LADDER.index(role) >= LADDER.index(least)
