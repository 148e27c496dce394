"""How a library stands is worked out by night, and what is kept is what a full count gives."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.meetlat import jobs, standing
from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.stored import dump, load, unpack
from community.meetlat.models import Standing
from tests.factories import a_librarian, a_library, a_member, the_library
from tests.gatherings.crowd import rush
from tests.meetlat.living import UNTIL, an_evening

pytestmark = pytest.mark.usefixtures("app")


def kept() -> list[Standing]:
    session().rollback()
    return list(session().scalars(select(Standing).order_by(Standing.library_id)))


def test_by_night_every_library_stands_on_a_new_day_and_only_once():
    first = a_library()
    an_evening(3, [a_member(library=first)])
    a_library("ommerland")
    assert jobs.stand_all(now()) == 2
    assert jobs.stand_all(now()) == 0
    assert jobs.stand_all(now() + timedelta(days=1)) == 2
    assert [row.until for row in kept()] == [UNTIL + timedelta(days=1)] * 2


def test_what_is_kept_is_what_a_full_count_gives():
    an_evening(3, [a_member(name=name) for name in ("Noor", "Ali", "Bo")])
    worked = standing.work_out(the_library().id, UNTIL, now=now())
    (row,) = kept()
    fresh = standing.compute(session(), row.library_id, UNTIL)
    assert dump(unpack(row.inputs)) == dump(fresh.aggregates) == dump(worked.aggregates)
    assert row.result == dump(fresh.result)
    assert load(Aggregates, dump(fresh.aggregates)) == fresh.aggregates


def test_another_area_is_counted_with_at_once(client_of):
    an_evening(3, [a_member(name=name) for name in ("Noor", "Ali", "Bo")])
    desk, page = client_of(a_librarian()), "/vechtdal/beheer/instellingen/werkgebied"
    standing.work_out(the_library().id, UNTIL, now=now())
    assert unpack(kept()[0].inputs).area.fictional
    list_ = {"people": (io.BytesIO(desk.get(f"{page}/voorbeeld.csv").data), "inwoners.csv")}
    desk.post(page, data=list_, content_type="multipart/form-data")
    desk.post(f"{page}/nakijken/overnemen")
    (row,) = kept()
    fresh = standing.compute(session(), row.library_id, UNTIL)
    assert not fresh.aggregates.area.fictional
    assert dump(unpack(row.inputs)) == dump(fresh.aggregates)
    assert row.result == dump(fresh.result)
    desk.post(f"{page}/terug", data={"was": ""})
    assert unpack(kept()[0].inputs).area.fictional


def test_two_at_once_keep_one_row_and_who_knows_less_undoes_nothing(app):
    library_id = a_library().id
    before = standing.compute(session(), library_id, UNTIL)
    an_evening(3, [a_member()])
    session().rollback()
    again = [lambda: standing.work_out(library_id, UNTIL, now=now())] * 4
    assert rush(app, again) == []
    with transaction() as tx:
        standing.keep(tx, library_id, before, now=now())
    (row,) = kept()
    assert unpack(row.inputs).people.unique == 1


def test_one_library_that_goes_wrong_keeps_no_other_waiting(monkeypatch, caplog):
    a_library()
    other = a_library("ommerland").id
    work_out = standing.work_out

    def fail_first(library_id, until, *, now):
        if library_id != other:
            raise ZeroDivisionError
        return work_out(library_id, until, now=now)

    monkeypatch.setattr(standing, "work_out", fail_first)
    assert jobs.stand_all(now()) == 1
    assert [row.library_id for row in kept()] == [other]
    assert "not worked out" in caplog.text


def test_the_command_says_how_a_library_stands_and_what_is_missing(app):
    an_evening(3, [a_member()])
    shown = app.test_cli_runner().invoke(args=["meetlat", "show", "vechtdal"])
    assert shown.exit_code == 0
    assert "1 activity, 1 person" in shown.output
    assert "Ontmoeting: cannot be measured yet (0% of the weight)" in shown.output
    assert "missing: people 1 of 50" in shown.output
    as_json = app.test_cli_runner().invoke(
        args=["meetlat", "show", "vechtdal", "--until", "2020-02-29", "--json"]
    )
    assert '"until":"2020-02-29"' in as_json.output
    unknown = app.test_cli_runner().invoke(args=["meetlat", "show", "nergens"])
    assert unknown.exit_code == 1
