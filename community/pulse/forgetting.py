"""How long the slips for a pulse are kept that nobody used."""

from __future__ import annotations

from sqlalchemy import delete, select

from community.gatherings.models import Gathering
from community.keeping.rules import Rule, keep, wiping
from community.pulse import queries
from community.pulse.models import PulseCode

FORGET = wiping(
    lambda now: delete(PulseCode).where(
        PulseCode.gathering_id.in_(
            select(Gathering.id).where(Gathering.ends_at <= now - queries.AFTER)
        )
    )
)


def register(_app: object) -> None:
    keep(Rule(name="pulse.slips", forget=FORGET))
