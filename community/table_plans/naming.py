"""What people in a plan are called: first names, told apart where two have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import gettext

from community.accounts.models import Person
from community.table_plans.models import TableGuest


def names_of(
    guests: Sequence[TableGuest], children: Mapping[int, Sequence[str]], *, sensitive: bool
) -> dict[str, str]:
    """By key. Of a sensitive gathering first names alone, without an initial."""
    called = {guest.key: _called(guest, children, number) for number, guest in _numbered(guests)}
    same = Counter(called.values())
    taken: Counter[str] = Counter()
    names = {}
    for guest in guests:
        name = called[guest.key]
        if same[name] > 1:
            person = _person(guest)
            if person and person.surname and guest.seat == 1 and not sensitive:
                name = person.initialled
            taken[name] += 1
            name = name if taken[name] == 1 else f"{name} ({taken[name]})"
        names[guest.key] = name
    return names


def name_of(guest: TableGuest, children: Mapping[int, Sequence[str]]) -> str:
    """What one is called by themselves; who walked in without a name has none."""
    return _called(guest, children, 0)


def _numbered(guests: Sequence[TableGuest]) -> list[tuple[int, TableGuest]]:
    """With who has no name counted."""
    number, found = 0, []
    for guest in guests:
        if guest.attendance is not None and not guest.attendance.name:
            number += 1
        found.append((number, guest))
    return found


def _called(guest: TableGuest, children: Mapping[int, Sequence[str]], number: int) -> str:
    if guest.attendance is not None and not guest.attendance.name:
        return gettext("Guest %(number)s", number=number) if number else ""
    person = _person(guest)
    name = person.first_name if person else guest.attendance.name if guest.attendance else ""
    if guest.seat == 1:
        return name
    brought = children.get(guest.sign_up_id or 0, ())
    if guest.seat - 2 < len(brought):
        return brought[guest.seat - 2]
    return f"{name} +{guest.seat - 1}"


def _person(guest: TableGuest) -> Person | None:
    return guest.sign_up.person if guest.sign_up else guest.person
