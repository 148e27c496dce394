"""Opening, closing and opening again; who is invited, and what is kept of them."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from community.clock import from_local, local_day, now
from community.db import session, transaction
from community.errors import NotFound
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.self_assessment import inviting, jobs, queries, questionnaire, rounds
from community.self_assessment.answering import KeyIsSpent
from community.self_assessment.inviting import Invited
from community.self_assessment.models import (
    MAY_REOPEN,
    AssessmentInvitee,
    AssessmentKey,
    AssessmentRound,
    AssessmentSheet,
)
from community.self_assessment.rounds import (
    AnotherIsOpen,
    OutcomeWasSeen,
    Plan,
    RoundIsOver,
    StillOpen,
    WrongDay,
)
from tests.factories import a_library
from tests.gatherings.crowd import rush
from tests.self_assessment.asking import (
    FRONT,
    KEY,
    OTHER,
    a_round,
    again,
    close,
    hand_in,
    invite,
    keep,
    link_of,
    reveal,
    rows,
    slips,
)

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def reopen(asked: AssessmentRound, days: int = 7) -> None:
    with transaction() as tx:
        rounds.reopen(tx, asked.library_id, asked.id, local_day(now()) + days * DAY, now=now())


def mails() -> list[OutboxMail]:
    session().rollback()
    return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


# ─── rounds ───


def test_one_round_is_open_at_a_time_in_a_library():
    asked = a_round()
    with pytest.raises(AnotherIsOpen):
        a_round(name="Nog een")
    assert a_round(a_library("salland")).library_id != asked.library_id
    close(asked)
    later = a_round(name="Nog een")
    with pytest.raises(AnotherIsOpen):
        reopen(asked)
    assert again(later).closed_at is None


def test_of_many_who_open_a_round_at_once_one_does(app):
    library = a_library()
    plan = Plan("Tegelijk", local_day(now()) + DAY)

    by = a_round(a_library("salland")).opened_by_id
    assert by is not None
    wrong = rush(app, [lambda: open_by(library.id, plan, by)] * 4)
    assert [type(each) for each in wrong] == [AnotherIsOpen] * 3
    assert rows(AssessmentRound) == 2


def open_by(library_id: int, plan: Plan, by_id: int) -> None:
    with transaction() as tx:
        rounds.open_round(tx, library_id, plan, by_id=by_id, now=now())


def test_the_last_day_lies_ahead_and_not_too_far():
    for days in (-1, 91):
        with pytest.raises(WrongDay):
            a_round(days=days)


def test_a_round_keeps_the_statements_that_it_was_opened_with():
    asked = again(a_round())
    assert asked.version == "0.1-voorstel"
    asks = list(questionnaire.of(asked.version).numbered())
    assert [len(block.statements) for block, _numbers in asks] == [5] * 5
    assert asks[2][1] == range(10, 15)


def test_the_clock_closes_a_round_after_its_last_day():
    asked = a_round(days=1)
    assert jobs.close_rounds(now() + DAY) == 0
    assert not asked.is_open(now() + 2 * DAY), "also while the clock has not come round to it"
    assert jobs.close_rounds(now() + 2 * DAY) == 1
    assert jobs.close_rounds(now() + 2 * DAY) == 0
    assert again(asked).closed_at is not None


def test_closing_takes_addresses_and_drafts_away():
    asked = a_round()
    invite(asked, "an@example.org")
    (code,) = slips(asked)
    keep(asked, code, 5)
    close(asked)
    close(asked)
    assert session().scalars(select(AssessmentInvitee.email)).all() == [None]
    assert session().scalars(select(AssessmentKey.draft)).all() == [None, None]
    with pytest.raises(RoundIsOver):
        slips(asked)
    with pytest.raises(KeyIsSpent):
        keep(asked, code, 5)


def test_a_round_opens_again_until_its_outcome_was_seen():
    asked = a_round()
    (used, unused) = slips(asked, 2)
    keep(asked, used, 3)
    hand_in(asked, used)
    invite(asked, "an@example.org")
    close(asked)
    reopen(asked)
    reopen(asked)
    assert invite(asked, "an@example.org") == Invited(0, 1), "who has a link gets no second one"
    keep(asked, unused, 4)
    hand_in(asked, unused)
    assert rows(AssessmentSheet) == 2
    with pytest.raises(StillOpen):
        reveal(asked)
    close(asked)
    reveal(asked)
    reveal(asked)
    with pytest.raises(OutcomeWasSeen):
        reopen(asked)
    assert (rows(AssessmentKey), rows(AssessmentInvitee)) == (0, 0)


def test_a_round_that_nobody_looks_at_forgets_its_keys_all_the_same():
    asked = a_round()
    slips(asked, 3)
    close(asked)
    assert jobs.forget_keys(now() + MAY_REOPEN - DAY) == 0
    assert jobs.forget_keys(now() + MAY_REOPEN) == 1
    assert rows(AssessmentKey) == 0
    with pytest.raises(OutcomeWasSeen):
        reopen(asked)


def test_the_round_of_another_library_is_not_there():
    asked, other = a_round(), a_library("salland")
    for act in (rounds.close, rounds.reveal):
        with pytest.raises(NotFound), transaction() as tx:
            act(tx, other.id, asked.id, now=now())
    with pytest.raises(NotFound), transaction() as tx:
        inviting.make_slips(tx, other.id, asked.id, FRONT, 1, key=KEY, now=now())


# ─── inviting ───


def test_everybody_gets_one_link_however_often_they_are_named():
    asked = a_round()
    assert invite(asked, "an@example.org", "bo@example.org", "an@example.org") == Invited(2, 0)
    assert invite(asked, "bo@example.org", "cor@example.org", group=OTHER) == Invited(1, 1)
    slips(asked, 3, OTHER)
    counted = {each.group: (each.invited, each.slips) for each in queries.list_asked(session(), 1)}
    assert (counted[FRONT], counted[OTHER]) == ((2, 0), (1, 3))
    assert len(mails()) == 3


def test_the_mail_is_addressed_without_the_outbox_knowing_whose_it_is():
    asked = a_round(introduction="Fijn dat je meedoet.")
    invite(asked, "an@example.org")
    (mail,) = mails()
    assert (mail.person_id, mail.library_id) == (inviting.NOBODY, None)
    assert "an@example.org" not in str(mail.context)
    letter = letters.render(session(), mail)
    assert letter is not None
    assert letter.to_address == "an@example.org"
    assert f"/vechtdal/zelfmeting/{link_of('an@example.org')}" in letter.text
    assert "Fijn dat je meedoet." in letter.text


def test_no_mail_leaves_for_who_answered_or_when_the_round_is_closed():
    asked = a_round()
    invite(asked, "an@example.org", "bo@example.org")
    mine = link_of("an@example.org")
    keep(asked, mine, 3)
    hand_in(asked, mine)
    written = [letters.render(session(), mail) for mail in mails()]
    assert [letter.to_address for letter in written if letter] == ["bo@example.org"]
    close(asked)
    assert [letters.render(session(), mail) for mail in mails()] == [None, None]


def test_a_round_has_room_for_so_many():
    asked = a_round()
    for _ in range(inviting.MOST // inviting.MOST_SLIPS):
        slips(asked, inviting.MOST_SLIPS)
    with pytest.raises(inviting.TooMany):
        invite(asked, "an@example.org")
    with pytest.raises(ValueError, match="slips"):
        slips(asked, inviting.MOST_SLIPS + 1)


# ─── reminding ───


def reminded_at(asked: AssessmentRound, *days_before: int) -> list[str]:
    """To whom reminders went by then; the clock comes by twice."""
    for days in days_before:
        day = from_local(asked.closes_on - days * DAY, time(11))
        jobs.remind(day)
        jobs.remind(day)
    written = [
        letters.render(session(), mail) for mail in mails() if mail.template == inviting.REMINDER
    ]
    return sorted(letter.to_address for letter in written if letter)


def test_who_has_not_answered_is_reminded_twice_and_who_has_is_not():
    asked = a_round(days=21)
    invite(asked, "an@example.org", "bo@example.org")
    keep(asked, link_of("an@example.org"), 3)
    hand_in(asked, link_of("an@example.org"))
    assert reminded_at(asked, 8) == []
    assert reminded_at(asked, 7, 5) == ["bo@example.org"]
    assert reminded_at(asked, 2, 0) == ["bo@example.org"] * 2
    assert reminded_at(asked, -1) == ["bo@example.org"] * 2
    names = {(mail.person_id, mail.library_id) for mail in mails()}
    assert names == {(inviting.NOBODY, None)}, "the desk's list of mails shows none of them"


def test_a_clock_that_stood_still_makes_up_for_one_reminder_not_for_two():
    asked = a_round(days=21)
    invite(asked, "an@example.org")
    assert reminded_at(asked, 1) == ["an@example.org"]


def test_who_was_invited_a_moment_ago_is_left_alone():
    asked = a_round(days=2)
    invite(asked, "an@example.org")
    assert reminded_at(asked, 1) == []


def test_who_answers_before_the_reminder_leaves_gets_none():
    asked = a_round(days=21)
    invite(asked, "an@example.org")
    assert reminded_at(asked, 7) == ["an@example.org"]
    keep(asked, link_of("an@example.org"), 3)
    hand_in(asked, link_of("an@example.org"))
    assert reminded_at(asked, 7) == []
