"""The one act that fits a gathering at this moment: look who comes, let them in, count them."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from community.gatherings.models import Gathering, GatheringStatus
from community.web.formats import spans_days

#: From so long before it begins people come in, and somebody stands at the door.
DOOR_OPENS = timedelta(minutes=60)


class Act(StrEnum):
    NOTHING = "nothing"
    WHO_COMES = "who_comes"
    CHECK_IN = "check_in"
    COUNT = "count"


def act_of(gathering: Gathering, now: datetime) -> Act:
    """What somebody who receives the people does next; nothing when there is nothing to do."""
    if gathering.status is not GatheringStatus.PUBLISHED:
        return Act.NOTHING
    if gathering.is_over(now):
        return Act.COUNT
    if now >= gathering.starts_at - DOOR_OPENS and not _lasts_for_days(gathering):
        return Act.CHECK_IN
    return Act.WHO_COMES if gathering.takes_sign_ups else Act.NOTHING


def may_come_again(gathering: Gathering, now: datetime) -> bool:
    """What is over can be planned again: press once for a draft, once more to publish it."""
    took_place = (GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)
    return gathering.status in took_place and gathering.is_over(now)


def _lasts_for_days(gathering: Gathering) -> bool:
    """Such as an exhibition: nobody stands at the door of that."""
    return spans_days(gathering.starts_at, gathering.ends_at)
