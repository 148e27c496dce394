"""How long what programs were answered is kept."""

from __future__ import annotations

from sqlalchemy import delete

from community.api.models import GivenAnswer
from community.api.programs import REMEMBERED
from community.keeping.rules import Rule, keep, wiping

FORGET = wiping(lambda now: delete(GivenAnswer).where(GivenAnswer.given_at <= now - REMEMBERED))


def register(_app: object) -> None:
    keep(Rule(name="api.answers", forget=FORGET))
