"""The ends of a gathering: called off, taken back, or counted afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.activity.verbs import Verb
from community.clock import now
from community.db import db, transaction
from community.gatherings import hosting
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import (
    GatheringIsCancelled,
    GatheringIsOver,
    PeopleCountOnIt,
)
from community.gatherings.models import (
    CalendarItem,
    GatheringStatus,
    SignUpStatus,
)
from tests.factories import (
    a_person,
    a_sign_up,
    a_theme,
)
from tests.gatherings.drafting import (
    DAY,
    a_draft,
    a_hand,
    cancel,
    close,
    create,
    edit,
    logged,
    mails,
    publish,
    published,
    refusal,
    stands,
    version,
)

pytestmark = pytest.mark.usefixtures("app")


def test_calling_off_reaches_everybody_and_stays_to_be_seen():
    gathering = published(capacity=1)
    for status in (SignUpStatus.CONFIRMED, SignUpStatus.WAITING):
        a_sign_up(gathering, status=status)
    a_sign_up(gathering, a_person(email=None), status=SignUpStatus.WAITING)
    before = version()
    _same, told = cancel(gathering)
    called_off = stands(gathering)
    assert (told.mails, told.calls) == (2, 1)
    assert called_off.status is GatheringStatus.CANCELLED
    assert called_off.sequence == 1
    assert called_off.published_at is not None
    assert called_off.cancel_reason == "De zaal is niet vrij."
    assert len(mails("gatherings/cancelled")) == 2
    assert len(logged(Verb.GATHERING_CANCELLED)) == 1
    assert version()[0] != before[0]
    bodies = db.session().scalars(select(CalendarItem.body)).all()
    assert all(b"STATUS:CANCELLED" in body for body in bodies)


def test_calling_off_twice_tells_once():
    gathering = published()
    a_sign_up(gathering)
    cancel(gathering)
    _same, told = cancel(gathering, "Nog een keer.")
    assert told.people == 0
    assert stands(gathering).cancel_reason == "De zaal is niet vrij."
    assert len(mails("gatherings/cancelled")) == 1


@pytest.mark.parametrize("reason", ["", "   ", "twee\r\nregels", "a" * 301, "nul\x00"])
def test_calling_off_asks_a_reason_that_can_be_read(reason):
    gathering = published()
    with pytest.raises(DraftRefused) as refused:
        cancel(gathering, reason)
    assert refusal(refused) == {"reason"}
    assert stands(gathering).status is GatheringStatus.PUBLISHED


def test_what_is_over_is_not_called_off_and_what_is_called_off_not_changed():
    gathering = published()
    with pytest.raises(GatheringIsOver):
        cancel(gathering, later=30 * DAY)
    cancel(gathering)
    with pytest.raises(GatheringIsCancelled):
        edit(gathering, title="Toch")
    with pytest.raises(GatheringIsCancelled):
        publish(gathering)


def test_unpublishing_works_until_somebody_signs_up():
    gathering = published()
    with transaction() as tx:
        hosting.unpublish(tx, gathering.library_id, gathering.id, a_hand())
    assert stands(gathering).status is GatheringStatus.DRAFT
    assert db.session().scalar(select(func.count(CalendarItem.gathering_id))) == 0
    publish(gathering)
    a_sign_up(gathering)
    with pytest.raises(PeopleCountOnIt), transaction() as tx:
        hosting.unpublish(tx, gathering.library_id, gathering.id, a_hand())
    assert stands(gathering).status is GatheringStatus.PUBLISHED


def test_only_a_draft_without_people_is_thrown_away():
    theme = a_theme("digitaal")
    gathering = create(a_draft(theme_ids=frozenset({theme.id})))
    with transaction() as tx:
        hosting.discard(tx, gathering.library_id, gathering.id)
    assert stands(gathering) is None
    other = published()
    with pytest.raises(Exception, match="Only a draft"), transaction() as tx:
        hosting.discard(tx, other.library_id, other.id)


# ─── afterwards ───


def test_closing_notes_how_many_came():
    gathering = published()
    close(gathering, 12, estimated=True)
    closed = stands(gathering)
    assert closed.status is GatheringStatus.CLOSED
    assert (closed.head_count, closed.head_count_estimated) == (12, True)
    (row,) = logged(Verb.GATHERING_CLOSED)
    assert row.quantity == 12
    assert row.branch_id == gathering.branch_id
    assert row.details["duration"] == 120
    assert row.details["estimated"] is True


def test_closing_again_with_another_number_corrects_the_log():
    gathering = published()
    close(gathering, 12)
    close(gathering, 12)
    assert len(logged(Verb.GATHERING_CLOSED)) == 1
    close(gathering, 14)
    first, second = logged(Verb.GATHERING_CLOSED)
    assert second.corrects_id == first.id
    assert stands(gathering).head_count == 14


def test_nobody_is_counted_before_the_end_or_of_what_never_was():
    gathering = published()
    for wrong, at in [
        (gathering, now()),
        (create(), now() + 30 * DAY),
    ]:
        with pytest.raises(Exception, match=r"not over|never published"):
            close(wrong, at=at)
    cancel(gathering)
    with pytest.raises(GatheringIsCancelled):
        close(gathering)


@pytest.mark.parametrize("count", [-1, 10**9])
def test_a_head_count_is_a_number_of_people(count):
    gathering = published()
    with pytest.raises(DraftRefused):
        close(gathering, count)
