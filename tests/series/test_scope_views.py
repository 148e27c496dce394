"""After the form of one of a series: for which dates is this?"""

from __future__ import annotations

from datetime import timedelta

from community.clock import local
from community.gatherings.models import Gathering
from tests.factories import a_gathering, a_sign_up
from tests.gatherings.desk import edited, hidden_inputs
from tests.gatherings.drafting import edit
from tests.gatherings.drafting import stands as standing
from tests.series.acts import a_series, a_tuesday, days, gatherings
from tests.series.test_desk_views import said, the_series

HOME = "/vechtdal/beheer"


def form_of(desk, gathering: Gathering, **changes):
    """The whole form as a browser sends it back, with some of it changed."""
    html = desk.get(f"{HOME}/activiteiten/{gathering.id}/bewerken").text
    clocks = {"starts": "19:30", "ends": "21:30", "act": "bewaren"}
    return edited(gathering, html, **{**clocks, **changes})


def send(desk, gathering, sent):
    return desk.post(f"{HOME}/activiteiten/{gathering.id}/bewerken", data=sent)


def test_saving_one_of_a_series_asks_for_which_dates_and_says_who_is_told(desk):
    series = a_series()
    second, third = gatherings(series)[1:3]
    a_sign_up(second)
    a_sign_up(third)
    answer = send(desk, second, form_of(desk, second, starts="20:00", ends="22:00"))
    assert answer.status_code == 200
    words = said(answer.text)
    assert "Alleen deze" in words
    assert "Deze en de volgende: 9 data" in words
    assert "Alle die nog komen: 10 data" in words
    assert "1 persoon krijgt een mail" in words
    assert "2 personen krijgen een mail" in words or "2 mensen krijgen een mail" in words
    assert local(standing(second).starts_at).hour == 19


def test_all_is_saved_in_one_go_and_leads_to_the_series(desk):
    series = a_series()
    second = gatherings(series)[1]
    asked = send(desk, second, form_of(desk, second, title="Praatcafé"))
    sent = {**hidden_inputs(asked.text), "scope": "alle", "act": "vertellen"}
    saved = send(desk, second, sent)
    assert saved.location == f"{HOME}/reeksen/{series.id}"
    assert {each.title for each in gatherings(series)} == {"Praatcafé"}


def test_this_and_following_leads_to_the_new_series(desk):
    series = a_series()
    fifth = gatherings(series)[4]
    sent = form_of(desk, fifth, title="Praatcafé", scope="volgende")
    saved = send(desk, fifth, sent)
    assert saved.location == f"{HOME}/reeksen/{the_series().id}"
    assert the_series().id != series.id
    assert len(days(series)) == 4
    assert len(days(the_series())) == 6


def test_only_this_one_goes_on_as_always(desk):
    series = a_series()
    second = gatherings(series)[1]
    sent = form_of(desk, second, title="Praatcafé", scope="deze")
    assert send(desk, second, sent).location == f"{HOME}/activiteiten/{second.id}"
    assert [each.title for each in gatherings(series)].count("Praatcafé") == 1


def test_a_form_in_which_nothing_changed_asks_nothing(desk):
    second = gatherings(a_series())[1]
    assert send(desk, second, form_of(desk, second)).status_code == 303


def test_what_is_no_series_is_not_asked(desk):
    gathering = a_gathering()
    sent = form_of(desk, gathering, title="Anders", starts="14:00", ends="16:00")
    assert send(desk, gathering, sent).status_code == 303


def test_what_stays_as_it_was_changed_by_hand_is_said_and_can_be_overruled(desk):
    series = a_series()
    third = gatherings(series)[2]
    edit(third, capacity=50)
    first = gatherings(series)[0]
    asked = send(desk, first, form_of(desk, first, capacity="12"))
    assert "met de hand gewijzigd: dat blijft" in said(asked.text)
    sent = {**hidden_inputs(asked.text), "scope": "alle", "act": "vertellen"}
    send(desk, first, {**sent, "ook_met_de_hand": "ja"})
    assert {each.capacity for each in gatherings(series)} == {12}


def test_another_day_of_the_week_is_offered_for_the_whole_series_and_said_in_words(desk):
    series = a_series()
    first = gatherings(series)[0]
    a_sign_up(first)
    day = (a_tuesday() + timedelta(days=1)).isoformat()
    asked = send(desk, first, form_of(desk, first, day=day))
    assert "Vanaf dan: elke woensdag om 19.30 uur" in said(asked.text)
    sent = {**hidden_inputs(asked.text), "scope": "alle", "act": "vertellen"}
    assert send(desk, first, sent).location == f"{HOME}/reeksen/{series.id}"
    assert {each.weekday() for each in days(series)} == {2}


def test_a_day_further_than_a_week_is_offered_for_this_one_only(desk):
    first = gatherings(a_series())[0]
    day = (a_tuesday() + timedelta(days=8)).isoformat()
    asked = send(desk, first, form_of(desk, first, day=day))
    assert "Alleen deze" in said(asked.text)
    assert 'value="alle"' not in asked.text
    refused = send(desk, first, form_of(desk, first, day=day, scope="alle"))
    assert refused.status_code == 422


def test_somebody_else_was_sooner_and_the_form_comes_back(desk):
    series = a_series()
    first = gatherings(series)[0]
    sent = form_of(desk, first, title="Van mij", scope="alle")
    edit(first, title="Van een ander")
    assert send(desk, first, sent).status_code == 409
    assert [each.title for each in gatherings(series)].count("Van mij") == 0
