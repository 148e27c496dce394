"""Who may stand at the door of a gathering, besides whoever works in the library."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from community.gatherings import hosting_queries

#: Library, gathering, person: whether this person is on duty there.
Duty = Callable[[Session, int, int, int], bool]

_on_duty: list[Duty] = []


def also_keeps(asks: Duty) -> None:
    """Let a room above say who else is on duty, such as volunteers on a rota."""
    _on_duty.append(asks)


def keeps_the_door(session: Session, library_id: int, gathering_id: int, person_id: int) -> bool:
    return hosting_queries.is_host(session, gathering_id, person_id) or is_on_duty(
        session, library_id, gathering_id, person_id
    )


def is_on_duty(session: Session, library_id: int, gathering_id: int, person_id: int) -> bool:
    """Whether a room above says so; a host may be a guest among the guests."""
    return any(asks(session, library_id, gathering_id, person_id) for asks in _on_duty)
