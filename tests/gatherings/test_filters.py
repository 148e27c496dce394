"""The query string of the agenda: what it understands, what it forgives, how it writes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from community.gatherings import filters
from community.gatherings.filters import AgendaFilter, Near, Shape, parse
from community.gatherings.kinds import Kind
from community.web import asked

TUESDAY = date(2026, 3, 3)


def test_every_kind_has_a_word_of_its_own():
    assert set(filters.KIND_WORDS) == set(Kind)
    assert len(set(filters.KIND_WORDS.values())) == len(Kind)


def test_an_empty_query_asks_for_everything_from_today():
    assert parse({}) == AgendaFilter()
    assert not parse({}).is_narrowed
    assert parse({}).as_query() == {}
    assert parse({}).period(TUESDAY) == filters.Period(TUESDAY)


def test_a_whole_query_is_understood_and_written_back_in_order():
    query = {
        "vestiging": "ommen",
        "thema": "digitaal",
        "soort": "gesprek",
        "voertaal": "ar",
        "wanneer": "2026-04",
        "q": "fiets maken",
        "pagina": "3",
    }
    wish = parse(query)
    assert wish.kind is Kind.CONVERSATION
    assert wish.month == date(2026, 4, 1)
    assert list(wish.as_query().items()) == list(query.items())


@pytest.mark.parametrize(
    "query",
    [
        {"vestiging": "../etc"},
        {"vestiging": "Ommen"},
        {"thema": "x" * 61},
        {"soort": "conversation"},
        {"voertaal": "nederlands"},
        {"dag": "2026-02-30"},
        {"dag": "9999-12-31"},
        {"dag": "20260303"},
        {"dag": "٢٠٢٦-٠٣-٠٣"},
        {"wanneer": "ooit"},
        {"wanneer": "2026-13"},
        {"q": " \x00\u2028\ud800 "},
        {"beeld": "lijst", "datum": "2026-03-03"},
        {"pagina": "0"},
        {"pagina": "-1"},
        {"pagina": "²"},
        {"pagina": "1e3"},
        {"onbekend": "x", "taal": "en"},
    ],
)
def test_what_is_unknown_or_impossible_is_left_out(query: dict[str, str]):
    assert parse(query) == AgendaFilter()


def test_the_first_of_two_values_counts():
    assert parse(MultiDict([("soort", "lezing"), ("soort", "cursus")])).kind is Kind.LECTURE


def test_a_day_is_more_exact_than_a_stretch_and_wins():
    wish = parse({"dag": "2026-03-05", "wanneer": "week"})
    assert (wish.day, wish.near) == (date(2026, 3, 5), None)


def test_a_week_and_a_month_are_known_by_their_first_day_and_have_no_pages():
    week = parse({"beeld": "week", "datum": "2026-03-05", "pagina": "4", "wanneer": "week"})
    assert week.as_query() == {"beeld": "week", "datum": "2026-03-02"}
    month = parse({"beeld": "maand", "datum": "2026-03-05"})
    assert month.as_query() == {"beeld": "maand", "datum": "2026-03"}
    assert parse(month.as_query()) == month


def test_this_week_begins_today_and_ends_on_sunday():
    assert parse({"wanneer": "week"}).period(TUESDAY) == filters.Period(TUESDAY, date(2026, 3, 8))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (TUESDAY, date(2026, 3, 7)),
        (date(2026, 3, 7), date(2026, 3, 7)),
        (date(2026, 3, 8), date(2026, 3, 8)),
    ],
)
def test_the_weekend_is_the_one_that_is_left_of_this_week(today: date, first: date):
    weekend = filters.Period(first, date(2026, 3, 8))
    assert parse({"wanneer": "weekend"}).period(today) == weekend


def test_a_leap_february_has_twenty_nine_days():
    assert parse({"wanneer": "2028-02"}).period(TUESDAY).last == date(2028, 2, 29)


def test_choosing_something_else_goes_back_to_the_first_page():
    wish = parse({"soort": "lezing", "pagina": "3"})
    assert wish.but(branch="ommen") == parse({"soort": "lezing", "vestiging": "ommen"})


def test_only_what_lasts_goes_into_a_feed():
    wish = parse({"soort": "lezing", "q": "x", "dag": "2026-03-05", "beeld": "lijst"})
    assert wish.topics == AgendaFilter(kind=Kind.LECTURE)


def test_another_shape_or_page_narrows_nothing():
    assert not parse({"beeld": "week", "datum": "2026-03-02"}).is_narrowed
    assert not parse({"pagina": "2"}).is_narrowed
    assert parse({"q": "fiets"}).is_narrowed


days = st.dates(date(2000, 1, 8), date(2099, 12, 31))
wishes = st.builds(
    AgendaFilter,
    branch=st.sampled_from(["", "ommen", "den-ham"]),
    kind=st.none() | st.sampled_from(Kind),
    language=st.sampled_from(["", "nl", "tig"]),
    day=st.none() | days,
    words=st.text(max_size=100).map(lambda text: parse({"q": text}).words),
    page=st.integers(1, asked.MOST_PAGES),
) | st.builds(
    AgendaFilter,
    shape=st.just(Shape.MONTH),
    anchor=st.none() | days.map(lambda day: day.replace(day=1)),
)


@given(wishes)
def test_what_is_written_reads_the_same_again(wish: AgendaFilter):
    assert parse(MultiDict(parse_qsl(urlencode(wish.as_query())))) == wish


@given(st.dictionaries(st.sampled_from(filters.NAMES), st.text()))
def test_no_query_breaks_it_and_the_canonical_form_is_its_own(query: dict[str, str]):
    wish = parse(query)
    assert parse(wish.as_query()) == wish
    period = wish.period(TUESDAY)
    assert period.last is None or (period.first or period.last) <= period.last


@given(days, st.sampled_from(Near))
def test_what_is_near_is_never_over_nor_later_than_sunday(today: date, near: Near):
    period = replace(AgendaFilter(), near=near).period(today)
    assert period.first is not None
    assert period.last is not None
    assert today <= period.first <= period.last == filters.week_of(today).last
