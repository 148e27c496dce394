"""Series at the desk, as a browser without JavaScript sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import local_day
from community.db import db, session
from community.gatherings.models import GatheringStatus
from community.series.models import ClosedPeriod, Series
from community.series.rule import LAST
from tests.factories import a_sign_up, the_library
from tests.gatherings.desk import error_beside, the_gathering, typed
from tests.gatherings.drafting import cancel
from tests.series.acts import (
    WEEK,
    a_first,
    a_period,
    a_series,
    a_tuesday,
    dates,
    days,
    gatherings,
    stands,
)

HOME = "/vechtdal/beheer"


def chosen(**fields):
    """What the form about repeating sends."""
    given = {
        "every": "week-1",
        "ends": "datum",
        "until": (a_tuesday() + 3 * WEEK).isoformat(),
        "not_when_closed": "y",
        "act": "maken",
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def the_series():
    db.session().rollback()
    return session().scalars(select(Series).order_by(Series.id.desc())).first()


def repeat_at(gathering) -> str:
    return f"{HOME}/activiteiten/{gathering.id}/herhalen"


def said(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_from_the_form_of_something_new_to_a_series_in_three_steps(desk):
    answer = desk.post(f"{HOME}/activiteiten/nieuw", data=typed(act="herhalen"))
    to = repeat_at(the_gathering())
    assert answer.location == to
    page = desk.get(to)
    day = local_day(the_gathering().starts_at)
    until = (day + 2 * WEEK).isoformat()
    made = desk.post(to, data=chosen(until=until))
    assert page.status_code == 200
    assert made.location == f"{HOME}/reeksen/{the_series().id}"
    assert days(the_series()) == [day, day + WEEK, day + 2 * WEEK]
    assert "Laat de reeks stoppen" in desk.get(made.location).text


def test_what_can_be_chosen_is_said_of_its_own_day(desk):
    first = a_first()
    page = desk.get(repeat_at(first)).text
    assert "Elke dinsdag" in page
    assert "Om de week op dinsdag" in page
    assert re.search(r"Elke (eerste|tweede|derde|vierde|laatste) dinsdag van de maand", page)
    assert "Elke woensdag" not in page


def test_the_dates_are_shown_before_they_are_made(desk):
    first = a_first()
    a_period(a_tuesday() + WEEK, a_tuesday() + WEEK, name="Herfstvakantie")
    wish = chosen(not_in_holidays="y", act="bekijken")
    shown = desk.post(repeat_at(first), data=wish)
    assert shown.status_code == 200
    words = said(shown.text)
    assert "Elke dinsdag om 19.30 uur, tot en met" in words
    assert "niet in de schoolvakanties" in words
    assert "3 data in de komende twaalf maanden" in words
    assert "1 datum valt af" in words
    assert "Herfstvakantie" in words
    assert the_series() is None
    piece = desk.get(f"{repeat_at(first)}/data", query_string=wish).text
    assert "1 datum valt af" in piece
    assert "<html" not in piece


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": ""}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"ends": "aantal", "count": ""}, "count"),
        ({"ends": "aantal", "count": "1"}, "count"),
        ({"ends": "aantal", "count": "veel"}, "count"),
        ({"every": "maand-9"}, "every"),
    ],
)
def test_what_is_not_right_is_said_beside_the_field(desk, wrong, field):
    first = a_first()
    answer = desk.post(repeat_at(first), data=chosen(**wrong))
    assert answer.status_code == 422
    assert error_beside(answer, field)
    assert the_series() is None
    assert desk.get(f"{repeat_at(first)}/data", query_string=chosen(**wrong)).status_code == 200


def test_a_number_of_times_becomes_a_last_day(desk):
    first = a_first()
    desk.post(repeat_at(first), data=chosen(ends="aantal", count="5", until=""))
    assert the_series().until == a_tuesday() + 4 * WEEK
    assert len(days(the_series())) == 5


def test_several_days_of_the_week_and_the_last_of_the_month(desk):
    first = a_first()
    desk.post(repeat_at(first), data=chosen(also=["3"], every="week-2"))
    assert the_series().rule.weekdays == {1, 3}
    day = a_tuesday()
    while (day + WEEK).month == day.month:
        day += WEEK
    last = a_first(day, title="Debat")
    until = (day + timedelta(days=100)).isoformat()
    desk.post(repeat_at(last), data=chosen(every="maand-laatste", until=until))
    assert the_series().nth == LAST
    page = said(desk.get(f"{HOME}/reeksen/{the_series().id}").text)
    assert "Elke laatste dinsdag van de maand om 19.30 uur" in page


def test_the_page_of_a_series_shows_every_date_with_what_became_of_it(desk):
    series = a_series()
    second = gatherings(series)[1]
    a_sign_up(gatherings(series)[0])
    cancel(second, "Ziek")
    a_period(a_tuesday() + 2 * WEEK, a_tuesday() + 2 * WEEK, name="Studiedag")
    page = said(desk.get(f"{HOME}/reeksen/{series.id}").text)
    assert "1 van 20 komt" in page
    assert "Gaat niet door" in page
    assert page.count("Taalcafé") >= 10
    assert "Studiedag" not in page  # It is a school holiday, and this series does not mind.


def test_a_series_with_many_dates_costs_as_many_questions_as_one_with_few(desk, queries):
    few, many = a_series(), a_series(rule={"until": None}, title="Veel")
    desk.get(f"{HOME}/reeksen/{few.id}")
    costs = []
    for series in (few, many):
        with queries() as asked:
            desk.get(f"{HOME}/reeksen/{series.id}")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20


def test_a_date_is_added_with_one_click_and_refused_in_the_past(desk):
    series = a_series()
    at = f"{HOME}/reeksen/{series.id}/datum"
    day = a_tuesday() + timedelta(days=3)
    desk.post(at, data={"day": day.isoformat()})
    assert day in days(series)
    again = desk.post(at, data={"day": day.isoformat()})
    assert again.status_code == 422
    assert "heeft al een activiteit op die dag" in error_beside(again, "day")
    assert desk.post(at, data={"day": "2020-01-07"}).status_code == 422
    assert desk.post(at, data={"day": ""}).status_code == 422


def test_ending_a_series_says_whom_that_is_told_to(desk):
    series = a_series()
    a_sign_up(gatherings(series)[5])
    at = f"{HOME}/reeksen/{series.id}/stoppen"
    assert "1 persoon krijgt een mail" in said(desk.get(at).text)
    last = (a_tuesday() + WEEK).isoformat()
    assert desk.post(at, data={"last_day": last, "reason": ""}).status_code == 422
    desk.post(at, data={"last_day": last, "reason": "De groep stopt."})
    left = [each for each in gatherings(series) if each.status is GatheringStatus.PUBLISHED]
    assert len(left) == 2
    assert gatherings(series)[2].cancel_reason == "De groep stopt."


def test_trouble_stands_on_today_until_somebody_has_seen_it(desk):
    from community.db import transaction
    from community.series.models import SeriesDate

    series = a_series()
    with transaction() as tx:
        row = tx.get_one(SeriesDate, dates(series)[3].id)
        row.trouble = [["There is no room for so many people.", {}]]
    assert "Datum van een reeks om naar te kijken" in desk.get(HOME).text
    page = desk.get(f"{HOME}/reeksen/{series.id}").text
    assert "Er is geen plek voor zoveel mensen." in page
    desk.post(f"{HOME}/reeksen/{series.id}/gezien")
    assert "om naar te kijken" not in desk.get(HOME).text


def test_the_desk_page_of_a_gathering_leads_to_its_series_or_offers_one(desk):
    first = a_first()
    at = f"{HOME}/activiteiten/{first.id}"
    assert "/herhalen" in desk.get(at).text
    desk.post(repeat_at(first), data=chosen())
    page = desk.get(at).text
    assert "/herhalen" not in page
    assert f"/beheer/reeksen/{the_series().id}" in page


def test_the_list_of_series_says_what_comes_next(desk):
    series = a_series()
    page = said(desk.get(f"{HOME}/reeksen").text)
    assert "Elke dinsdag om 19.30 uur" in page
    assert "Nog 10 keer" in page
    assert stands(series).title in page


def test_closed_days_are_kept_changed_and_removed_on_one_page(desk):
    at = f"{HOME}/vakanties"
    sent = {"name": "Pasen", "kind": "closed", "first_day": "2027-03-28", "last_day": "2027-03-29"}
    assert desk.post(at, data=sent).status_code == 303
    (period,) = session().scalars(select(ClosedPeriod)).all()
    assert "Pasen" in desk.get(at).text
    edit = f"{at}/{period.id}"
    assert "2027-03-28" in desk.get(edit).text
    wrong = desk.post(edit, data={**sent, "last_day": "2027-03-01"})
    assert wrong.status_code == 422
    assert error_beside(wrong, "last_day")
    desk.post(edit, data={**sent, "last_day": ""})
    db.session().rollback()
    assert session().get(ClosedPeriod, period.id).last_day.isoformat() == "2027-03-28"
    desk.post(f"{edit}/weg")
    db.session().rollback()
    assert session().scalars(select(ClosedPeriod)).all() == []


def test_what_could_not_be_looked_up_is_said(desk):
    assert "Regio Zuid, 2026–2027: deze data konden we niet" in desk.get(f"{HOME}/vakanties").text


def test_the_school_holidays_of_a_region_come_in_once(desk):
    at = f"{HOME}/vakanties/regio"
    the_library()
    desk.post(at, data={"regio": "noord"})
    number = len(session().scalars(select(ClosedPeriod)).all())
    assert number > 0
    desk.post(at, data={"regio": "noord"})
    assert len(session().scalars(select(ClosedPeriod)).all()) == number
    assert desk.post(at, data={"regio": "oost"}).status_code == 422
