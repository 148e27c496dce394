"""A series as residents see it, without JavaScript."""

from __future__ import annotations

import re

from sqlalchemy import select

from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.kinds import Eligibility
from community.gatherings.models import SignUp, SignUpStatus
from community.gatherings.questions import Question
from community.outbox.models import OutboxMail
from community.series.editing import Scope
from tests.factories import a_gathering, a_person, a_sign_up
from tests.gatherings.mailing import mailed
from tests.series.acts import a_series, change, gatherings
from tests.series.test_desk_views import said

HOME = "/vechtdal"


def page_of(gathering) -> str:
    return f"{HOME}/agenda/{gathering.id}-{gathering.slug}"


def join_at(gathering) -> str:
    return f"{HOME}/agenda/{gathering.id}/reeks"


def entries() -> list[SignUp]:
    return list(session().scalars(select(SignUp).order_by(SignUp.gathering_id)))


def test_below_a_gathering_stands_which_series_it_is_one_of_and_when_it_is_next(client):
    series = a_series()
    first = gatherings(series)[0]
    page = client.get(page_of(first)).text
    assert "Dit is er een uit een reeks: elke dinsdag om 19.30 uur" in said(page)
    others = [each for each in gatherings(series) if page_of(each) in page]
    assert len(others) == 6  # Five others, and the page itself.
    assert join_at(first) in page


def test_below_what_is_no_series_stands_nothing(client):
    gathering = a_gathering()
    assert "uit een reeks" not in client.get(page_of(gathering)).text
    assert client.get(join_at(gathering)).status_code == 404
    key = client.application.config["SECRET_KEY"]
    token = sign_up_queries.token_of(a_sign_up(gathering), key=key)
    assert client.get(f"{HOME}/reeks/{token}").status_code == 404


def test_the_page_costs_no_more_for_a_long_series(client, queries):
    short, long = a_series(), a_series(title="Lang", rule={"until": None})
    client.get(page_of(gatherings(short)[1]))
    costs = []
    for series in (short, long):
        page = page_of(gatherings(series)[0])
        with queries() as asked:
            client.get(page)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_with_an_account_all_dates_with_room_are_ticked_and_joined(client_of):
    series = a_series(capacity=1)
    first, second = gatherings(series)[:2]
    a_sign_up(second)
    noor = a_person()
    browser = client_of(noor)
    form = browser.get(join_at(first)).text
    ticked = re.findall(r'name="dates" value="(\d+)" checked', form)
    assert len(ticked) == 9
    assert re.findall(r'name="waits" value="(\d+)"', form) == [str(second.id)]
    answer = browser.post(join_at(first), data={"dates": ticked, "party_size": "1"})
    assert answer.location == page_of(first)
    mine = [each for each in entries() if each.person_id == noor.id]
    assert len(mine) == 9
    assert "Je doet mee op 9 data" in said(browser.get(page_of(first)).text)


def test_what_became_full_while_choosing_is_named(client_of):
    series = a_series(capacity=1)
    first, second = gatherings(series)[:2]
    browser = client_of(a_person())
    a_sign_up(second)
    data = {"dates": [str(first.id), str(second.id)], "party_size": "1"}
    browser.post(join_at(first), data=data)
    assert "Vol, daar doe je dus niet mee" in said(browser.get(page_of(first)).text)


def test_without_an_account_one_mail_and_one_button(client):
    series = a_series(capacity=5)
    chosen = [str(each.id) for each in gatherings(series)[:3]]
    data = {
        "dates": chosen, "party_size": "2", "first_name": "Fatima",
        "email": "fatima@example.org", "may_invite": "no",
    }  # fmt: skip
    answer = client.post(join_at(gatherings(series)[0]), data=data)
    assert answer.location.endswith("/kijk-in-je-mail")
    assert "fatima@example.org" in client.get(answer.location).text
    assert {each.status for each in entries()} == {SignUpStatus.PENDING}
    (mail,) = session().scalars(select(OutboxMail)).all()
    link = re.search(rf"{HOME}/reeks/\S+", mailed(mail).text).group()
    page = client.get(link)
    assert "Bevestig alle 3 data" in said(page.text)
    assert {each.status for each in entries()} == {SignUpStatus.PENDING}  # Looking is no click.
    client.post(link)
    session().rollback()
    session().expire_all()
    assert {each.status for each in entries()} == {SignUpStatus.CONFIRMED}
    assert "Bevestig" not in said(client.get(link).text)


def test_nothing_chosen_and_nothing_filled_in_comes_back_with_what_is_missing(client):
    series = a_series()
    answer = client.post(join_at(gatherings(series)[0]), data={"party_size": "1"})
    assert answer.status_code == 422
    assert "Kies minstens één datum" in answer.text
    assert "Vul je voornaam in" in answer.text
    assert entries() == []


def test_what_is_for_people_with_an_account_asks_to_sign_in(client):
    series = a_series(eligibility=Eligibility.SIGNED_IN)
    answer = client.get(join_at(gatherings(series)[0]))
    assert answer.location.startswith("/inloggen")


def test_what_asks_a_question_of_each_date_is_not_joined_in_one_go(client):
    series = a_series(questions=(Question(label="Welke maat?", required=True),))
    first = gatherings(series)[0]
    assert join_at(first) not in client.get(page_of(first)).text
    assert client.get(join_at(first)).location == page_of(first)


def test_somebody_elses_token_opens_nothing(client):
    assert client.get(f"{HOME}/reeks/1-AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_the_agenda_and_its_feed_can_be_narrowed_to_a_series_also_after_a_split(client):
    series = a_series()
    other = a_series(title="Iets anders")
    change(gatherings(series)[4], Scope.FOLLOWING, title="Taalcafé plus")
    agenda = client.get(f"{HOME}/agenda?serie={series.id}").text
    assert "Taalcafé plus" in agenda
    assert page_of(gatherings(other)[0]) not in agenda
    feed = client.get(f"{HOME}/agenda.ics?serie={series.id}").text
    assert feed.count("BEGIN:VEVENT") == 10
    assert "Iets anders" not in feed
    both = client.get(f"{HOME}/agenda.ics?serie={series.id}&soort=lezing").text
    assert "BEGIN:VEVENT" not in both
    assert client.get(f"{HOME}/agenda.ics?serie=alles").status_code == 404
    assert f"serie={series.id}" in client.get(page_of(gatherings(series)[0])).text
