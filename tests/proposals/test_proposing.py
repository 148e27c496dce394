"""Proposing: by whom, how often, and when others see it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.accounts.ages import NotOldEnough
from community.clock import local_day, now
from community.db import session
from community.errors import NotFound
from community.moderation import queries as moderation
from community.proposals import forgetting, proposing, queries, states, terms
from community.proposals.models import (
    MAY_CONFIRM,
    MOST_DATES,
    Part,
    Proposal,
    ProposalBacking,
    Says,
    State,
)
from community.proposals.polling import DateIsPast, TooManyDates
from community.proposals.proposing import Stranger
from community.proposals.states import KIND, EnoughForThisWeek, IsAnswered
from community.register.seeing import ANYBODY, Viewer
from tests.factories import a_librarian, a_library, a_member
from tests.gatherings.crowd import rush
from tests.groups.groups import a_group, a_member_of
from tests.moderation.acts import decide
from tests.proposals.ideas import (
    DAY,
    a_backing,
    a_proposal,
    apart,
    count,
    do,
    in_days,
    owed,
    said,
    the,
)


@pytest.fixture
def library(app):
    return a_library()


def proposes(library, person, what=None, *, old=True, **options):
    return do(
        proposing.propose, library.id, person.id, what or said(),
        is_old_enough=old, now=now(), **options,
    )  # fmt: skip


def test_the_first_two_of_a_new_person_wait_and_then_the_term_begins(library):
    noor, bas = a_member(), a_librarian()
    first = proposes(library, noor, said("Een"))
    assert (first.state, first.answer_by) == (State.WAITING, None)
    case = moderation.find_open_case(session(), library.id, KIND, first.id)
    decide(case, by=bas)
    assert the(first).state is State.OPEN
    assert local_day(the(first).answer_by) == in_days(14)
    assert [mail.person_id for mail in owed("opened")] == [noor.id]
    second = proposes(library, noor, said("Twee"))
    decide(moderation.find_open_case(session(), library.id, KIND, second.id), by=bas)
    assert proposes(library, noor, said("Drie")).state is State.OPEN


def test_a_library_chooses_its_own_term_and_what_was_promised_stands(library):
    before, _ = a_proposal()
    do(terms.set_days, library.id, 21)
    do(terms.set_days, library.id, 30)
    waits = proposes(library, a_member(), said("Straks"))
    do(states.let_through, library.id, waits.id, now=now())
    assert local_day(the(waits).answer_by) == in_days(30)
    assert local_day(the(before).answer_by) == in_days(14)


def test_the_same_words_twice_are_one_proposal_also_at_once(app, library):
    noor = a_member()
    what = said(dates=((in_days(9), Part.EVENING),))
    apart(library, noor)
    wrong = rush(app, [lambda: proposes(library, noor, what)] * 4, in_flight=4)
    assert wrong == []
    assert count(Proposal) == 1
    assert count(ProposalBacking) == 1


def test_who_proposes_is_the_first_behind_it_and_can_on_the_days_they_name(library):
    noor = a_member()
    made = proposes(library, noor, said(bring="Koffie", dates=((in_days(9), Part.EVENING),)))
    (first,) = queries.list_backings(session(), made.id)
    assert (first.person_id, first.bring, first.seen_from) == (noor.id, "Koffie", None)
    (choice,) = queries.list_choices(session(), made, [first], ANYBODY)
    assert choice.totals[Says.YES] == 1
    do(states.let_through, library.id, made.id, now=now())
    (first,) = queries.list_backings(session(), made.id)
    assert first.is_read


def test_after_three_in_a_week_the_next_has_to_wait_a_week(library):
    noor = a_librarian()
    for title in ("Een", "Twee", "Drie"):
        proposes(library, noor, said(title))
    with pytest.raises(EnoughForThisWeek):
        proposes(library, noor, said("Vier"))
    made = do(
        proposing.propose, library.id, noor.id, said("Vier"),
        is_old_enough=True, now=now() + 8 * DAY,
    )  # fmt: skip
    assert made.state is State.OPEN


def test_what_others_type_in_somebodys_name_does_not_use_up_their_week(library):
    noor = a_librarian()
    for title in ("Een", "Twee", "Drie", "Vier"):
        by_mail(library, noor.email, title)
    assert proposes(library, noor, said("Vijf")).state is State.OPEN


def test_nobody_under_16_proposes_by_themselves(library):
    noor = a_member()
    with pytest.raises(NotOldEnough):
        proposes(library, noor, old=False)
    proposes(library, noor, said("Een"))
    assert proposes(library, noor, said("Twee"), old=False).age_said_at  # Said it before.


def test_for_a_group_only_its_contact_person_speaks(library):
    group, noor, els = a_group(library=library), a_member(), a_member(name="Els")
    a_member_of(group, noor, is_contact=True)
    a_member_of(group, els)
    assert proposes(library, noor, said(group_id=group.id)).group_id == group.id
    for person in (els, a_member(name="Bo")):
        with pytest.raises(NotFound):
            proposes(library, person, said("Iets anders", group_id=group.id))


def test_at_most_six_days_to_come_can_be_chosen_from(library):
    noor = a_member()
    many = tuple((in_days(10 + n), Part.MORNING) for n in range(MOST_DATES + 1))
    with pytest.raises(TooManyDates):
        proposes(library, noor, said(dates=many))
    with pytest.raises(DateIsPast):
        proposes(library, noor, said(dates=((in_days(-1), Part.MORNING),)))
    assert count(Proposal) == 0


# ─── by who is not signed in ───


def by_mail(library, email="noor@example.org", title="Een ochtend over onze tuinen", **fields):
    do(
        proposing.propose_by_mail, library.id, said(title, **fields), Stranger("Noor", email, "nl"),
        is_old_enough=True, now=now(),
    )  # fmt: skip


def test_what_a_stranger_types_waits_for_the_click_in_the_mail_without_losing_a_word(library):
    by_mail(library, text="Met koffie.", bring="Stekjes", dates=((in_days(9), Part.EVENING),))
    made = session().scalars(select(Proposal)).one()
    assert (made.state, made.text) == (State.DRAFT, "Met koffie.")
    assert queries.list_backings(session(), made.id) == []
    librarian = Viewer(a_librarian().id, is_librarian=True)
    assert not queries.may_read(session(), library.id, made.id, librarian)
    (mail,) = owed("confirm")
    assert mail.context["proposal_id"] == made.id
    confirmed = do(proposing.confirm, library.id, made.id, now=now())
    assert confirmed.state is State.WAITING
    assert [each.bring for each in queries.list_backings(session(), made.id)] == ["Stekjes"]
    do(proposing.confirm, library.id, made.id, now=now())
    assert the(made).state is State.WAITING


def test_what_nobody_confirms_is_thrown_away(library):
    by_mail(library)
    do(forgetting.forget_unconfirmed, now() + MAY_CONFIRM - DAY)
    assert count(Proposal) == 1
    do(forgetting.forget_unconfirmed, now() + MAY_CONFIRM + DAY)
    assert (count(Proposal), count(ProposalBacking)) == (0, 0)


# ─── taking it back ───


def test_taking_it_back_tells_who_is_behind_it_and_takes_it_away(library):
    noor = a_member()
    proposal, _ = a_proposal(person=noor)
    els = a_member(name="Els")
    a_backing(proposal, els)
    do(states.withdraw, library.id, proposal.id, now=now())
    do(states.withdraw, library.id, proposal.id, now=now())
    assert [mail.person_id for mail in owed("withdrawn")] == [els.id]
    assert not queries.may_read(session(), library.id, proposal.id, Viewer(els.id))
    assert queries.may_read(session(), library.id, proposal.id, Viewer(noor.id))


def test_what_is_answered_is_not_taken_back(library):
    proposal, _ = a_proposal(state=State.PLANNED, answered_at=now())
    with pytest.raises(IsAnswered):
        do(states.withdraw, library.id, proposal.id, now=now())
