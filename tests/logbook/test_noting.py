"""What happened outside: noted once, put right by rows that name the one before them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.clock import local_day, now, start_of_day
from community.db import session, transaction
from community.errors import NotFound
from community.logbook import noting, queries
from community.logbook.models import OutsideNote, Place
from community.partners.models import ContactKind, ContactMoment
from tests.factories import a_branch, a_librarian, a_library, a_theme, the_library
from tests.groups.groups import a_group
from tests.logbook.notes import a_note, says
from tests.partners.making import a_partner

pytestmark = pytest.mark.usefixtures("app")


def log() -> list[Activity]:
    session().rollback()
    return list(session().scalars(select(Activity).order_by(Activity.id)))


def change(act, note, *given, **named):
    with transaction() as tx:
        return act(tx, note.library_id, note.id, *given, now=now(), **named)


def words(note) -> str:
    session().rollback()
    session().expire_all()
    return queries.said(session(), session().get_one(OutsideNote, note.id)).text


def test_a_note_is_one_row_in_the_log_without_a_person():
    branch, theme, group = a_branch(place="Dalfsen"), a_theme("digitaal"), a_group("Computerclub")
    yesterday = local_day(now()) - timedelta(days=1)
    a_note(branch_id=branch.id, theme_id=theme.id, group_id=group.id, on=yesterday)
    (row,) = log()
    assert (row.verb, row.branch_id, row.person_key, row.quantity) == (
        "outside:noted", branch.id, None, 1,
    )  # fmt: skip
    assert row.happened_at == start_of_day(yesterday)
    assert row.details == {
        "text": "Vraag naar hulp met DigiD.",
        "where": "counter",
        "group_id": group.id,
        "theme": "digitaal",
    }


def test_the_same_form_twice_is_one_note_and_the_same_words_twice_are_two():
    first = a_note(key="a" * 32)
    assert a_note(key="a" * 32, text="Nog eens").id == first.id
    a_note()
    assert [row.details["text"] for row in log()] == ["Vraag naar hulp met DigiD."] * 2


def test_a_correction_names_the_row_before_it_and_the_same_words_are_none():
    note = a_note()
    change(noting.correct, note, says("Vraag naar hulp met DigiD, voor een buurman."))
    change(noting.correct, note, says("Vraag naar hulp met DigiD, voor een buurman."))
    change(noting.correct, note, says("Twee vragen over DigiD.", place=Place.TALK))
    first, second, third = log()
    assert (first.corrects_id, second.corrects_id, third.corrects_id) == (
        None, first.id, second.id,
    )  # fmt: skip
    assert words(note) == "Twee vragen over DigiD."


def test_what_is_taken_back_repeats_nothing_and_can_be_put_back():
    note = a_note()
    for _twice in range(2):
        change(noting.take_back, note)
    first, gone = log()
    assert (gone.quantity, gone.corrects_id, gone.details["text"]) == (0, first.id, "")
    assert words(note) == "Vraag naar hulp met DigiD."
    for _twice in range(2):
        change(noting.put_back, note)
    *_, again = log()
    assert len(log()) == 3
    assert (again.quantity, again.corrects_id) == (1, gone.id)
    assert again.details["text"] == "Vraag naar hulp met DigiD."


def test_a_colleague_puts_right_nothing_of_another_and_no_library_that_of_the_next():
    note = a_note()
    somebody, elsewhere = a_librarian(name="Wim"), a_library("zuidpolder")
    with pytest.raises(NotFound):
        change(noting.take_back, note, only_of=somebody.id)
    with pytest.raises(NotFound), transaction() as tx:
        noting.take_back(tx, elsewhere.id, note.id, now=now())
    change(noting.take_back, note, only_of=note.noted_by_id)
    assert [row.quantity for row in log()] == [1, 0]


def test_a_contact_goes_into_the_partners_file_once():
    partner = a_partner("GGD Oostland")
    talk = "Met de GGD over valpreventie gesproken."
    note = a_note(text=talk, place=Place.NETWORK, partner_id=partner.id, is_contact=True)
    better = says("Over valpreventie en slapen.", partner_id=partner.id, is_contact=True)
    change(noting.correct, note, better)
    assert [row.verb for row in log()] == ["outside:noted", "partner:contacted", "outside:noted"]
    moment = session().scalars(select(ContactMoment)).one()
    assert (moment.partner_id, moment.kind, moment.about) == (
        partner.id, ContactKind.MEETING, talk,
    )  # fmt: skip


def test_a_note_with_a_partner_is_no_contact_by_itself():
    a_note(partner_id=a_partner().id)
    assert [row.verb for row in log()] == ["outside:noted"]


def test_a_day_to_come_or_long_ago_is_not_noted():
    for days in (-1, 400):
        with pytest.raises(noting.NotADayToNote):
            a_note(on=local_day(now()) - timedelta(days=days))
    assert log() == []


def test_what_is_of_another_library_is_not_there():
    the_library()
    elsewhere = a_library("zuidpolder")
    theirs = {
        "branch_id": elsewhere.branches[0].id,
        "group_id": a_group("Zij", library=elsewhere).id,
        "partner_id": a_partner(library=elsewhere).id,
    }
    for name, number in theirs.items():
        with pytest.raises(NotFound):
            a_note(**{name: number})
    assert log() == []
