"""What the clock does: reminds once, ends what nobody answered, asks what came of it, forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.introductions import jobs, limits, queries
from community.introductions.models import Ending, IntroductionMessage, Side, State
from community.register.models import EntryState
from tests.introductions.meeting import (
    agreed,
    an_introduction,
    introduced,
    no,
    owed,
    the,
    told,
    yes,
)
from tests.keeping.forgetting import forget
from tests.register.entries import count, do

pytestmark = pytest.mark.usefixtures("app")


def after(span: timedelta):
    """The clock looks, so long from now; twice, which changes nothing."""
    for _twice in range(2):
        jobs.follow_up(now() + span + timedelta(minutes=1))


def test_who_has_not_answered_is_reminded_once_and_then_it_ends():
    found = an_introduction()
    after(limits.REMINDED_AFTER - timedelta(hours=1))
    assert not owed("reminded")
    after(limits.REMINDED_AFTER)
    assert [mail.person_id for mail in owed("reminded")] == [found.party(Side.GIVER).person_id]
    after(limits.ENDS_AFTER)
    assert the(found.id).ending is Ending.SILENCE


def test_both_are_reminded_of_what_a_librarian_proposed():
    yes(introduced(), Side.ASKER)
    after(limits.REMINDED_AFTER)
    assert len(owed("reminded")) == 1


def test_an_offer_that_was_stopped_is_no_longer_asked_about():
    found = an_introduction()
    do(lambda tx: setattr(tx.merge(found.offer), "state", EntryState.STOPPED))
    after(timedelta())
    assert the(found.id).ending is Ending.STOPPED


def test_two_weeks_after_the_yes_we_ask_who_has_not_told_yet():
    found = told(agreed(), Side.ASKER)
    after(limits.ASKED_AFTER)
    assert [mail.person_id for mail in owed("what_came")] == [found.party(Side.GIVER).person_id]
    after(limits.DONE_AFTER)
    assert the(found.id).ending is Ending.DONE


def test_what_ended_is_left_alone():
    found = no(an_introduction())
    after(limits.DONE_AFTER)
    assert not owed("reminded")
    assert the(found.id).ending is Ending.NO


def test_messages_go_a_year_after_the_end_and_not_before():
    found = no(an_introduction())
    running = an_introduction()
    after(limits.MESSAGES_KEPT - timedelta(days=1))
    assert count(IntroductionMessage) == 2
    forget("introductions.messages", now() + limits.MESSAGES_KEPT + timedelta(days=1))
    assert count(IntroductionMessage) == 1
    assert the(found.id).state is State.ENDED
    assert queries.list_messages(do(lambda tx: tx), running.id)
