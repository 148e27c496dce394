"""The list of the quarter: one per partner, frozen, mailed once, and nothing is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Membership, Person
from community.clock import local, now
from community.db import session, transaction
from community.gatherings.models import GatheringStatus
from community.outbox import letters
from community.outbox.models import MailState, OutboxMail
from community.partners import jobs, list_queries, lists
from community.partners.models import (
    ContactKind,
    ContactMoment,
    JudgementGiven,
    LineKind,
    Partnership,
    PartnerState,
    QuarterList,
)
from community.partners.periods import Quarter
from tests.factories import saved
from tests.gatherings.crowd import rush
from tests.partners.asking import (
    DUE,
    QUARTER,
    a_mailed_list,
    again,
    asked_partner,
    brought,
    in_the_quarter,
    mails,
    make,
    the_list,
)
from tests.partners.making import a_gathering_that_was, a_goal, a_partner, joined

pytestmark = pytest.mark.usefixtures("app")


def test_the_job_makes_every_list_once_however_often_it_runs():
    partners = [asked_partner() for _ in range(3)]
    assert jobs.make_lists(DUE - timedelta(days=2)) == 0, "the desk has days of grace"
    assert jobs.make_lists(DUE) == 3
    assert [jobs.make_lists(DUE + timedelta(days=n)) for n in range(3)] == [0, 0, 0]
    assert len(mails()) == 3
    assert {the_list(partner).first_day for partner in partners} == {QUARTER.first_day}


def test_two_runners_at_once_make_one_list_and_owe_one_mail(app):
    partner = asked_partner()
    assert rush(app, [lambda: make(partner)] * 8) == []
    session().rollback()
    assert session().scalar(select(func.count(QuarterList.id))) == 1
    assert len(mails()) == 1


def test_a_list_holds_what_took_place_and_nothing_else():
    partner = a_partner(contact="m@ggd.example")
    joined(in_the_quarter(5, "Erbij"), partner)
    for title, status in (("Afgelast", GatheringStatus.CANCELLED), ("Plan", GatheringStatus.DRAFT)):
        gathering = in_the_quarter(6, title)
        joined(gathering, partner)
        with transaction() as tx:
            tx.merge(gathering).status = status
    joined(a_gathering_that_was("Later", starts_at=QUARTER.ends + timedelta(hours=12)), partner)
    early = QUARTER.ends - timedelta(days=380)
    joined(a_gathering_that_was("Te oud", starts_at=early), partner)
    made = make(partner)
    assert [line.text for line in made.lines] == ["Erbij"]


def test_what_was_noted_late_comes_with_the_next_list():
    partner = a_partner(contact="m@ggd.example")
    late = a_gathering_that_was("Vergeten", starts_at=QUARTER.begins - timedelta(days=30))
    joined(late, partner)
    assert [line.text for line in make(partner).lines] == ["Vergeten"]


def test_a_list_is_frozen_and_a_later_change_is_asked_again():
    asked = a_mailed_list()
    row = brought(asked)
    with transaction() as tx:
        gathering = tx.get_one(Partnership, row.id).gathering
        gathering.title = "Anders"
    joined(gathering, asked.partner, minutes=600)
    (line,) = again(asked).lines
    assert (line.text, line.minutes) == ("Repair Café", 120)
    assert brought(asked).listed_at is None
    due = list_queries.list_due(session(), QUARTER.next, now=QUARTER.next.ends)
    assert due == [(asked.library_id, asked.partner_id)]


def test_goals_and_look_backs_stand_on_it_each_once():
    partner = a_partner(contact="m@ggd.example")
    day = QUARTER.first_day
    a_goal(partner, "Meer buren.", agreed_on=day, looked_back_on=day, look_back="Gelukt.")
    made = make(partner)
    assert [(line.kind, line.text) for line in made.lines] == [
        (LineKind.GOAL, "Meer buren."),
        (LineKind.LOOK_BACK, "Gelukt."),
    ]
    assert list_queries.list_due(session(), QUARTER.next, now=QUARTER.next.ends) == []


def test_who_rests_or_has_nothing_to_confirm_gets_no_list():
    asked_partner(state=PartnerState.RESTING)
    a_partner(contact="leeg@ggd.example")
    assert jobs.make_lists(DUE) == 0


def test_somebody_at_a_partner_is_mailed_without_becoming_a_member():
    a_mailed_list()
    (mail,) = mails()
    person = session().get_one(Person, mail.person_id)
    assert (person.email, person.first_name) == ("m.kok@ggd.example", "Marloes")
    assert session().scalars(select(Membership)).all() == []
    assert local(mail.due_at).hour >= 9, "nobody reads a mail at night"


def test_the_mail_tells_everything_and_has_one_button():
    partner = asked_partner()
    a_goal(partner, "Meer buren.", agreed_on=QUARTER.first_day)
    make(partner, now())
    (mail,) = mails()
    letter = letters.render(session(), mail)
    for words in ("Repair Café", "2\u00a0uur en €\u00a050", "Meer buren.", "/vechtdal/bevestigen/"):
        assert words in letter.text.replace("\n", " ")
    assert letter.to_address == "m.kok@ggd.example"
    assert letter.html.count("/bevestigen/") == 1


def test_a_mail_that_is_answered_or_overtaken_is_not_sent():
    asked = a_mailed_list()
    (mail,) = mails()
    with transaction() as tx:
        lists.mail_again(tx, asked.library_id, asked.id, now=DUE + timedelta(hours=1))
    session().rollback()
    assert letters.render(session(), mail) is None
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).answered_at = DUE
    assert letters.render(session(), mails()[-1]) is None


def test_mailing_again_makes_the_old_link_worthless_and_pressing_twice_mails_once():
    asked = a_mailed_list()
    old = list_queries.token_of(asked, key="x")
    for _ in range(2):
        with transaction() as tx:
            lists.mail_again(tx, asked.library_id, asked.id, now=DUE + timedelta(hours=1))
    assert len(mails()) == 2
    assert list_queries.token_of(again(asked), key="x") != old


def waiting(asked: QuarterList) -> bool:
    session().rollback()
    return asked.id in {
        one.id for one in list_queries.list_waiting(session(), asked.library_id, now=DUE)
    }


def test_a_list_for_nobody_waits_for_a_librarian():
    asked = a_mailed_list("")
    assert mails() == []
    assert waiting(asked)


def test_a_mail_that_failed_waits_for_a_librarian_until_it_is_mailed_anew():
    asked = a_mailed_list()
    assert not waiting(asked)
    (mail,) = mails()
    with transaction() as tx:
        tx.get_one(OutboxMail, mail.id).state = MailState.FAILED
    assert waiting(asked)
    with transaction() as tx:
        lists.mail_again(tx, asked.library_id, asked.id, now=DUE + timedelta(hours=1))
    assert not waiting(asked)


def spoke(partner, on) -> None:
    saved(
        ContactMoment(
            library_id=partner.library_id, partner_id=partner.id, kind=ContactKind.CALL,
            happened_on=on, about="koffie", created_at=now(),
        )
    )  # fmt: skip


def test_once_a_year_every_active_partner_is_asked_what_it_thinks(client, app):
    last = Quarter(QUARTER.year - 1, 4)
    at = last.ends + lists.GRACE + timedelta(hours=12)
    spoken_to, judged, quiet = (a_partner(contact=f"{n}@ggd.example") for n in "abc")
    spoke(spoken_to, last.first_day)
    spoke(judged, last.first_day)
    spoke(quiet, last.first_day.replace(year=last.year - 1))
    given = {"partner_id": judged.id, "library_id": judged.library_id}
    saved(JudgementGiven(year=last.next.year, **given))
    assert [jobs.make_lists(at), jobs.make_lists(at)] == [1, 0]
    asked = the_list(spoken_to)
    assert asked.lines == []
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).expires_at = now() + lists.LASTS
    assert "drie stellingen" in letters.render(session(), mails()[0]).text
    path = f"/vechtdal/bevestigen/{list_queries.token_of(asked, key=app.config['SECRET_KEY'])}"
    assert "Samen bereiken we meer dan alleen" in client.get(path).text
    assert client.post(path, data={"more_together": "5"}).status_code == 303
    assert "Samen bereiken we meer dan alleen" not in client.get(path).text


def test_in_other_quarters_nobody_is_mailed_about_nothing():
    partner = a_partner(contact="m@ggd.example")
    third = Quarter(QUARTER.year - 1, 3)
    spoke(partner, third.first_day)
    assert jobs.make_lists(third.ends + lists.GRACE + timedelta(hours=12)) == 0
