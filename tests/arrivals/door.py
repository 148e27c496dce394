"""What the tests of the door send and look up."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import session
from community.gatherings.attendance_queries import count_present
from community.gatherings.models import Gathering
from tests.factories import a_gathering


def tonight(**fields: object) -> Gathering:
    """A gathering at which people are arriving."""
    return a_gathering(starts_at=now() + timedelta(minutes=10), **fields)


def where(gathering: Gathering, tail: str = "") -> str:
    return f"/vechtdal/beheer/activiteiten/{gathering.id}/deur{tail}"


def present(gathering: Gathering) -> int:
    return count_present(session(), gathering.library_id, gathering.id)


def logged(gathering: Gathering) -> int:
    """How many people are here as the log has it."""
    rows = session().execute(
        select(Activity.verb, func.sum(Activity.quantity))
        .where(Activity.gathering_id == gathering.id)
        .group_by(Activity.verb)
    )
    people = {verb: int(quantity) for verb, quantity in rows}
    return people.get(Verb.ATTENDANCE_CHECKED_IN, 0) - people.get(Verb.ATTENDANCE_UNDONE, 0)


def row_of(page: str, name: str) -> str:
    """What the list says about somebody, in one line."""
    rows = re.findall(r'<li class="kk-door__row".*?</button>', page, re.DOTALL)
    (found,) = [row for row in rows if name in row]
    return " ".join(found.split())


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
