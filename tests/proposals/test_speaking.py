"""What somebody says at the desk: written down, with their yes; who gets no mail is called."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.consents import services as consents
from community.consents.models import Channel, Consent
from community.db import session
from community.errors import NotFound
from community.proposals import answering, backing, desk_queries, queries, speaking, states
from community.proposals.agreed import SPOKEN
from community.proposals.models import Proposal, ProposalBacking, Reason, State
from community.proposals.speaking import Speaker
from tests.factories import a_librarian, a_library, a_member
from tests.proposals.ideas import a_backing, a_proposal, by, count, do, joined, readers, said, the

DESK = "/vechtdal/beheer"


@pytest.fixture
def library(app):
    return a_library("vechtdal")


def says(once="een", **fields):
    return Speaker(first_name="Truus", phone="06 12345678", once=once, **fields)


def proposes(library, who=None, what=None):
    args = (library.id, who or says(), what or said(bring="Soep"))
    return do(speaking.propose, *args, is_old_enough=True, now=now())


def backs(proposal, who=None, what=None):
    args = (proposal.library_id, proposal.id, who or says(), what or joined("Soep"))
    return do(speaking.back, *args, now=now())


def calls(library):
    session().rollback()
    return [each.person.first_name for each in desk_queries.list_calls(session(), library.id)]


def test_what_is_said_at_the_desk_is_open_at_once_and_the_yes_is_kept_once(library):
    made = proposes(library)
    proposes(library)
    assert (the(made).state, count(Proposal)) == (State.OPEN, 1)
    (first,) = queries.list_backings(session(), made.id)
    assert (first.person.first_name, first.is_read, first.spoken) == ("Truus", True, "counter")
    kept = session().execute(select(Consent.purpose, Consent.channel, Consent.person_id)).all()
    assert kept == [(SPOKEN.name, Channel.COUNTER, first.person_id)]


def test_whoever_says_so_is_behind_it_pressed_twice_or_not(library):
    proposal, _ = a_proposal()
    for _again in range(2):
        backs(proposal, says(how=Channel.PHONE))
    backs(proposal, says("twee"))
    els = a_member(name="Els")
    backs(proposal, says("drie", email=els.email))
    behind = queries.list_backings(session(), proposal.id)[1:]
    assert [(each.spoken, each.is_read) for each in behind] == [
        (Channel.PHONE, True), (Channel.COUNTER, True), (Channel.COUNTER, True),
    ]  # fmt: skip
    assert behind[-1].person_id == els.id
    assert count(Person) == 4


def test_who_gets_no_mail_is_on_the_call_list_until_somebody_called(library):
    made = proposes(library)
    backs(made, says("twee"))
    els = a_member(name="Els")
    a_backing(made, els)
    assert calls(library) == []
    do(answering.decline, library.id, made.id, Reason.LATER, "Straks.", by(a_librarian()))
    assert calls(library) == ["Truus", "Truus"]
    assert readers("declined") == [els.id]
    first = queries.list_backings(session(), made.id)[0]
    for _again in range(2):
        do(speaking.called, library.id, made.id, first.id)
    assert calls(library) == ["Truus"]
    do(states.hide, library.id, made.id, why="report", now=now())
    assert calls(library) == []


def test_who_takes_that_yes_back_is_behind_nothing_of_it_any_more(library):
    els = a_member(name="Els")
    spoken = says(email=els.email)
    mine, answered = (
        proposes(library, spoken),
        proposes(library, says("b", email=els.email), said("Iets anders")),
    )
    do(answering.decline, library.id, answered.id, Reason.LATER, "Nee.", by(a_librarian()))
    other, _ = a_proposal("Van Karim")
    backs(other, says("c", email=els.email))
    own, _ = a_proposal("Zelf getypt")
    do(backing.back, library.id, own.id, els.id, joined(), now=now())
    do(consents.take_back, library.id, els.id, SPOKEN.name, now=now())
    assert the(mine).state is State.WITHDRAWN
    assert (the(answered).state, the(answered).person_id) == (State.DECLINED, None)
    still = select(ProposalBacking.proposal_id).where(ProposalBacking.person_id == els.id)
    assert set(session().scalars(still)) == {mine.id, own.id}


def test_whom_the_library_knows_says_it_as_themselves_and_nobody_elses_members_do(library):
    truus = a_member(name="Truus", library=library, email=None)
    made = proposes(library, Speaker(person_id=truus.id, once="een"))
    other, _ = a_proposal("Van Karim")
    for once in ("twee", "drie"):
        backs(other, Speaker(person_id=truus.id, once=once))
    behind = queries.list_backings(session(), other.id)
    assert (the(made).person_id, [each.person_id for each in behind][1:]) == (truus.id, [truus.id])
    elsewhere = a_member(library=a_library("salland"), name="Truus", email=None)
    for refused in (proposes, lambda _library, who: backs(other, who)):
        with pytest.raises(NotFound):
            refused(library, Speaker(person_id=elsewhere.id, once="vier"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_librarian_finds_who_has_been_here_before(client_of, library):
    truus = a_member(name="Truus", library=library, email=None)
    elsewhere = a_member(library=a_library("salland"), name="Truus", email=None)
    proposal, _ = a_proposal()
    desk, at = client_of(a_librarian()), f"{DESK}/voorstellen/{proposal.id}/namens"
    found = desk.get(f"{at}?q=tru").text
    assert f"{at}/{truus.id}" in found
    assert f"{at}/{elsewhere.id}" not in found
    assert desk.get(f"{at}/{elsewhere.id}").status_code == 404
    behind = {"how": "phone", "once": "b" * 32, "said_yes": "y"}
    assert desk.post(f"{at}/{truus.id}", data=behind).status_code == 303
    assert [each.person_id for each in queries.list_backings(session(), proposal.id)][1:] == [
        truus.id
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_librarian_writes_it_down_and_calls(client_of, library):
    desk = client_of(a_librarian())
    form = {"first_name": "Truus", "title": "Samen soep koken", "is_old_enough": "y",
            "how": "counter", "once": "a" * 32}  # fmt: skip
    refused = desk.post(f"{DESK}/voorstellen/namens", data=form)
    assert (refused.status_code, count(Proposal)) == (422, 0)
    assert (
        desk.post(f"{DESK}/voorstellen/namens", data={**form, "said_yes": "y"}).status_code == 303
    )
    made = session().scalars(select(Proposal)).one()
    at = f"{DESK}/voorstellen/{made.id}"
    behind = {"first_name": "Gerrit", "how": "phone", "once": "b" * 32, "said_yes": "y"}
    assert "Samen soep koken" in desk.get(f"{at}/namens").text
    desk.post(f"{at}/namens", data=behind)
    desk.post(f"{at}/nee", data={"reason": "later", "answer": "Straks."})
    listed = desk.get(f"{DESK}/bellijst").text
    assert [each for each in ("Gerrit", "Truus") if each not in listed] == []
    stands = queries.list_backings(session(), made.id)[1]
    desk.post(f"{at}/gebeld/{stands.id}")
    assert "Gerrit" not in desk.get(f"{DESK}/bellijst").text
