"""Hours, euros and numbers as people type them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from community.partners import labels
from community.partners.amounts import (
    NoHours,
    NoMoney,
    cents_of,
    minutes_of,
    typed_hours,
    typed_money,
)
from community.partners.kvk import NoKvkNumber, kvk_of
from community.partners.models import MOST_CENTS, MOST_MINUTES


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", 0), ("4", 240), ("1,5", 90), ("1.5", 90), ("1:30", 90), ("0,25", 15), ("2 uur", 120)],
)
def test_hours_are_read(typed, minutes):
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("", 0), ("250", 25000), ("99,50", 9950), ("99.5", 9950), ("1.250", 125000),
     ("1.250,05", 125005), ("€ 15", 1500), ("15,-", 1500)],
)  # fmt: skip
def test_money_is_read(typed, cents):
    assert cents_of(typed) == cents


@pytest.mark.parametrize("typed", ["veel", "-3", "1e5", "99999", "1:75", "٣", "3\n4", "1,234"])
def test_what_is_no_number_of_hours_is_refused(typed):
    with pytest.raises(NoHours):
        minutes_of(typed)


@pytest.mark.parametrize("typed", ["gratis", "-5", "1e9", "99999999", "1.25.0", "٣", "12,345"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NoMoney):
        cents_of(typed)


@settings(max_examples=60)
@given(st.integers(0, MOST_MINUTES), st.integers(0, MOST_CENTS))
def test_what_is_shown_can_be_typed_back(minutes, cents):
    assert minutes_of(typed_hours(minutes)) == minutes
    assert cents_of(typed_money(cents)) == cents


@pytest.mark.parametrize(
    ("language", "hours", "money"),
    [("nl", "1,5\u00a0uur", "€\u00a01.250,50"), ("en", "1.5 hours", "€\u00a01,250.50")],
)
def test_they_are_read_with_the_signs_of_the_language(app, language, hours, money):
    with app.test_request_context(), force_locale(language):
        assert (labels.hours(90), labels.euros(125050)) == (hours, money)
        assert labels.euros(5000) == "€\u00a050"
        assert labels.hours(50).startswith("0:50")


@settings(max_examples=100)
@given(st.text("0123456789.,:€- ur٣\n", max_size=12))
def test_whatever_is_typed_is_read_or_refused_and_never_too_much(typed):
    with suppress(NoHours):
        assert 0 <= minutes_of(typed) <= MOST_MINUTES
    with suppress(NoMoney):
        assert 0 <= cents_of(typed) <= MOST_CENTS


def test_a_kvk_number_has_eight_digits():
    assert kvk_of("") == ""
    assert kvk_of("0123 45.67") == "01234567"
    for typed in ("1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨"):
        with pytest.raises(NoKvkNumber):
            kvk_of(typed)
