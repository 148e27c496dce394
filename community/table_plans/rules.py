"""What of a table plan is refused, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.errors import DomainError
from community.table_plans.models import MOST_GUESTS, MOST_WISHES
from community.words import N_


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, when, and which version of the plan they saw."""

    seen: int
    by_id: int | None
    now: datetime


class PlanWasChanged(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else changed this plan a moment ago. Check it again, then try again.")
        )


class PlanIsFixed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The tables are fixed. Release them first."))


class NobodySits(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Nobody has a table yet. Divide people first."))


class SeatIsLocked(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This seat is locked. Unlock it first."))


class NotThere(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Somebody is no longer at a table in this round. Check again."))


class TooManyGuests(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("A table plan is for at most %(most)s people."), most=MOST_GUESTS)


class TooManyWishes(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("A plan holds at most %(most)s wishes."), most=MOST_WISHES)


class NobodyComes(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Nobody has signed up yet. There is nothing to divide."))


class LocksClash(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("The locked seats do not fit in this set-up. Unlock them, or change the set-up.")
        )
