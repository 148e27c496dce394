"""When the clock looks after proposals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community.db import session, transaction
from community.jobs import clock
from community.proposals import desk_queries, following_up

Due = Callable[[Session], Sequence[tuple[int, int]]]
Act = Callable[..., None]


def tell_of_agenda(now: datetime) -> None:
    """Asked, and not called back: so it also finds what is published by series or by import."""
    _each(desk_queries.list_now_published, following_up.tell_of_agenda, now)


def follow_up(now: datetime) -> None:
    _each(lambda s: desk_queries.list_unanswered(s, now=now), following_up.give_up, now)
    _each(lambda s: desk_queries.list_over(s, now=now), following_up.finish, now)
    _each(desk_queries.list_without_gathering, following_up.owe_again, now)
    with transaction() as tx:
        following_up.remind(tx, now=now)


def register(_app: Flask) -> None:
    clock.every(5, "proposals.tell_of_agenda", tell_of_agenda)
    clock.every(60, "proposals.follow_up", follow_up)


def _each(due: Due, act: Act, now: datetime) -> None:
    """Each in a transaction of its own, so that nobody waits long for their turn to write."""
    for library_id, proposal_id in due(session()):
        with transaction() as tx:
            act(tx, library_id, proposal_id, now=now)
