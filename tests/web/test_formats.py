"""Dates, times and numbers as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from community.clock import LOCAL
from community.web import formats

NOW = datetime(2026, 2, 28, 9, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 3, year: int = 2026) -> datetime:
    """A moment on the Dutch clock, as the database would give it."""
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.usefixtures("in_dutch")
class TestInDutch:
    def test_a_day_is_written_with_its_weekday(self):
        assert formats.day_long(at(3, 14), NOW) == "dinsdag 3\u00a0maart"

    def test_on_a_screen_a_day_is_named_as_near_as_it_is(self):
        days = [formats.day_near(at(day, 14), NOW) for day in (1, 2, 6, 7)]
        assert days == ["morgen", "maandag", "vrijdag", "7\u00a0maart"]

    def test_another_year_is_named(self):
        assert formats.day_long(at(3, 14, year=2027), NOW) == "woensdag 3\u00a0maart 2027"
        assert formats.month(at(3, 14, year=2027), NOW) == "maart 2027"

    def test_a_moment_belongs_to_the_day_it_is_here(self):
        assert (
            formats.day_long(datetime(2026, 3, 2, 23, 30, tzinfo=UTC), NOW)
            == "dinsdag 3\u00a0maart"
        )

    def test_summer_time_is_the_time_on_the_wall(self):
        assert formats.clock(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == "14.00"

    def test_a_span_says_from_when_to_when(self):
        assert formats.time_span(at(3, 14), at(3, 16, 30)) == "14.00 tot 16.30\u00a0uur"

    def test_a_span_without_an_end_is_a_time(self):
        assert formats.time_span(at(3, 14)) == "14.00\u00a0uur"

    def test_a_span_over_days_names_the_last_day(self):
        span = formats.time_span(at(3, 14), at(5, 12))
        assert span == "14.00\u00a0uur tot donderdag 5\u00a0maart, 12.00\u00a0uur"

    def test_a_span_over_new_year_names_the_year(self):
        span = formats.time_span(at(30, 10, month=12), at(2, 10, month=1, year=2027))
        assert span == "10.00\u00a0uur tot zaterdag 2\u00a0januari 2027, 10.00\u00a0uur"

    def test_the_small_hours_belong_to_the_evening_before(self):
        assert formats.time_span(at(3, 20), at(4, 1)) == "20.00 tot 01.00\u00a0uur"

    def test_the_second_half_of_a_span_stands_alone_in_a_list(self):
        assert formats.time_until(at(3, 14), at(3, 16, 30)) == "tot 16.30"
        assert formats.time_until(at(3, 14), at(5, 12)) == "tot donderdag 5\u00a0maart, 12.00"

    def test_a_day_and_its_time_make_one_sentence(self):
        assert formats.date_time_long(at(3, 14), NOW) == "dinsdag 3\u00a0maart, 14.00\u00a0uur"
        long = formats.span_long(at(3, 14), at(3, 16, 30), NOW)
        assert long == "dinsdag 3\u00a0maart, 14.00 tot 16.30\u00a0uur"

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2026, 2, 27), "gisteren"),
            (date(2026, 2, 28), "vandaag"),
            (date(2026, 3, 1), "morgen"),
            (date(2026, 3, 3), "over 3\u00a0dagen"),
            (date(2026, 3, 13), "over 13\u00a0dagen"),
            (date(2026, 3, 14), "over 2\u00a0weken"),
            (date(2026, 2, 18), "10\u00a0dagen geleden"),
            (date(2026, 6, 28), "over 4\u00a0maanden"),
            (date(2024, 2, 28), "2\u00a0jaar geleden"),
        ],
    )
    def test_a_day_is_near_or_far(self, day: date, said: str):
        assert formats.relative_day(day, NOW) == said

    def test_late_tonight_is_today_and_just_after_midnight_is_tomorrow(self):
        assert formats.relative_day(at(28, 23, 59, month=2), NOW) == "vandaag"
        assert formats.relative_day(at(1, 0, 1), NOW) == "morgen"

    def test_a_number_has_points_and_a_real_minus(self):
        assert formats.number(12345) == "12.345"
        assert formats.number(-3) == "−3"


@pytest.mark.usefixtures("in_english")
class TestInEnglish:
    def test_days_and_times_follow_the_language(self):
        assert formats.day_long(at(3, 14), NOW) == "Tuesday 3\u00a0March"
        assert formats.time_span(at(3, 14), at(3, 16, 30)) == "14:00 to 16:30"
        assert formats.date_time_long(at(3, 14), NOW) == "Tuesday 3\u00a0March, 14:00"

    def test_near_days_follow_the_language(self):
        assert formats.relative_day(date(2026, 3, 1), NOW) == "tomorrow"
        assert formats.relative_day(date(2026, 3, 3), NOW) == "in 3\u00a0days"

    def test_numbers_follow_the_language(self):
        assert formats.number(12345) == "12,345"


def test_a_time_for_machines_carries_its_distance_from_utc():
    assert formats.machine_time(at(3, 14)) == "2026-03-03T14:00+01:00"
    assert formats.machine_time(at(3, 14, month=7)) == "2026-07-03T14:00+02:00"
    assert formats.machine_time(date(2026, 3, 3)) == "2026-03-03"


def test_a_moment_without_a_zone_is_refused():
    naive = datetime(2026, 3, 3, 14, 0)  # noqa: DTZ001 (that is the point)
    with pytest.raises(ValueError, match="time zone"):
        formats.machine_time(naive)
    with pytest.raises(ValueError, match="time zone"):
        formats.day_of(naive)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0529 12 34 56", "+31529123456"),
        ("(0529) 12-34-56", "+31529123456"),
        ("+31 (0)529 123456", "+31529123456"),
        ("0031 529 123456", "+31529123456"),
        ("14 0529", "140529"),
    ],
)
def test_a_telephone_number_can_be_dialled_from_anywhere(written: str, dialled: str):
    assert formats.dial(written) == dialled


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Elke dinsdag", "Elke dinsdag."),
        ("Elke dinsdag. ", "Elke dinsdag."),
        ("Wie ben je?", "Wie ben je?"),
        ("من أنت؟", "من أنت؟"),
    ],
)
def test_what_somebody_wrote_gets_a_full_stop_unless_it_ends_by_itself(written: str, said: str):
    assert formats.with_stop(written) == said


def test_only_the_first_letter_becomes_a_capital():
    assert formats.capital("elke dag in Ommen") == "Elke dag in Ommen"


def test_a_postcode_stays_whole():
    address = "Kerkstraat 12, 7731 AA Ommen"
    assert formats.postal(address) == "Kerkstraat 12, 7731\u00a0AA Ommen"
    assert formats.postal("Zaal 2026, NL") == "Zaal 2026, NL"
