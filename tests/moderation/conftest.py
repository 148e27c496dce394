"""Every test of this room has a house in which things can be judged."""

from __future__ import annotations

import pytest

from tests.moderation import things


@pytest.fixture(autouse=True)
def judged(app):
    things.alone(app)
