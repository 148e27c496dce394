"""How deep we work together: Himmelman's ladder, from evidence of the last twelve months.

1 only contact · 2 something made together · 3 the partner brought hours, a room or money, and
confirmed it · 4 as 3, with a goal and a look-back written down together, both confirmed. It is
never chosen from a list, and it says something of the co-operation, not of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from community.partners.models import PartnerGoal, Partnership


@dataclass(frozen=True, slots=True)
class Depth:
    """The step, 0 for nothing at all, and how much evidence there is for each."""

    step: int
    joint: int = 0
    brought: int = 0  #: With hours, a room or money.
    confirmed: int = 0  #: Of those, confirmed by the partner.
    last_contact: date | None = None
    goal: bool = False
    goal_confirmed: bool = False
    looked_back: bool = False
    look_back_confirmed: bool = False


def depth_of(
    joint: Sequence[Partnership],
    goals: Sequence[PartnerGoal],
    last_contact: date | None,
    *,
    since: date,
    now: datetime,
) -> Depth:
    """From what took place (not what is to come), the goals, and the last contact since then."""
    held = [one for one in joint if one.gathering.is_over(now)]
    brought = [one for one in held if one.brings_something]
    confirmed = [one for one in brought if one.confirmed_at is not None]
    complete = [goal for goal in goals if _both(goal, since)]
    step = 0
    if last_contact is not None:
        step = 1
    if held:
        step = 2
    if confirmed:
        step = 4 if complete else 3
    # The goal that the page speaks of: one that is complete, else the latest.
    shown = next(iter(complete or goals), None)
    return Depth(
        step=step,
        joint=len(held),
        brought=len(brought),
        confirmed=len(confirmed),
        last_contact=last_contact,
        goal=shown is not None,
        goal_confirmed=shown is not None and shown.confirmed_at is not None,
        looked_back=shown is not None and shown.looked_back_on is not None,
        look_back_confirmed=shown is not None and shown.look_back_confirmed_at is not None,
    )


def _both(goal: PartnerGoal, since: date) -> bool:
    """Agreed on and looked back upon in the same twelve months, both confirmed."""
    return (
        goal.agreed_on >= since
        and goal.looked_back_on is not None
        and goal.looked_back_on >= since
        and goal.confirmed_at is not None
        and goal.look_back_confirmed_at is not None
    )
