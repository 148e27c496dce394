"""What tables write: nothing lost, nothing doubled, whatever the network does to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.conversations.models import Kind
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings.kinds import Kind as GatheringKind
from community.gatherings.models import GatheringStatus
from community.table_notes import forgetting, opening, queries, rules, writing
from community.table_notes.models import TableNote, TableScreen, Via
from community.table_notes.writing import Became, Sheet
from tests.factories import saved
from tests.gatherings.crowd import rush, together
from tests.table_notes.tables import (
    a_table,
    a_table_note,
    a_talk,
    keeps,
    notes_of,
    the_table,
    thought,
    words_of,
)

pytestmark = pytest.mark.usefixtures("app")


def test_a_note_is_kept_as_one_types_and_laid_once_it_is_done():
    table = a_table()
    typing = thought("Je wilt", is_laid=False)
    keeps(table, typing)
    keeps(table, replace(typing, revision=2, text="Je wilt niemand"))
    (note,) = notes_of(table.gathering)
    assert (note.text, note.laid_at, note.via) == ("Je wilt niemand", None, Via.SCREEN)
    assert queries.list_laid(session(), table.gathering) == []
    keeps(table, replace(typing, revision=3, text="Je wilt niemand tot last zijn.", is_laid=True))
    assert words_of(table.gathering) == ["Je wilt niemand tot last zijn."]


def test_what_comes_late_does_not_undo_what_came_after():
    table, first = a_table(), thought("Een appje", is_laid=False)
    last = replace(first, revision=5, text="Een appje voelt lichter.", is_laid=True)
    assert [kept.became for kept in keeps(table, last, first)] == [Became.KEPT, Became.OLD]
    (late,) = keeps(table, replace(first, revision=4, text=""))
    assert (late.became, late.note and late.note.text) == (Became.OLD, last.text)
    assert words_of(table.gathering) == [last.text]


def test_a_note_taken_away_before_it_came_in_stays_away():
    table, typed = a_table(), thought("Toch maar niet", is_laid=False)
    keeps(table, replace(typed, revision=3, text=""), typed)
    (note,) = notes_of(table.gathering)
    assert (note.text, note.removed_at is not None) == ("", True)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_in_whatever_order_and_however_often_it_comes_the_last_state_stands(data):
    table = a_table()
    states = [
        replace(thought(f"{name} {number}"), once=name * 32, revision=number, is_laid=number > 1)
        for name in "abc"
        for number in (1, 2, 3)
    ]
    for some in data.draw(
        st.lists(st.lists(st.sampled_from(states), max_size=4), max_size=8), label="over wifi"
    ):
        keeps(table, *some)
    keeps(table, *data.draw(st.permutations(states), label="at last"))
    assert words_of(table.gathering) == ["a 3", "b 3", "c 3"]
    assert len(notes_of(table.gathering)) == 3


def test_many_devices_that_send_the_same_at_once_make_one_note(app):
    table = a_table()
    said = thought("Tegelijk")
    assert rush(app, [lambda: keeps(table, said)] * 6) == []
    assert words_of(table.gathering) == ["Tegelijk"]


def test_two_tables_never_share_a_mark():
    """The database itself stands behind it."""
    talk = a_talk()
    one, other = a_table(talk, 1), a_table(talk, 2)
    said = thought("Van tafel 1")
    keeps(one, said)
    (answer,) = keeps(other, replace(said, text="Van tafel 2", revision=9))
    assert (answer.became, answer.note) == (Became.OLD, None)
    assert words_of(talk) == ["Van tafel 1"]
    twin = {c.key: getattr(notes_of(talk)[0], c.key) for c in TableNote.__table__.c}
    with pytest.raises(IntegrityError):
        saved(TableNote(**{**twin, "id": None}))


def test_a_table_has_room_for_two_hundred_notes_and_says_so(monkeypatch):
    monkeypatch.setattr(rules, "MOST_NOTES", 2)
    table = a_table()
    first = thought("een")
    answers = keeps(table, first, thought("twee"), thought("drie"))
    assert [kept.became for kept in answers] == [Became.KEPT, Became.KEPT, Became.REFUSED]
    assert keeps(table, replace(first, revision=2, text="een, anders"))[0].became is Became.KEPT
    keeps(table, replace(first, revision=3, text=""))
    assert keeps(table, thought("drie"))[0].became is Became.KEPT
    assert words_of(table.gathering) == ["drie", "twee"]


def test_the_last_room_on_a_table_is_given_once_to_who_type_paper_over_at_once(app, monkeypatch):
    """Counting and writing are two statements, and a sheet changes nothing of the screen: without
    the screen's lock both count none."""
    monkeypatch.setattr(rules, "MOST_NOTES", 1)
    monkeypatch.setattr(queries, "count_notes", together(queries.count_notes))
    talk = a_table().gathering

    def types(once: str) -> None:
        sheet = Sheet(1, 1, [(Kind.IDEA, f"Een idee van {once}")])
        with transaction() as tx:
            writing.type_over(tx, talk.library_id, talk.id, sheet, once=once, now=now())

    wrong = rush(app, [partial(types, once) for once in ("een", "twee")])
    assert [type(error) for error in wrong] == [rules.TableIsFull]
    assert len(notes_of(talk)) == 1


def test_a_room_closes_some_hours_after_the_end_and_not_before():
    table = a_table()
    ends = table.gathering.ends_at
    assert keeps(table, thought("laat"), at=ends + timedelta(hours=3))[0].became is Became.KEPT
    (late,) = keeps(table, thought("te laat"), at=ends + rules.STAYS_OPEN)
    assert late.became is Became.REFUSED
    assert words_of(table.gathering) == ["laat"]


def test_the_clock_of_a_device_is_believed_within_reason():
    table, moment = a_table(), now()
    early = moment - timedelta(minutes=10)
    keeps(
        table,
        thought("offline", at=early),
        thought("morgen", at=moment + timedelta(days=1)),
        thought("in 1970", at=moment - timedelta(days=20_000)),
        at=moment,
    )
    laid = {note.text: note.laid_at for note in notes_of(table.gathering)}
    opens = rules.opens_at(table.gathering)
    assert laid == {"offline": early, "morgen": moment, "in 1970": opens}


def test_of_what_is_sensitive_or_cancelled_no_table_gets_a_screen():
    for talk in (
        a_talk(is_sensitive=True),
        a_talk(status=GatheringStatus.CANCELLED),
        a_talk(kind=GatheringKind.LECTURE),
    ):
        with pytest.raises(rules.NoRoomHere), transaction() as tx:
            opening.open_room(tx, talk.library_id, talk.id, 3, now=now())
    assert session().scalar(select(func.count(TableScreen.id))) == 0


def test_opening_again_adds_tables_and_leaves_the_others_as_they_are():
    talk = a_talk()
    salt = a_table(talk, 2).salt
    a_table(talk, 4)
    a_table(talk, 3)
    assert [screen.table_no for screen in queries.list_screens(session(), talk)] == [1, 2, 3, 4]
    assert the_table(talk, 2).salt == salt


def test_paper_typed_over_is_equal_and_the_same_sheet_counts_once():
    talk = a_talk()
    table = a_table(talk)
    keeps(table, thought("van het scherm"))
    sheet = Sheet(1, 2, [(Kind.QUESTION, "Hoe dan?"), (Kind.IDEA, "Soep"), (Kind.IDEA, "Soep")])
    for _twice in range(2):
        with transaction() as tx:
            writing.type_over(tx, talk.library_id, talk.id, sheet, once="f" * 32, now=now())
    assert words_of(talk) == ["Hoe dan?", "Soep", "Soep", "van het scherm"]
    assert {(note.via, note.round_no) for note in notes_of(talk)} == {
        (Via.SCREEN, 1), (Via.SHEET, 2),
    }  # fmt: skip


def test_paper_can_be_typed_over_of_a_table_without_a_screen_and_long_after():
    talk = a_talk()
    late, sheet = talk.ends_at + timedelta(days=30), Sheet(9, 1, [(Kind.IDEA, "Soep")])
    with transaction() as tx:
        writing.type_over(tx, talk.library_id, talk.id, sheet, once="e" * 32, now=late)
    assert words_of(talk) == ["Soep"]
    gone = talk.ends_at + rules.KEPT
    with pytest.raises(DomainError), transaction() as tx:
        writing.type_over(tx, talk.library_id, talk.id, sheet, once="d" * 32, now=gone)


def test_who_leads_it_lays_down_what_was_left_and_takes_away_what_names_somebody():
    table = a_table()
    keeps(table, thought("blijven liggen", is_laid=False), thought("Truus zei"))
    left, named = notes_of(table.gathering)
    for act, note in ((writing.lay, left), (writing.take_away, named)):
        with transaction() as tx:
            act(tx, note.library_id, note.gathering_id, note.id, now=now())
    assert words_of(table.gathering) == ["blijven liggen"]
    # The device that still shows it cannot bring it back by sending what it has.
    assert keeps(table, replace(thought("Truus zei"), once=named.once))[0].became is Became.OLD


def test_raw_notes_are_kept_six_months_and_of_what_became_sensitive_not_at_all():
    old = a_talk(starts_at=now() - timedelta(days=190), ends_at=now() - timedelta(days=184))
    recent, sealed = a_talk(), a_talk()
    for talk in (old, recent, sealed):
        saved_screen = saved(TableScreen(library_id=talk.library_id, gathering_id=talk.id,
                                         table_no=1))  # fmt: skip
        a_table_note(saved_screen)
    with transaction() as tx:
        tx.get_one(type(sealed), sealed.id).is_sensitive = True
    for gone in (4, 0):
        with transaction() as tx:
            assert forgetting.forget(tx, now()) == gone
    assert [len(notes_of(talk)) for talk in (old, recent, sealed)] == [0, 1, 0]
