"""Getting behind a proposal: once a person, with what they bring and when they can."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import delete, select

from community.accounts.ages import NotOldEnough
from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.moderation import cases
from community.moderation import queries as moderation
from community.proposals import backing, forgetting, judging, polling, queries
from community.proposals.backing import NoLongerOpen, YouProposedIt
from community.proposals.models import (
    MAY_CONFIRM,
    MOST_DATES,
    Part,
    ProposalBacking,
    ProposalDate,
    ProposalVote,
    Says,
    State,
)
from community.proposals.polling import PollIsClosed, TooManyDates
from community.proposals.proposing import Stranger
from community.proposals.states import KIND_OF_BACKING
from community.register.seeing import ANYBODY
from tests.factories import a_librarian, a_library, a_member
from tests.gatherings.crowd import rush
from tests.moderation.acts import decide
from tests.proposals.ideas import (
    DAY,
    a_backing,
    a_date,
    a_proposal,
    apart,
    count,
    do,
    in_days,
    joined,
    owed,
    the,
)


@pytest.fixture
def proposal(app):
    a_library()
    return a_proposal()[0]


def backs(proposal, person, what=None):
    args = (proposal.library_id, proposal.id, person.id, what or joined())
    return do(backing.back, *args, now=now())


def behind(proposal) -> int:
    session().rollback()
    return queries.count_backers(session(), [proposal.id])[proposal.id]


def test_one_person_counts_once_also_when_they_press_at_once(app, proposal):
    els = a_member(name="Els")
    apart(proposal, els)
    wrong = rush(app, [lambda: backs(proposal, els)] * 4, in_flight=4)
    assert wrong == []
    assert behind(proposal) == 2


def test_saying_it_again_changes_what_they_bring_and_when_they_can(proposal):
    els, day, other = a_member(name="Els"), a_date(proposal), a_date(proposal, 11)
    backs(proposal, els, joined("Taart", votes={day.id: Says.YES, other.id: Says.NO}))
    backs(proposal, els, joined("Soep", votes={day.id: Says.IF_NEED_BE}))
    own = queries.find_backing(session(), proposal.id, els.id)
    assert own.bring == "Soep"
    assert queries.votes_of(session(), own.id) == {day.id: Says.IF_NEED_BE}
    first, last = queries.list_choices(
        session(), proposal, queries.list_backings(session(), proposal.id), ANYBODY
    )
    assert (first.totals[Says.IF_NEED_BE], last.answers) == (1, 0)


def test_who_steps_back_is_gone_with_all_they_said(proposal):
    els, day = a_member(name="Els"), a_date(proposal)
    backs(proposal, els, joined("Taart", votes={day.id: Says.YES}))
    leave = (backing.leave, proposal.library_id, proposal.id, els.id)
    do(*leave, now=now())
    do(*leave, now=now())
    assert behind(proposal) == 1
    assert count(ProposalVote) == 0
    assert not cases.is_waiting(session(), proposal.library_id, KIND_OF_BACKING, 2)


def test_who_proposed_it_can_only_take_it_all_back(proposal):
    with pytest.raises(YouProposedIt):
        do(backing.leave, proposal.library_id, proposal.id, proposal.person_id, now=now())


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"state": State.DECLINED, "reason": "later", "answered_at": now()}, NoLongerOpen),
        ({"state": State.WAITING}, NotFound),
        ({"hidden_at": now(), "hidden_why": "report"}, NotFound),
    ],
)
def test_nobody_gets_behind_what_is_answered_or_not_theirs_to_see(app, fields, refusal):
    a_library()
    closed, _ = a_proposal(**fields)
    with pytest.raises(refusal):
        backs(closed, a_member(name="Els"))


def test_what_one_brings_is_an_offer_and_not_for_who_is_under_16(proposal):
    els = a_member(name="Els")
    args = (backing.back, proposal.library_id, proposal.id, els.id)
    with pytest.raises(NotOldEnough):
        do(*args, backing.Joined(bring="Taart"), now=now())
    do(*args, backing.Joined(), now=now())
    assert behind(proposal) == 2


def test_what_somebody_new_brings_is_read_by_a_librarian_first(proposal):
    els, bas = a_member(name="Els"), a_librarian()
    own = backs(proposal, els, joined("Taart"))
    assert (own.is_read, behind(proposal)) == (False, 2)
    case = moderation.find_open_case(session(), proposal.library_id, KIND_OF_BACKING, own.id)
    decide(case, by=bas)
    session().refresh(own)
    assert own.is_read
    backs(proposal, els, joined("Iets heel anders"))
    session().refresh(own)
    assert not own.is_read


def test_what_is_hidden_stays_so_when_its_words_change(proposal):
    own = a_backing(proposal, a_librarian(), bring="Reclame")
    do(backing.bring_hidden, proposal.library_id, own.id, why="report", now=now())
    with transaction() as tx:
        of = tx.get_one(ProposalBacking, own.id)
        backing.back(tx, proposal.library_id, proposal.id, of.person_id, joined("Taart"), now=now())
    session().refresh(own)
    assert not own.is_read
    assert moderation.find_open_case(session(), proposal.library_id, KIND_OF_BACKING, own.id)


# ─── by who is not signed in ───


def by_mail(proposal, email="els@example.org", what=None):
    who = Stranger("Els", email, "nl")
    args = (proposal.library_id, proposal.id, what or joined("Taart"), who)
    do(backing.back_by_mail, *args, now=now())
    person = session().scalars(select(Person).where(Person.email == email)).one()
    return queries.find_backing(session(), proposal.id, person.id)


def test_who_is_not_signed_in_counts_after_the_click_in_the_mail(proposal):
    day = a_date(proposal)
    own = by_mail(proposal, what=joined("Taart", votes={day.id: Says.YES}))
    assert behind(proposal) == 1
    assert [mail.context["backing_id"] for mail in owed("confirm_backing")] == [own.id]
    for _ in range(2):
        do(backing.confirm, proposal.library_id, own.id, None, now=now())
    assert behind(proposal) == 2
    session().refresh(own)
    assert (own.bring, queries.votes_of(session(), own.id)) == ("Taart", {day.id: Says.YES})


def test_a_stranger_changes_nothing_of_who_is_behind_it_already(proposal):
    els = a_member(name="Els")
    own = a_backing(proposal, els, bring="Taart")
    by_mail(proposal, els.email, joined("Onzin"))
    session().refresh(own)
    assert (own.bring, own.confirm_by) == ("Taart", None)


def test_what_nobody_confirms_is_thrown_away(proposal):
    by_mail(proposal)
    do(forgetting.forget_unconfirmed, now() + MAY_CONFIRM + DAY)
    assert count(ProposalBacking) == 1


def test_who_is_erased_leaves_a_number(proposal):
    els, day = a_member(name="Els"), a_date(proposal)
    backs(proposal, els, joined(votes={day.id: Says.YES}))
    with transaction() as tx:
        tx.execute(delete(Person).where(Person.id.in_([els.id, proposal.person_id])))
    assert behind(proposal) == 2
    assert the(proposal).person_id is None


# ─── the days ───


def test_six_days_stay_six_whoever_adds_at_once(app, proposal):
    for number in range(MOST_DATES - 1):
        a_date(proposal, 20 + number)

    def add(days):
        dates = ((in_days(days), Part.EVENING),)
        do(polling.add_dates, proposal.library_id, proposal.id, dates, now=now())

    apart(proposal)
    wrong = rush(app, [partial(add, 40 + number) for number in range(3)], in_flight=3)
    assert [type(error) for error in wrong] == [TooManyDates] * 2
    assert count(ProposalDate) == MOST_DATES


def test_a_day_goes_with_what_was_said_of_it_and_not_once_the_library_answered(proposal):
    els, day_id = a_member(name="Els"), a_date(proposal).id
    backs(proposal, els, joined(votes={day_id: Says.YES}))
    elsewhere, _ = a_proposal("Iets anders")
    do(polling.remove_date, proposal.library_id, elsewhere.id, day_id)
    assert count(ProposalVote) == 1
    do(polling.remove_date, proposal.library_id, proposal.id, day_id)
    assert (count(ProposalVote), count(ProposalDate)) == (0, 0)
    closed, _ = a_proposal("Al klaar", state=State.PLANNED, answered_at=now())
    with pytest.raises(PollIsClosed):
        do(polling.remove_date, closed.library_id, closed.id, day_id)


def test_a_day_of_another_proposal_is_no_answer(proposal):
    elsewhere, _ = a_proposal("Iets anders")
    with pytest.raises(NotFound):
        backs(proposal, a_member(name="Els"), joined(votes={a_date(elsewhere).id: Says.YES}))


def test_a_bring_is_judged_as_who_may_see_it(proposal):
    own, els = a_backing(proposal, bring="Taart"), a_member(name="Bo")
    may = (session(), proposal.library_id, own.id, els.id)
    assert judging.may_see_bring(*may)
    do(backing.bring_hidden, proposal.library_id, own.id, why="report", now=now())
    assert not judging.may_see_bring(*may)
