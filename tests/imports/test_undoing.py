"""Undoing a list: what goes, what becomes what it was, and what is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.clock import local, now
from community.db import transaction
from community.gatherings import drafts, hosting
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import applying, fetching, queries, staging, undoing
from community.imports.models import Choices, Imported, ImportRow, ImportRun, ImportStatus, Outcome
from community.outbox.models import OutboxMail
from tests.factories import a_library, a_sign_up, next_week
from tests.imports.lists import (
    a_calendar,
    a_hand,
    a_row,
    a_sheet,
    an_event,
    begun,
    outcomes,
    staged,
    taken_over,
    undone,
)

AGENDA = Choices(publish=True, branch_id=1)


def gatherings(session):
    return session.scalars(select(Gathering).order_by(Gathering.id)).all()


def left(session, run):
    return [
        (each.gathering.title, each.why) for each in undoing.would_leave(session, run, now=now())
    ]


def test_what_was_new_goes_and_may_come_again(session):
    a_library()
    run = undone(taken_over(a_sheet(a_row(), a_row("Kaarten", "2")), choices=AGENDA))
    assert (run.status, gatherings(session)) == (ImportStatus.UNDONE, [])
    assert session.scalar(select(func.count()).select_from(Imported)) == 0
    assert outcomes(staged(a_sheet(a_row()), source=run.source)) == [Outcome.NEW]


def test_what_was_changed_becomes_what_it_was_and_people_hear_of_it(session):
    a_library()
    first = taken_over(a_sheet(a_row()), choices=AGENDA)
    a_sign_up(gatherings(session)[0])
    later = f"{local(next_week() + timedelta(days=1)):%d-%m-%Y}"
    second = taken_over(a_sheet(a_row("Brei", datum=later)), source=first.source)
    undone(second)
    session.expire_all()
    [gathering] = gatherings(session)
    assert (gathering.title, gathering.starts_at) == ("Breicafé", next_week())
    assert gathering.sequence == 2
    assert session.scalars(select(OutboxMail.template)).all() == ["gatherings/moved"] * 2
    assert outcomes(staged(a_sheet(a_row()), source=first.source)) == [Outcome.SAME]


def test_what_somebody_touched_or_signed_up_for_stays(session):
    a_library()
    run = taken_over(a_sheet(a_row("A", "1"), a_row("B", "2"), a_row("C", "3")), choices=AGENDA)
    touched, wanted, _free = gatherings(session)
    draft = drafts.draft_of(touched)
    with transaction() as tx:
        hosting.edit(tx, touched.library_id, touched.id, draft, a_hand())
    a_sign_up(wanted)
    assert left(session, run) == [("A", undoing.TOUCHED), ("B", undoing.HAS_PEOPLE)]
    undone(run)
    assert [one.title for one in gatherings(session)] == ["A", "B"]


def test_what_has_begun_and_what_was_called_off_stays(session):
    a_library()
    first = taken_over(a_calendar(an_event(), an_event("2@x")), choices=AGENDA)
    off = an_event(STATUS="CANCELLED")
    second = taken_over(a_calendar(off, an_event("2@x")), source=first.source)
    assert [why for _title, why in left(session, second)] == [undoing.STAYS_CANCELLED]
    later = next_week() + timedelta(minutes=1)
    whys = {each.why for each in undoing.would_leave(session, first, now=later)}
    assert whys == {undoing.IS_OVER}
    undone(second)
    assert gatherings(session)[0].status is GatheringStatus.CANCELLED


def test_undoing_twice_and_in_batches_changes_nothing_more(session, monkeypatch):
    a_library()
    monkeypatch.setattr("community.imports.staging.BATCH", 2)
    run = taken_over(a_sheet(*(a_row(f"Nummer {each}", str(each)) for each in range(5))))
    a_sign_up(gatherings(session)[0])
    assert undone(undone(run)).status is ImportStatus.UNDONE
    assert len(gatherings(session)) == 1


def test_what_is_still_being_read_cannot_be_taken_over(session):
    library = a_library()
    run = begun(a_sheet(a_row()))
    with pytest.raises(applying.NotReady), transaction() as tx:
        applying.ask(tx, library.id, run.id)


def test_a_list_that_is_thrown_away_leaves_nothing(session):
    library = a_library()
    run = staged(a_sheet(a_row()))
    with transaction() as tx:
        staging.throw_away(tx, library.id, run.id)
    for table in (ImportRun, ImportRow):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert queries.list_sources(session, library.id) == []


def test_what_was_taken_over_is_not_thrown_away(session):
    a_library()
    run = taken_over(a_sheet(a_row()))
    with transaction() as tx:
        staging.throw_away(tx, run.library_id, run.id)
    assert queries.get_run(session, run.library_id, run.id).status is ImportStatus.APPLIED


def test_rows_are_forgotten_after_ninety_days_and_what_they_brought_stays(session):
    a_library()
    run = taken_over(a_sheet(a_row()))
    late = now() + fetching.KEPT + timedelta(minutes=1)
    assert queries.list_old(session, before=now() - fetching.KEPT) == []
    assert queries.list_old(session, before=late - fetching.KEPT) == [(run.library_id, run.id)]
    with transaction() as tx:
        fetching.forget_old(tx, run.library_id, run.id)
    assert len(gatherings(session)) == 1
    assert outcomes(staged(a_sheet(a_row()), source=run.source)) == [Outcome.SAME]
