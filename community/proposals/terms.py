"""How long a library takes to answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.db import insert_once
from community.proposals import queries
from community.proposals.models import ProposalTerm


def term_from(session: Session, library_id: int, moment: datetime) -> datetime:
    """Before when a library answers what comes to it at this moment: midnight, as people say it."""
    days = queries.days_of(session, library_id)
    return start_of_day(local_day(moment) + timedelta(days=days))


def set_days(session: Session, library_id: int, days: int) -> None:
    """From now on; what was promised before stands."""
    insert_once(session, ProposalTerm, library_id=library_id, days=days)
    session.get_one(ProposalTerm, library_id, populate_existing=True).days = days
