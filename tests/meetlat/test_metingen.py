"""A meting is frozen once, stands still whatever changes around it, and can be worked out again."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from community.areas.area import Area, Place
from community.areas.models import Stage, WorkingArea
from community.clock import now, start_of_day
from community.db import db, session, transaction
from community.errors import NotFound
from community.libraries.models import Library
from community.meetlat import metingen, metingen_jobs, metingen_queries, standing
from community.meetlat.engine import standard as standards
from community.meetlat.models import Meting
from community.self_assessment.models import AssessmentRound
from tests.factories import a_librarian, a_library, saved, the_library
from tests.gatherings.crowd import rush
from tests.meetlat.frozen import AFTERWARDS, UNTIL, a_meting, correct, something_took_place
from tests.self_assessment.asking import a_round, answer, close, reveal

pytestmark = pytest.mark.usefixtures("app")


def freeze(library, by=None, until=UNTIL):
    drawn = metingen.draw_up(session(), library.id, until)
    with transaction() as tx:
        return metingen.freeze(tx, drawn, by_id=by and by.id, now=AFTERWARDS)


def kept(library):
    """What stands of this library, by day."""
    session().rollback()
    found = select(Meting.until).where(Meting.library_id == library.id).order_by(Meting.until)
    return list(session().scalars(found))


def again(meting):
    session().expire_all()
    return metingen.reckon(metingen_queries.get(session(), meting.library_id, meting.id))


def test_a_meting_stands_still_when_log_area_and_meetlat_change(newer_meetlat, monkeypatch):
    library, row = the_library(), something_took_place()
    with monkeypatch.context() as before_that:
        before_that.setattr(standing, "standard", standards.standard)
        meting = freeze(library, by=a_librarian(library))
    was = (meting.result, metingen_queries.get(session(), library.id, meting.id).inputs)

    correct(row, heads=400, at=AFTERWARDS)
    area = WorkingArea(
        library_id=library.id, stage=Stage.STANDING, name="pc4.csv", handed_in_at=AFTERWARDS
    )
    area.area = Area((Place("7731", 9, (9, 0, 0, 0, 0, 0)),))
    saved(area)

    drawn = metingen.draw_up(session(), library.id, UNTIL)
    assert (drawn.version, drawn.inputs == was[1]) == ("0.2", False)
    assert freeze(library).id == meting.id
    assert again(meting).is_same
    stands = metingen_queries.get(session(), library.id, meting.id)
    assert (stands.result, stands.inputs) == was
    later = freeze(library, until=date(2026, 6, 30))
    assert later.version == "0.2"
    assert again(later).is_same


def test_a_meting_of_2026_gives_the_same_bytes_in_every_later_house():
    """Red: a formula, a number of the standard or a field has changed under metingen that stand.

    What is to be scored otherwise is another version; a new field needs a way to read old inputs.
    """
    kept = json.loads(Path(__file__).with_name("a_meting_of_2026.json").read_text("utf-8"))
    meting = a_meting(
        version=kept["version"], inputs=b64decode(kept["inputs"]), result=kept["result"].encode()
    )
    assert again(meting).is_same


def test_a_meetlat_that_is_not_here_any_more_says_so():
    meting = a_meting(version="0.0-weg")
    reckoned = again(meting)
    assert not reckoned.is_same
    assert reckoned.again is None


def test_what_does_not_come_out_is_seen():
    assert not again(a_meting(result=b"{}")).is_same


def test_of_ten_who_freeze_at_once_one_meting_comes(app):
    library, _ = the_library(), something_took_place()
    drawn = metingen.draw_up(session(), library.id, UNTIL)
    people = [a_librarian(library).id for _ in range(10)]
    found = set()

    def press(by_id):
        def act():
            with transaction() as tx:
                found.add(metingen.freeze(tx, drawn, by_id=by_id, now=now()).id)

        return act

    assert rush(app, [press(each) for each in people], in_flight=10) == []
    assert len(found) == 1
    assert kept(library) == [UNTIL]


def test_the_clock_freezes_every_library_with_a_log_once_its_figures_are_in():
    here, quiet = the_library(), a_library("salland")
    something_took_place(here)
    assert metingen_jobs.freeze_due(AFTERWARDS - timedelta(days=6)) == 0
    assert metingen_jobs.freeze_due(AFTERWARDS) == 1
    assert metingen_jobs.freeze_due(AFTERWARDS + timedelta(days=1)) == 0
    assert (kept(here), kept(quiet)) == ([UNTIL], [])
    meting = session().scalars(select(Meting)).one()
    assert (meting.by_itself, meting.frozen_by_id) == (True, None)


def test_a_worker_that_slept_freezes_what_can_still_be_worked_out():
    library = the_library()
    for months in range(1, 30):
        something_took_place(library, UNTIL - timedelta(days=30 * months))
    assert metingen.ends_to_freeze(AFTERWARDS) == [
        date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), UNTIL,
    ]  # fmt: skip
    assert metingen_jobs.freeze_due(AFTERWARDS) == 4
    assert kept(library)[0] == date(2025, 6, 30)


def test_one_library_that_goes_wrong_keeps_no_other_waiting(monkeypatch):
    here, there = the_library(), a_library("salland")
    for library in (here, there):
        something_took_place(library)
    draw_up = metingen.draw_up

    def stumble(session, library_id, until):
        if library_id == here.id:
            raise RuntimeError("of the test")
        return draw_up(session, library_id, until)

    monkeypatch.setattr(metingen, "draw_up", stumble)
    assert metingen_jobs.freeze_due(AFTERWARDS) == 1
    assert (kept(here), kept(there)) == ([], [UNTIL])


def test_the_database_lets_nobody_change_a_meting():
    meting = a_meting(frozen_by_id=a_librarian().id, by_itself=False)
    for change in (
        update(Meting).values(result=b"{}"),
        update(Meting).values(inputs=b"", frozen_by_id=None),
        update(Meting).values(until=UNTIL - timedelta(days=1)),
        update(Meting).values(assessment=b"{}"),
        update(Meting).values(frozen_by_id=Meting.library_id),
        delete(Meting),
    ):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as tx:
            tx.execute(change)
    session().rollback()
    assert session().get_one(Meting, meting.id).result == meting.result


def test_who_froze_it_can_be_erased_and_a_library_can_go():
    by = a_librarian()
    meting = a_meting(frozen_by_id=by.id, by_itself=False)
    for statement in ("DELETE FROM membership", f"DELETE FROM person WHERE id = {by.id}"):  # noqa: S608
        with db.engine.begin() as connection:
            connection.execute(text(statement))
    session().rollback()
    assert session().get_one(Meting, meting.id).frozen_by_id is None
    with transaction() as tx:
        tx.execute(delete(Library).where(Library.id == meting.library_id))
    assert session().scalar(select(func.count()).select_from(Meting)) == 0


def test_from_a_terminal_it_is_frozen_once_too(app):
    library = the_library()

    def run(slug="vechtdal"):
        return app.test_cli_runner().invoke(args=["meetlat", "freeze", slug]).output

    assert "The log holds nothing for these twelve months." in run()
    something_took_place(library, metingen.latest_end(now()) - timedelta(days=9))
    assert run().startswith("Froze the measurement up to")
    assert "was already frozen on" in run()
    assert "There is no library" in run("nergens")
    assert len(kept(library)) == 1


def test_what_colleagues_said_in_that_year_is_frozen_with_it():
    library, _ = the_library(), something_took_place()
    asked = a_round(library)
    answer(asked, 4)
    close(asked)
    assert metingen.draw_up(session(), library.id, UNTIL).assessment is None
    reveal(asked)
    for days, is_in in {-400: False, -300: True, 14: True, 16: False}.items():
        with transaction() as tx:
            moment = start_of_day(UNTIL + timedelta(days=days))
            tx.execute(update(AssessmentRound).values(closed_at=moment, revealed_at=moment))
        drawn = metingen.draw_up(session(), library.id, UNTIL)
        assert (drawn.assessment is not None) == is_in, days


def test_another_librarys_meting_does_not_exist():
    here = the_library()
    theirs = a_meting(library=a_library("salland"))
    with pytest.raises(NotFound):
        metingen_queries.get(session(), here.id, theirs.id)
