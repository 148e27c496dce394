"""Each act counts once, wherever it was done, with no person in the log and none without a talk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.acts import caring, jobs, noticing
from community.acts.models import Act, TalkAct
from community.clock import now
from community.conversations import queries as conversations
from community.conversations.models import Kind
from community.conversations.writing import Words
from community.db import transaction
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering
from community.harvests.models import Harvest, HarvestEdition, State
from tests.conversations.talking import a_participant, on, says, viewer
from tests.factories import a_gathering, a_host_of, a_librarian, saved
from tests.formats.rows import goes_by
from tests.invitations.rows import an_invitation


@pytest.fixture
def talk(app):
    gathering = a_gathering("Wat helpt je de winter door?")
    says(gathering, viewer(a_participant(gathering)), "Wie heeft er soep?")
    return gathering


@pytest.fixture
def bas(app):
    return a_librarian()


def noticed(gathering) -> int:
    with transaction() as tx:
        found = conversations.find_of(tx, gathering.library_id, gathering.id)
        return noticing.notice(tx, found, now=now()) if found else 0


def log(session):
    session.rollback()
    of = select(Activity).where(Activity.verb.like("talk:%")).order_by(Activity.id)
    return [(row.verb, row.details["by"], row.person_key) for row in session.scalars(of)]


def test_each_act_counts_once_by_what_stands_there(talk, bas, session):
    worker = viewer(bas, is_librarian=True)
    says(talk, worker, "Lees dit", kind=Kind.SOURCE)
    says(talk, worker, "En hoe nu verder?")
    an_invitation(talk, a_participant(a_gathering("Ander"), "Sam"))
    goes_by(talk, "dialogue")
    a_host_of(talk)
    harvest = saved(
        Harvest(
            library_id=talk.library_id, gathering_id=talk.id, title="Soep", begun_at=now(),
            state=State.PUBLISHED, presented_at=now(), corrected_until=now(),
            established_at=now(), published_at=now(), edition=1,
        )
    )  # fmt: skip
    saved(
        HarvestEdition(
            harvest_id=harvest.id, number=1, library_id=talk.library_id, said={},
            published_at=now(),
        )
    )  # fmt: skip
    assert [noticed(talk), noticed(talk), jobs.notice(now())] == [6, 0, 0]
    assert sorted(log(session)) == [
        ("talk:activated", "question", None),
        ("talk:connected", "invitation", None),
        ("talk:enriched", "source", None),
        ("talk:spread", "harvest", None),
        ("talk:supported", "format", None),
        ("talk:supported", "host", None),
    ]
    assert {row.act for row in session.scalars(select(TalkAct))} == set(Act)


def test_what_a_resident_says_is_no_act_of_the_librarian(talk, session):
    noor = viewer(a_participant(talk, "Noortje"))
    says(talk, noor, "Dit boek", kind=Kind.SOURCE)
    assert noticed(talk) == 0
    assert log(session) == []


def test_without_a_conversation_or_of_something_sensitive_nothing_counts(talk, bas, session):
    silent = a_gathering("Stil")
    goes_by(silent, "dialogue")
    says(talk, viewer(bas, is_librarian=True), "Lees dit", kind=Kind.SOURCE)
    with transaction() as tx:
        tx.get_one(Gathering, talk.id).is_sensitive = True
    assert [noticed(silent), noticed(talk), jobs.notice(now())] == [0, 0, 0]
    assert log(session) == []


def test_on_the_panel_it_counts_in_the_same_transaction(talk, bas, session):
    hand = Hand(bas, "http://localhost", now())
    for _ in range(2):
        with transaction() as tx:
            caring.say(
                tx, on(talk), bas, Words(text="Lees dit", kind=Kind.SOURCE),
                once="b" * 32, now=now(),
            )  # fmt: skip
            number = caring.plan_next(tx, on(talk), hand).id
    assert [verb for verb, *_ in log(session)] == ["talk:enriched", "talk:activated"]
    assert session.get_one(Gathering, number).starts_at > talk.starts_at


def test_the_job_looks_where_something_was_done_lately(talk, bas, session):
    says(talk, viewer(bas, is_librarian=True), "En hoe nu verder?")
    assert jobs.notice(now() + jobs.LATELY + timedelta(days=30)) == 0
    assert jobs.notice(now()) == 1


def test_the_panel_adds_a_source_asks_and_says_what_was_done(talk, bas, client_of):
    here = f"/vechtdal/beheer/gesprekken/activiteit/{talk.id}/zorg"
    browser = client_of(bas)
    wrong = browser.post(f"{here}/verrijk", data={"text": "Lees dit"})
    assert wrong.status_code == 422
    assert "Lees dit" in wrong.text
    assert browser.post(f"{here}/vraag", data={"question": ""}).status_code == 422
    sent = {"text": "Lees dit", "url": "https://example.org/soep"}
    assert (
        "Er is een bron toegevoegd"
        in browser.post(f"{here}/verrijk", data=sent, follow_redirects=True).text
    )
    browser.post(f"{here}/vraag", data={"question": "En hoe nu verder?"})
    desk = browser.get(f"/vechtdal/beheer/activiteiten/{talk.id}").text
    assert "Er is een vraag gesteld" in desk
    next_time = browser.post(f"{here}/volgende", follow_redirects=True)
    assert "Dit is een concept." in next_time.text
