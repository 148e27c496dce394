"""The nights that are not 24 hours, of this year and the next."""

from __future__ import annotations

from datetime import date

NIGHTS = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
