from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from community import clock as house_clock
from community.clock import from_local
from community.outbox import delivery


@dataclass
class Clock:
    """The time as the whole house sees it, put forward by a test."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)

    def stand(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Put it at a time on the wall."""
        self.at = from_local(day, time(hour, minute))
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stands = Clock(house_clock.now())
    monkeypatch.setattr(house_clock, "now", stands)
    monkeypatch.setattr(delivery, "now", stands)
    return stands
