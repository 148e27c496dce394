"""The days on which a library rests, as its librarians keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from community.gatherings.drafts import DraftRefused, Problem, one_line
from community.series import queries
from community.series.models import ClosedPeriod
from community.series.rule import PeriodKind
from community.words import N_

MOST_OF_A_NAME = 80
#: A summer is six weeks; a renovation may take a year.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodDraft:
    kind: PeriodKind
    name: str
    first_day: date
    last_day: date


def add_period(session: Session, library_id: int, draft: PeriodDraft) -> ClosedPeriod:
    """Note closed days. What is planned then stays; the page of its series points it out."""
    period = ClosedPeriod(library_id=library_id)
    _fill_in(period, draft)
    session.add(period)
    session.flush()
    return period


def change_period(
    session: Session, library_id: int, period_id: int, draft: PeriodDraft
) -> ClosedPeriod:
    period = queries.get_period(session, library_id, period_id)
    _fill_in(period, draft)
    return period


def remove_period(session: Session, library_id: int, period_id: int) -> None:
    """Dates that fell out because of it come back with the next run of the clock."""
    session.delete(queries.get_period(session, library_id, period_id))


def _fill_in(period: ClosedPeriod, draft: PeriodDraft) -> None:
    name = one_line(draft.name, "name", most=MOST_OF_A_NAME)
    if not name:
        raise DraftRefused([Problem("name", N_("Give it a name, such as: Christmas holidays."))])
    if draft.last_day < draft.first_day:
        raise DraftRefused([Problem("last_day", N_("It ends before it begins. Check both dates."))])
    if (draft.last_day - draft.first_day).days > MOST_DAYS:
        raise DraftRefused([Problem("last_day", N_("This is more than a year. Check both."))])
    period.kind, period.name = draft.kind, name
    period.first_day, period.last_day = draft.first_day, draft.last_day
