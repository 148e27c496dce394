"""Hours and money as people write them: `2,5`, `1.250,00`."""

from __future__ import annotations

import re
from decimal import Decimal

from community.errors import DomainError
from community.partners.models import MOST_CENTS, MOST_MINUTES
from community.words import N_

_HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?(?:\s*uur)?|(\d{1,4}):([0-5]\d)")
_MONEY = re.compile(r"(?:€\s*)?(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:[.,](\d{1,2}|-))?")


class NoHours(DomainError, ValueError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Write hours as a number, such as 3 or 1,5."))


class NoMoney(DomainError, ValueError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Write an amount in euros, such as 250 or 99,50."))


def minutes_of(typed: str) -> int:
    """`1,5` and `1:30` are 90; nothing is none."""
    if not typed:
        return 0
    found = _HOURS.fullmatch(typed)
    if found is None or not typed.isascii():
        raise NoHours
    whole, part, hours, minutes = found.groups()
    as_number = Decimal(f"{whole or 0}.{part or 0}") * 60
    made = int(hours) * 60 + int(minutes) if hours else round(as_number)
    if made > MOST_MINUTES:
        raise NoHours
    return made


def cents_of(typed: str) -> int:
    """`1.250,5` is 125050; nothing is none."""
    if not typed:
        return 0
    found = _MONEY.fullmatch(typed)
    if found is None or not typed.replace("€", "").isascii():
        raise NoMoney
    euros, cents = found.groups()
    part = "" if cents in (None, "-") else cents
    made = int(euros.replace(".", "")) * 100 + int(part.ljust(2, "0"))
    if made > MOST_CENTS:
        raise NoMoney
    return made


def typed_hours(minutes: int) -> str:
    """As it would be typed: `1,5`, and `0:50` for what is no neat part of an hour."""
    if not minutes:
        return ""
    if minutes % 15:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{Decimal(minutes) / 60:f}".replace(".", ",")


def typed_money(cents: int) -> str:
    if not cents:
        return ""
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}" if rest else f"{euros}"
