"""DOMAIN 17: how long each thing is kept, as was agreed; whoever changes one says so here too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.gatherings import forgetting
from community.keeping.rules import all_rules

pytestmark = pytest.mark.usefixtures("app")

HALF_A_YEAR, YEAR, TWO_YEARS = timedelta(183), timedelta(365), timedelta(2 * 365)
AGREED = {
    "gatherings.answers": {"kept": HALF_A_YEAR, "sensitive": timedelta(5)},
    "gatherings.presence": {"kept": TWO_YEARS, "sensitive": timedelta(5)},
    "activity.numbers": {"kept": TWO_YEARS},
    "table_plans.seats": {"kept": timedelta(30), "sensitive": timedelta(5)},
    "table_plans.company": {"kept": YEAR},
    "messages.sent": {"kept": YEAR},
    "introductions.messages": {"kept": YEAR},
    "moderation.decisions": {"kept": TWO_YEARS},
    "rights.quiet": {"kept": TWO_YEARS, "first": timedelta(60), "second": timedelta(14)},
    "register.entries": {"kept": HALF_A_YEAR},
}


def test_things_are_kept_as_long_as_was_agreed_and_no_longer():
    rules = {rule.name: dict(rule.periods) for rule in all_rules()}
    assert {name: rules[name] for name in AGREED} == AGREED


def test_whatever_is_kept_of_something_sensitive_goes_by_the_fifth_day():
    found = [rule.periods["sensitive"] for rule in all_rules() if "sensitive" in rule.periods]
    assert len(found) > 3
    assert set(found) == {timedelta(5)}
    assert timedelta(5) == forgetting.SENSITIVE
