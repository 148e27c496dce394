"""How long what is known of people around a harvest is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Delete, delete, or_, select

from community.gatherings.forgetting import ANSWERS
from community.harvests.models import Harvest, HarvestCorrection, HarvestReader, QuoteConsent
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_


def _corrections(now: datetime) -> Delete:
    return delete(HarvestCorrection).where(HarvestCorrection.made_at < now - ANSWERS)


def _readers(now: datetime) -> Delete:
    shown = select(Harvest.id).where(Harvest.presented_at < now - ANSWERS)
    return delete(HarvestReader).where(HarvestReader.harvest_id.in_(shown))


def _unanswered(now: datetime) -> Delete:
    return delete(QuoteConsent).where(
        QuoteConsent.asked_at < now - ANSWERS,
        or_(QuoteConsent.says_yes.is_(None), QuoteConsent.says_yes.is_(False)),
    )


CORRECTIONS = Rule(
    name="harvests.corrections",
    order=47,
    words=Words(
        what=N_("That a harvest was shown to you, and what you corrected in it"),
        why=N_("So that you can say whether it is right, and hear what was done about it."),
        how_long=N_("%(kept)s. That it was confirmed stays as a number, without you."),
    ),
    periods={"kept": ANSWERS},
    forget=wiping(_corrections, _readers, _unanswered),
)
NAMES = Rule(
    name="harvests.names",
    order=48,
    words=Words(
        what=N_("Your name under your own words, and that you said yes to it"),
        why=N_("Because you said so, about exactly those words."),
        how_long=N_("As long as the words are published, or until you take your name back."),
    ),
)


def register(_app: object) -> None:
    keep(CORRECTIONS)
    keep(NAMES)
