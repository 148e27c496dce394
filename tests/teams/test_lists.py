"""Once a quarter each team reads what it took part in; it says yes, or disputes a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import current_app
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from community.activity.models import Activity
from community.clock import LOCAL, from_local, local_day
from community.db import session, transaction
from community.gatherings.models import GatheringStatus
from community.outbox.models import OutboxMail
from community.teams import jobs, lists
from community.teams.models import TeamList, TeamPart
from community.teams.quarters import bounds, quarter_before, quarter_of
from tests.factories import a_gathering, a_librarian, a_library, a_person, the_library
from tests.gatherings.mailing import mailed
from tests.teams.rows import a_part, a_team

#: The third of October; the quarter before it began on the first of July.
AFTER = datetime(2026, 10, 3, 3, tzinfo=UTC)
JULY = date(2026, 7, 1)


def in_august(title="Samen eten", **fields):
    begins = datetime(2026, 8, 11, 12, tzinfo=UTC)
    given = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), **fields}
    return a_gathering(title, **given)


def owed() -> list[OutboxMail]:
    session().rollback()
    found = select(OutboxMail).where(OutboxMail.template == "teams/list")
    return list(session().scalars(found.order_by(OutboxMail.id)))


def link() -> str:
    """Where the only list lives."""
    found = session().scalars(select(TeamList)).one()
    token = lists.token_of(found, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/bevestigen/team/{token}"


@pytest.fixture
def sent(app):
    """The list of one team about one evening in August."""
    team = a_team("Balie", lead=a_person("Joke"))
    a_part(team, in_august())
    jobs.send_lists(AFTER)
    return team


# ─── sending ───


def test_after_the_quarter_who_leads_a_team_gets_the_list_once(sent):
    jobs.send_lists(AFTER)
    jobs.send_lists(AFTER + timedelta(days=1))
    (mail,) = owed()
    letter = mailed(mail)
    assert "Werkte Balie mee? derde kwartaal van 2026" in letter.subject
    assert "dinsdag 11\u00a0augustus" in letter.text
    assert "Samen eten" in letter.text
    assert "/vechtdal/bevestigen/team/" in letter.text


def test_what_nobody_closed_is_logged_before_it_is_sent(sent):
    rows = session().scalars(select(Activity)).all()
    assert [row.verb for row in rows] == ["team:took_part"]


def test_a_job_that_stood_still_makes_up_for_it_but_not_for_ever(app):
    team = a_team(lead=a_person())
    a_part(team, in_august())
    assert jobs.send_lists(AFTER + timedelta(days=40)) == 0
    assert jobs.send_lists(AFTER + timedelta(days=20)) == 1


def test_who_has_nothing_to_read_gets_nothing(app):
    joke = a_person("Joke")
    a_team("Zonder iets", lead=joke)
    a_part(a_team("Zonder trekker"), in_august())
    off = a_team("Alleen wat niet doorging", lead=joke)
    a_part(off, in_august(status=GatheringStatus.CANCELLED))
    other = a_team("Een ander kwartaal", lead=joke)
    a_part(other, a_gathering(starts_at=datetime(2026, 5, 1, 12, tzinfo=UTC)))
    assert jobs.send_lists(AFTER) == 0
    assert owed() == []


def test_who_no_longer_leads_the_team_is_not_told(sent):
    with transaction() as tx:
        tx.get_one(type(sent), sent.id).lead_id = None
    (mail,) = owed()
    assert mailed(mail) is None


def test_a_list_says_nothing_of_what_is_sensitive(app):
    team = a_team(lead=a_person())
    a_part(team, in_august("Rouwgroep", is_sensitive=True))
    jobs.send_lists(AFTER)
    (mail,) = owed()
    letter = mailed(mail)
    assert "Rouwgroep" not in letter.text + letter.html


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_exactly_one_quarter(day):
    begins, ends = bounds(quarter_of(day))
    moment = from_local(day, datetime.min.time().replace(hour=12))
    assert begins <= moment < ends
    assert local_day(begins) == quarter_of(day)
    assert ends == bounds(quarter_of(local_day(ends)))[0], "the next one follows at once"
    assert quarter_before(ends) == quarter_of(day)
    assert begins.astimezone(LOCAL).hour == 0


# ─── answering ───


def test_whoever_has_the_link_says_yes_to_it_without_signing_in(sent, client):
    page = client.get(link())
    assert "no-store" in page.headers["Cache-Control"]
    assert "Samen eten" in page.text
    assert "Het klopt" in page.text
    assert session().scalars(select(TeamList)).one().confirmed_at is None, "looking says nothing"
    for _ in range(2):
        answer = client.post(link(), follow_redirects=True)
        assert "Het is genoteerd" in answer.text
    session().rollback()
    assert session().scalars(select(TeamList)).one().confirmed_at is not None


def test_a_line_that_is_not_right_is_disputed_with_a_reason_that_a_librarian_reads(
    sent, client, client_of
):
    gathering = session().scalars(select(TeamPart)).one().gathering_id
    empty = client.post(f"{link()}/{gathering}", data={"reason": " "})
    assert empty.status_code == 422
    assert "Zeg in een paar woorden wat er niet klopt" in empty.text
    said = client.post(
        f"{link()}/{gathering}", data={"reason": "Wij waren dicht."}, follow_redirects=True
    )
    assert "Het telt niet meer mee" in said.text
    desk = client_of(a_librarian())
    assert "Team dat zegt: dit klopt niet" in desk.get("/vechtdal/beheer").text
    here = f"/vechtdal/beheer/activiteiten/{gathering}"
    page = desk.get(here).text
    assert "Balie zegt: dit klopt niet." in page
    assert "Wij waren dicht." in page
    desk.post(f"{here}/teams/gezien")
    assert "Team dat zegt" not in desk.get("/vechtdal/beheer").text
    assert "Wij waren dicht." in desk.get(here).text


def test_only_what_is_on_the_list_can_be_disputed(sent, client):
    other = in_august("Iets anders")
    a_part(a_team("Educatie"), other, activity_id=1)
    assert client.post(f"{link()}/{other.id}", data={"reason": "Nee"}).status_code == 404


def test_a_link_that_is_a_letter_off_or_of_another_library_opens_nothing(sent, client):
    a_library("salland")
    good = link()
    assert client.get(good).status_code == 200
    assert client.get(good[:-1] + ("A" if good[-1] != "A" else "B")).status_code == 404
    assert client.get(good.replace("vechtdal", "salland")).status_code == 404
    assert client.get("/vechtdal/bevestigen/team/zomaar").status_code == 404


def test_a_new_salt_makes_the_link_worthless(sent, client):
    good = link()
    with transaction() as tx:
        tx.scalars(select(TeamList)).one().salt = "0" * 32
    assert client.get(good).status_code == 404


def test_two_runs_at_the_same_moment_make_one_list(app):
    team = a_team(lead=a_person())
    a_part(team, in_august())
    the_library()
    with transaction() as tx:
        assert lists.make_list(tx, tx.get_one(type(team), team.id), JULY, now=AFTER)
    with transaction() as tx:
        assert not lists.make_list(tx, tx.get_one(type(team), team.id), JULY, now=AFTER)
    assert len(owed()) == 1
