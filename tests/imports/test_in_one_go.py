"""A list is taken over by one transaction: as many single calls, everything or nothing, in a turn
that is as short as it can be."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Thread

import pytest
from sqlalchemy import event, func, select

from community.activity.models import Activity
from community.bookings.models import Booking
from community.clock import local, now
from community.db import db, transaction
from community.gatherings import sign_ups
from community.gatherings.models import CalendarItem, Gathering, SignUp, SignUpStatus
from community.imports import applying, planning, queries, staging, work
from community.imports.models import Choices, Imported, ImportStatus, Outcome
from community.libraries.models import Branch, Room
from tests.factories import (
    a_booking,
    a_gathering,
    a_library,
    a_person,
    a_room,
    a_sign_up,
    a_theme,
    next_week,
)
from tests.gatherings.crowd import people
from tests.imports.lists import a_row, a_sheet, applied, outcomes, rows_of, staged, undone, wrong
from tests.imports.one_by_one import holdings, one_by_one
from tests.partners.making import a_partner

TOMORROW = f"{local(next_week() + timedelta(days=1)):%d-%m-%Y}"

#: A row and what a newer version of the list makes of it.
ROWS = [
    ({"titel": "Verzetten", "plaatsen": "2", "meedoen": "Hier aanmelden", "zaal": "Leeszaal"},
     {"datum": TOMORROW, "plaatsen": "3"}),
    ({"titel": "Andere zaal", "zaal": "Atelier"}, {"zaal": "Kelder"}),
    ({"titel": "Anders heten", "zaal": "Zolder"}, {"titel": "Heet anders"}),
    ({"titel": "Krijgt een zaal", "begin": "09:00", "einde": "10:00"}, {"zaal": "Zolder"}),
    ({"titel": "Geeft de zaal terug", "zaal": "Atelier", "datum": TOMORROW}, {"zaal": ""}),
    ({"titel": "Vervalt", "zaal": "Zolder", "datum": TOMORROW}, {"status": "afgelast"}),
    (dict(titel="Online", vestiging="", **{"online link": "https://bellen.example/x"}), {}),
    ({"titel": "Elders", "vestiging": "", "adres": "Dorpshuis"}, {"adres": "De Kerk"}),
    ({"titel": "Gewoon", "samenvatting": "Kom langs", "tekst": "**Vet**"}, {"tekst": "Mager"}),
]  # fmt: skip


def versions():
    theme = a_theme("digitaal").label
    first = [a_row(key=str(n), **{"thema's": theme, **row}) for n, (row, _new) in enumerate(ROWS)]
    again = [{**row, **new} for row, (_row, new) in zip(first, ROWS, strict=True)]
    return a_sheet(*first), a_sheet(*again)


def a_furnished_library(slug):
    library = a_library(slug, email="info@bieb.example")
    for name in ("Leeszaal", "Atelier", "Zolder", "Kelder"):
        a_room(library.branches[0], name)
    return library


@pytest.mark.parametrize("publish", [False, True], ids=["drafts", "published"])
def test_a_list_at_once_comes_to_the_same_as_its_rows_one_by_one(session, publish):
    at, folk = now(), [a_person("Noor"), a_person("Jan", email=None), a_person("Wil")]
    here, there = a_furnished_library("vechtdal"), a_furnished_library("zuidpolder")
    first, again = versions()
    for library, take_over in ((here, applied), (there, one_by_one)):
        partner = a_partner("Carinova", library=library, contact="ria@carinova.example")
        chosen = Choices(publish=publish, partner_id=partner.id)
        run = staged(first, library=library, choices=chosen, at=at)
        take_over(run, at)
        by_title = select(Gathering).where(Gathering.library_id == library.id)
        stand = {one.title: one for one in session.scalars(by_title)}
        if publish:
            for title in ("Verzetten", "Vervalt"):
                a_sign_up(stand[title], folk[0], created_at=at, confirmed_at=at)
                a_sign_up(stand[title], folk[1], created_at=at, confirmed_at=at)
            a_sign_up(stand["Verzetten"], folk[2], SignUpStatus.WAITING, created_at=at,
                      confirmed_at=at)  # fmt: skip
        later = at + timedelta(minutes=1)
        take_over(staged(again, library=library, source=run.source, at=later), later)
    session.expire_all()
    at_once, singly = holdings(session, here), holdings(session, there)
    assert {name: len(rows) for name, rows in at_once.items()} == {
        name: len(rows) for name, rows in singly.items()
    }
    for name, rows in at_once.items():
        for one, other in zip(rows, singly[name], strict=True):
            assert (name, one) == (name, other)
    assert len(at_once["gathering"]) == len(ROWS)
    assert len(at_once["outbox_mail"]) == (4 if publish else 0)


class Cut(Exception):
    """The lights go out."""


def test_cut_off_in_the_middle_nothing_of_it_is_here_and_the_next_does_all_of_it(
    session, monkeypatch
):
    a_furnished_library("vechtdal")
    at = now()
    run = staged(versions()[0], choices=Choices(publish=True), at=at)

    def cut(*_given):
        raise Cut

    with monkeypatch.context() as until_here:
        until_here.setattr(applying, "_remember", cut)
        with pytest.raises(Cut):
            applied(run, at)
    for table in (Gathering, Booking, CalendarItem, Activity, Imported):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert queries.list_waiting(session, now=at) == []  # Somebody seems to be at it.
    later = at + staging.BUSY
    assert queries.list_waiting(session, now=later) == [(run.library_id, run.id)]
    assert applied(run, later).status is ImportStatus.APPLIED
    assert session.scalar(select(func.count()).select_from(Gathering)) == len(ROWS)


def test_who_signs_up_waits_for_the_writing_and_not_for_the_working_out(app, session, monkeypatch):
    library = a_furnished_library("vechtdal")
    gathering, folk = a_gathering(), people(2)
    run = staged(versions()[0], choices=Choices(publish=True))
    order: list[str] = []

    def sign_up(person_id):
        with app.app_context():
            with transaction() as tx:
                person = tx.get_one(type(a_noor), person_id)
                sign_ups.sign_up(
                    tx, library.id, gathering.id, person, confirmed=True, party_size=1, now=now()
                )
            order.append("signed up")

    a_noor = a_person()
    during = Thread(target=sign_up, args=(folk[1],))
    real_plan, real_write = planning.plan, applying.write

    def plan(*given):
        made = real_plan(*given)
        while_planning = Thread(target=sign_up, args=(folk[0],))
        while_planning.start()
        while_planning.join(60)
        order.append("worked out")
        return made

    def write(*given):
        during.start()
        real_write(*given)
        order.append("written")

    monkeypatch.setattr(planning, "plan", plan)
    monkeypatch.setattr(applying, "write", write)
    applied(run)
    during.join(60)
    session.rollback()
    assert order[:2] == ["signed up", "worked out"]
    assert sorted(order[2:]) == ["signed up", "written"]
    if db.engine.dialect.name == "sqlite":  # On PostgreSQL nobody waits for another's rows at all.
        assert order[2:] == ["written", "signed up"]
    assert session.scalar(select(func.count()).select_from(SignUp)) == 2


def test_ten_times_as_many_rows_take_no_more_statements_to_write(session):
    a_furnished_library("vechtdal")

    def statements(number, hour):
        rows = [
            a_row(f"Nummer {n}", str(n), zaal="Leeszaal", begin=f"{hour}:00", einde=f"{hour}:30",
                  datum=f"{local(next_week() + timedelta(days=n)):%d-%m-%Y}")
            for n in range(number)
        ]  # fmt: skip
        run = staged(a_sheet(*rows), choices=Choices(publish=True))
        with transaction() as tx:
            applying.ask(tx, run.library_id, run.id)
        said: list[str] = []
        listener = partial(_note, said)
        event.listen(db.engine, "before_cursor_execute", listener)
        work.go_on(run.library_id, run.id, now=now())
        undo = queries.get_run(session, run.library_id, run.id)
        undone(undo)
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(said)

    assert statements(30, 10) == statements(3, 15)


def _note(said, _connection, _cursor, statement, *_more):
    said.append(statement)


def test_what_changed_while_it_was_worked_out_is_worked_out_again(session, monkeypatch):
    library = a_furnished_library("vechtdal")
    branch = library.branches[0]
    run = staged(versions()[0], choices=Choices(publish=True))
    times: list[int] = []
    real_plan = planning.plan

    def plan(*given):
        made = real_plan(*given)
        if not times:  # A room is taken meanwhile,
            a_booking(session.get(Branch, branch.id).rooms[0], next_week())
        elif len(times) == 1:  # and then the branch is called something else.
            with transaction() as tx:
                tx.get_one(Branch, branch.id).name = "Huis van de Taal"
        times.append(1)
        return made

    monkeypatch.setattr(planning, "plan", plan)
    applied(run)
    assert len(times) == 3
    assert outcomes(run).count(Outcome.WRONG) == 1
    assert [name for name, _said in wrong(run)] == ["place"]
    assert session.scalar(select(func.count()).select_from(Gathering)) == len(ROWS) - 1
    bodies = session.scalars(select(CalendarItem.body)).all()
    assert not [body for body in bodies if b"Bibliotheek Ommen" in body]


def test_overtaken_time_and_again_it_is_worked_out_while_others_wait(session, monkeypatch):
    library = a_furnished_library("vechtdal")
    run, times, real_plan = staged(versions()[0]), [], planning.plan

    def plan(*given):
        made = real_plan(*given)
        times.append(1)
        if len(times) <= work.TIMES:
            with transaction() as tx:
                tx.get_one(Branch, library.branches[0].id).name = f"Huis {len(times)}"
        return made

    monkeypatch.setattr(planning, "plan", plan)
    assert applied(run).status is ImportStatus.APPLIED
    assert len(times) == work.TIMES + 1
    assert all(row.is_done for row in rows_of(run))


def test_what_the_rules_do_not_let_back_stays_and_says_why(session):
    a_furnished_library("vechtdal")
    first, again = versions()
    run = applied(staged(first, choices=Choices(publish=True)))
    second = applied(staged(again, source=run.source))
    atelier = session.scalars(select(Room).where(Room.name == "Atelier")).one()
    a_booking(atelier, next_week())  # Where ‘Andere zaal’ was before.
    undone(second)
    session.expire_all()
    stays = session.scalars(select(Gathering).where(Gathering.title == "Andere zaal")).one()
    assert stays.room.name == "Kelder"
    assert [name for name, _said in wrong(second)] == ["place"]
    assert [row.key for row in rows_of(second) if row.is_done] == ["1", "5"]
