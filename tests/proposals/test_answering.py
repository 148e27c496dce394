"""The library answers: a draft with who proposed it, a no with a reason, or a question first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import session, transaction
from community.gatherings import hosting, hosting_queries
from community.gatherings.drafts import DraftRefused
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering, GatheringStatus
from community.groups import queries as groups
from community.initiatives import queries as initiatives
from community.initiatives.models import Proof
from community.outbox import letters
from community.proposals import answering, backing, following_up, forgetting, jobs, states
from community.proposals.answering import AnsweredBefore, NothingToAnswer, TakenBack
from community.proposals.models import KEPT, Proposal, ProposalBacking, Reason, State
from community.proposals.states import IsAnswered
from tests.factories import a_librarian, a_library, a_member, next_week
from tests.gatherings.crowd import rush
from tests.groups.groups import a_group, a_member_of
from tests.proposals.ideas import (
    DAY,
    TERM,
    a_backing,
    a_draft,
    a_proposal,
    apart,
    by,
    count,
    do,
    joined,
    owed,
    readers,
    the,
)


@pytest.fixture
def library(app):
    return a_library()


@pytest.fixture
def bas(library):
    return a_librarian(library)


@pytest.fixture
def noor(library):
    return a_member(library=library, name="Noor")


@pytest.fixture
def els(library):
    return a_member(library=library, name="Els")


@pytest.fixture
def proposal(library, noor, els):
    made, _ = a_proposal(person=noor, themes=("tuin-natuur",))
    a_backing(made, els)
    return made


def plans(proposal, librarian, **fields):
    draft = a_draft(**{"address": "Buurthuis", **fields})
    args = (proposal.library_id, proposal.id, draft, "Graag!", by(librarian))
    return do(answering.plan, *args)


def declines(proposal, librarian):
    args = (proposal.library_id, proposal.id, Reason.TOO_FEW, "Helaas.", by(librarian))
    return do(answering.decline, *args)


def asks(proposal, librarian, *, wanted=None, days=9):
    until = now() + days * DAY
    args = (proposal.library_id, proposal.id, "Wie komt er?", until)
    return do(answering.ask, *args, wanted=wanted, hand=by(librarian))


def begun() -> list[Activity]:
    session().rollback()
    rows = select(Activity).where(Activity.verb == Verb.INITIATOR_CONFIRMED)
    return list(session().scalars(rows))


# ─── yes ───


def test_a_yes_makes_a_draft_with_who_proposed_it_as_co_host_and_tells_everybody_once(
    proposal, bas, noor, els
):
    gathering = plans(proposal, bas)
    assert gathering.status is GatheringStatus.DRAFT
    assert hosting_queries.is_host(session(), gathering.id, noor.id)
    stands = the(proposal)
    assert (stands.state, stands.gathering_id) == (State.PLANNED, gathering.id)
    assert readers("planned") == sorted([noor.id, els.id])
    assert plans(proposal, bas).id == gathering.id
    assert count(Gathering) == 1
    assert len(owed("planned")) == 2


def test_that_they_proposed_it_is_the_proof_that_they_began_it(proposal, bas, noor):
    gathering = plans(proposal, bas)
    found = initiatives.find(session(), proposal.library_id, gathering.id)
    assert (found.person_id, found.proof, found.wording) == (
        noor.id, Proof.PROPOSAL, proposal.title,
    )  # fmt: skip
    session().refresh(gathering)
    assert gathering.initiator is Initiator.RESIDENT
    (row,) = begun()
    assert (row.details["initiator"], row.person_key is None) == ("resident", False)


def test_of_a_group_the_group_began_it_and_the_gathering_is_theirs(library, bas, noor):
    group = a_group(library=library)
    a_member_of(group, noor, is_contact=True)
    proposal, _ = a_proposal(person=noor, group_id=group.id)
    gathering = plans(proposal, bas)
    assert begun()[0].details["group_id"] == group.id
    theirs = groups.list_of_gathering(session(), library.id, gathering.id)
    assert [each.id for each in theirs] == [group.id]


def test_who_works_here_counts_for_the_library_alone(library, bas):
    proposal, _ = a_proposal(person=a_librarian(library, "Sanne"))
    gathering = plans(proposal, bas)
    session().refresh(gathering)
    assert gathering.initiator is Initiator.LIBRARY
    assert begun() == []


def test_a_sensitive_one_makes_a_sensitive_draft_and_leaves_nobody_in_the_log(library, bas, noor):
    proposal, _ = a_proposal(person=noor, themes=("zorg-steun",))
    assert the(proposal).is_sensitive
    plans(proposal, bas, is_sensitive=True)
    (row,) = begun()
    assert row.person_key is None
    found = initiatives.find(session(), library.id, row.gathering_id)
    assert (found.name, found.person_id) == ("", None)


def test_what_does_not_fit_is_refused_and_nothing_is_answered(proposal, bas):
    with pytest.raises(DraftRefused):
        plans(proposal, bas, ends_at=next_week() - timedelta(hours=2))
    assert the(proposal).state is State.OPEN
    assert owed() == []


def test_a_draft_that_is_thrown_away_leaves_the_library_owing_an_answer(proposal, bas):
    gathering = plans(proposal, bas)
    do(hosting.discard, proposal.library_id, gathering.id)
    jobs.follow_up(now())
    stands = the(proposal)
    assert (stands.state, stands.answered_at) == (State.OPEN, None)
    assert stands.answer_by > now()


def test_when_it_is_in_the_agenda_everybody_is_told_once_and_nobody_is_signed_up(
    proposal, bas, noor, els
):
    gathering = plans(proposal, bas)
    jobs.tell_of_agenda(now())
    assert owed("goes_on") == []
    do(hosting.publish, proposal.library_id, gathering.id, by(bas))
    jobs.tell_of_agenda(now())
    jobs.tell_of_agenda(now())
    assert readers("goes_on") == sorted([noor.id, els.id])
    session().refresh(gathering)
    assert gathering.taken == 0
    to_els = next(mail for mail in owed("goes_on") if mail.person_id == els.id)
    with session().get_bind().connect():
        letter = letters.render(session(), to_els)
    assert f"/agenda/{gathering.id}" in letter.text
    assert "/voorstellen/mee/" in letter.text


def test_it_is_done_when_it_was_held_and_only_ended_when_it_was_called_off(library, bas, noor):
    for is_cancelled, state in ((False, State.DONE), (True, State.PLANNED)):
        proposal, _ = a_proposal(f"{is_cancelled}", person=noor)
        gathering = plans(proposal, bas)
        do(hosting.publish, library.id, gathering.id, by(bas))
        if is_cancelled:
            do(hosting.cancel, library.id, gathering.id, "Ziek", by(bas))
        jobs.follow_up(now() + 9 * DAY)
        assert (the(proposal).state, the(proposal).ended_at is None) == (state, False)


# ─── no ───


def test_a_no_has_a_reason_and_reaches_everybody_behind_it_once(proposal, bas, noor, els):
    declines(proposal, bas)
    declines(proposal, bas)
    stands = the(proposal)
    assert (stands.state, stands.reason, stands.answer) == (
        State.DECLINED, Reason.TOO_FEW, "Helaas.",
    )  # fmt: skip
    assert readers("declined") == sorted([noor.id, els.id])


# ─── two at once ───


def test_of_two_librarians_the_second_sees_that_somebody_was_first(app, proposal, bas):
    sanne = a_librarian(name="Sanne")
    apart(proposal, bas, sanne)
    acts = [lambda: plans(proposal, bas), lambda: declines(proposal, sanne)]
    (wrong,) = rush(app, acts, in_flight=2)
    assert isinstance(wrong, AnsweredBefore)
    assert len({mail.template for mail in owed()}) == 1
    assert count(Gathering) == (the(proposal).state is State.PLANNED)


def test_taking_it_back_while_it_is_answered_gives_one_of_the_two(app, proposal, bas):
    def takes_back():
        do(states.withdraw, proposal.library_id, proposal.id, now=now())

    apart(proposal, bas)
    (wrong,) = rush(app, [lambda: plans(proposal, bas), takes_back], in_flight=2)
    assert isinstance(wrong, TakenBack | IsAnswered)
    planned = the(proposal).state is State.PLANNED
    assert count(Gathering) == planned
    assert bool(owed("withdrawn")) is not planned


def test_who_gets_behind_it_while_it_is_answered_is_told_or_refused(app, proposal, bas):
    bo = a_member(name="Bo")

    def gets_behind():
        args = (proposal.library_id, proposal.id, bo.id, joined())
        do(backing.back, *args, now=now())

    apart(proposal, bas, bo)
    wrong = rush(app, [gets_behind, lambda: declines(proposal, bas)], in_flight=2)
    assert (bo.id in readers("declined")) is not bool(wrong)


@pytest.mark.parametrize(
    "fields", [{"state": State.WAITING}, {"hidden_at": now(), "hidden_why": "report"}]
)
def test_what_nobody_can_see_is_not_answered(library, bas, fields):
    proposal, _ = a_proposal(**fields)
    with pytest.raises(NothingToAnswer):
        declines(proposal, bas)


# ─── a question first ───


def test_with_enough_people_behind_it_the_library_owes_an_answer_again(proposal, bas, noor, els):
    asks(proposal, bas, wanted=3)
    asked = the(proposal)
    assert not asked.is_the_librarys_turn
    assert readers("asked") == sorted([noor.id, els.id])
    args = (proposal.library_id, proposal.id, a_member(name="Bo").id, joined())
    do(backing.back, *args, now=now())
    assert the(proposal).is_the_librarys_turn
    assert the(proposal).wanted is None


def test_an_answer_of_who_proposed_it_begins_the_term_anew(proposal, bas):
    with pytest.raises(NothingToAnswer):
        do(answering.reply, proposal.library_id, proposal.id, "Wij!", now=now())
    asks(proposal, bas)
    assert "‘Wie komt er?’" in letters.render(session(), owed("asked")[0]).text
    do(answering.reply, proposal.library_id, proposal.id, "Wij!", now=now() + 5 * DAY)
    stands = the(proposal)
    assert (stands.reply, stands.is_the_librarys_turn) == ("Wij!", True)
    assert stands.answer_by > now() + 17 * DAY


def test_without_an_answer_in_time_it_ends_and_everybody_hears_it_once(proposal, bas, noor, els):
    asks(proposal, bas)
    jobs.follow_up(now() + 8 * DAY)
    assert the(proposal).state is State.OPEN
    for _ in range(2):
        jobs.follow_up(now() + 10 * DAY)
    assert the(proposal).state is State.EXPIRED
    assert readers("expired") == sorted([noor.id, els.id])


# ─── the term ───


def test_librarians_are_reminded_three_days_before_the_term_and_when_it_is_over(library, bas, noor):
    a_proposal("Een", person=noor)
    a_proposal("Twee", person=noor)
    a_proposal("Gevraagd", person=noor, asked="Wie?", asked_until=now() + 30 * DAY)
    other = a_library("zuidpolder")
    a_librarian(other, "Wim")
    begins = now() + TERM
    for moment, mails in ((-5 * DAY, 0), (-2 * DAY, 1), (-1 * DAY, 1), (1 * DAY, 2), (3 * DAY, 2)):
        do(following_up.remind, now=begins + moment)
        assert [mail.person_id for mail in owed("due")] == [bas.id] * mails


def test_the_mail_of_the_term_says_nothing_when_all_is_answered(proposal, bas):
    with transaction() as tx:
        tx.get_one(Proposal, proposal.id).answer_by = now() + DAY
    do(following_up.remind, now=now())
    (mail,) = owed("due")
    assert proposal.title in letters.render(session(), mail).text
    declines(proposal, bas)
    assert letters.render(session(), mail) is None


# ─── two years on ───


def test_two_years_after_the_end_nobody_is_named_and_the_answer_stays(proposal, bas, els):
    declines(proposal, bas)
    with transaction() as tx:
        tx.get_one(Proposal, proposal.id).text = "Mijn verhaal"
    do(forgetting.forget_names, now() + KEPT - DAY)
    assert the(proposal).text == "Mijn verhaal"
    assert do(forgetting.forget_names, now() + KEPT + DAY)
    assert not do(forgetting.forget_names, now() + KEPT + DAY)
    stands = the(proposal)
    assert (stands.person_id, stands.text, stands.answer) == (None, "", "Helaas.")
    assert session().scalars(select(ProposalBacking.person_id)).all() == [None, None]
    assert session().get(Person, els.id)
