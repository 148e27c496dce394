"""A talk that was, somebody who was there, and what came of it, just shown to her."""

from __future__ import annotations

import pytest

from community.gatherings.models import Gathering, SignUp
from community.harvests.models import Harvest
from tests.factories import a_person, a_sign_up
from tests.harvests.rows import a_draft, a_past_talk, presented

BENCH, TREE = "Meer banken in de straat", "Een boom op het plein"


@pytest.fixture
def talk(app: object) -> Gathering:
    return a_past_talk()


@pytest.fixture
def noor(talk: Gathering) -> SignUp:
    return a_sign_up(talk, a_person("Noor"))


@pytest.fixture
def fresh(talk: Gathering, noor: SignUp) -> Harvest:
    return presented(a_draft(talk, BENCH, TREE))
