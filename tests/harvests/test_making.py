"""A draft of what the tables laid, and what a librarian does with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.activity.verbs import Verb
from community.clock import now
from community.conversations import writing
from community.conversations.models import Kind
from community.db import transaction
from community.errors import NotFound
from community.gatherings.models import GatheringStatus
from community.harvests import drafting, hearing, items, queries, showing, source_queries
from community.harvests.models import State, Via
from community.harvests.working import NotNow, SomebodyElseWasHere
from tests.conversations.talking import a_participant, says, viewer
from tests.factories import a_gathering, a_library
from tests.harvests.rows import (
    a_draft,
    a_note,
    a_past_talk,
    does,
    items_of,
    logged,
    presented,
    texts_of,
    version_of,
)

BENCH, TREE, SOUP = "Meer banken in de straat", "Een boom op het plein", "Soep op woensdag"


def test_a_draft_has_everything_that_was_laid_and_said_and_nothing_else(app, session):
    talk = a_past_talk()
    noor = viewer(a_participant(talk))
    a_note(talk, "Nog niet klaar", laid_at=None)
    a_note(talk, "", removed_at=now())
    asked = says(talk, noor, "Wie veegt de stoep?")
    says(talk, noor, "Ik wel", to=asked)
    says(talk, noor, "Te vroeg gezegd", seen=False)
    gone = says(talk, noor, "Toch niet")
    with transaction() as tx:
        writing.withdraw(tx, talk.library_id, gone.id, noor, now=now())
    made = a_draft(talk, BENCH, TREE)
    shown = showing.items(session, made)
    assert {each.item.text for each in shown} == {BENCH, TREE, "Wie veegt de stoep?"}
    # Invariant 6: each says where it came from.
    assert all(len(each.sources) == 1 for each in shown)
    places = {
        each.item.text: (each.sources[0].table_no, each.sources[0].round_no) for each in shown
    }
    assert places == {BENCH: (1, 1), TREE: (2, 1), "Wie veegt de stoep?": (None, None)}


def test_beginning_twice_makes_one_draft_and_what_is_typed_over_later_is_taken_in(app):
    talk = a_past_talk()
    made = a_draft(talk, BENCH)
    assert a_draft(talk).id == made.id
    assert texts_of(made) == [BENCH]
    a_note(talk, SOUP, table_no=3)
    assert does(drafting.take_in, made, version=version_of(made), now=now()) == 1
    assert does(drafting.take_in, made, version=version_of(made), now=now()) == 0
    assert set(texts_of(made)) == {BENCH, SOUP}


@pytest.mark.parametrize("fields", [{"is_sensitive": True}, {"status": GatheringStatus.CANCELLED}])
def test_of_what_is_sensitive_or_did_not_happen_there_is_no_harvest(app, fields):
    talk = a_past_talk(**fields)
    with pytest.raises(NotFound), transaction() as tx:
        drafting.make_draft(tx, talk.library_id, talk.id, now=now())


def test_nothing_is_harvested_before_it_begins_or_by_another_library(app):
    coming = a_gathering()
    with pytest.raises(drafting.NothingYet), transaction() as tx:
        drafting.make_draft(tx, coming.library_id, coming.id, now=now())
    made = a_draft(None, BENCH)
    other, item = a_library("zuidpolder"), items_of(made)[0]
    with pytest.raises(NotFound), transaction() as tx:
        items.quote(tx, other.id, made.id, item.id, is_quote=True)


def test_joining_keeps_where_all_came_from_and_splitting_gives_it_back(app, session):
    made = a_draft(None, BENCH, "Banken erbij", TREE)
    one, two = (next(i for i in items_of(made) if i.text == t) for t in (BENCH, "Banken erbij"))
    does(items.merge, made, [one.id, two.id], version=version_of(made))
    joined = next(each for each in showing.items(session, made) if each.item.text != TREE)
    assert [source.table_no for source in joined.sources] == [1, 2]
    assert len(items_of(made)) == 2
    source = joined.sources[1]
    alone = does(items.split_off, made, joined.item.id, source.id, version=version_of(made))
    assert alone.text == "Banken erbij"
    assert len(items_of(made)) == 3
    assert all(len(each.sources) == 1 for each in showing.items(session, made))


def test_what_a_librarian_adds_says_so_and_what_is_left_out_comes_back(app, session):
    made = a_draft(None, BENCH)
    added = does(items.add, made, version=version_of(made), kind=Kind.SOURCE, text="Een boek")
    assert added.by_librarian
    does(items.leave_out, made, added.id, out=True, now=now())
    assert texts_of(made) == [BENCH]
    assert [i.id for i in queries.list_left_out(session, made.library_id, made.id)] == [added.id]
    does(items.leave_out, made, added.id, out=False, now=now())
    assert texts_of(made) == [BENCH, "Een boek"]


def test_items_move_one_place_and_come_to_stand_under_what_they_are_moved_to(app):
    made = a_draft(None, BENCH, TREE, SOUP)
    first, second, third = items_of(made)
    does(items.place, made, [third.id], version=version_of(made), theme_id=None, heading="Eten")
    does(items.move, made, second.id, by=-1)
    assert [item.id for item in items_of(made)] == [second.id, first.id, third.id]
    does(items.move, made, first.id, by=1)
    assert items_of(made)[1].heading == "Eten"
    does(items.move, made, third.id, by=1)
    assert items_of(made)[2].id == third.id


def test_two_librarians_do_not_write_over_each_other(app):
    made = a_draft(None, BENCH)
    seen, item = version_of(made), items_of(made)[0]
    does(items.edit, made, item.id, version=seen, kind=Kind.IDEA, text="Drie banken")
    with pytest.raises(SomebodyElseWasHere):
        does(items.edit, made, item.id, version=seen, kind=Kind.IDEA, text="Vier banken")
    assert texts_of(made) == ["Drie banken"]


def test_once_shown_nothing_is_joined_or_added_but_words_can_still_change(app):
    made = presented(a_draft(None, BENCH, TREE))
    with pytest.raises(NotNow):
        does(items.add, made, version=version_of(made), kind=Kind.IDEA, text="Te laat")
    with pytest.raises(NotNow):
        does(drafting.take_in, made, version=version_of(made), now=now())
    item = items_of(made)[0]
    does(items.edit, made, item.id, version=version_of(made), kind=Kind.IDEA, text="Anders")
    assert "Anders" in texts_of(made)


# ─── "klopt dit?" at the table ───


def test_what_a_table_confirmed_before_there_was_a_draft_holds_for_its_items(app, session):
    talk = a_past_talk()
    a_note(talk, BENCH, table_no=1)
    a_note(talk, TREE, table_no=2)
    with transaction() as tx:
        for _again in range(2):
            hearing.confirm_notes(tx, talk.library_id, talk.id, 1, None, via=Via.SCREEN, now=now())
    made = a_draft(talk)
    confirmed = {each.item.text: each.confirmed for each in showing.items(session, made)}
    assert confirmed == {BENCH: 1, TREE: 0}
    [row] = logged(Verb.HARVEST_CONFIRMED)
    assert (row.gathering_id, row.quantity, row.details["provenance"]) == (talk.id, 1, "table")
    assert row.details["fingerprint"] == hearing.fingerprint("meer BANKEN, in de straat!")


def test_a_note_confirmed_after_the_draft_counts_at_once_but_not_for_other_words(app, session):
    talk = a_past_talk()
    made = a_draft(talk, BENCH, TREE)
    bench = next(item for item in items_of(made) if item.text == BENCH)
    does(items.edit, made, bench.id, version=version_of(made), kind=Kind.IDEA, text="Drie banken")
    for table_no in (1, 2):
        with transaction() as tx:
            hearing.confirm_notes(
                tx, talk.library_id, talk.id, table_no, None, via=Via.SCREEN, now=now()
            )
    confirmed = {each.item.text: each.confirmed for each in showing.items(session, made)}
    assert confirmed == {"Drie banken": 0, TREE: 1}


def test_a_confirmation_belongs_to_the_words_and_each_item_counts_once(app, session):
    made = a_draft(None, BENCH)
    assert does(hearing.confirm_for_table, made, 1, now=now()) == 1
    assert does(hearing.confirm_for_table, made, 1, now=now()) == 0
    item = items_of(made)[0]
    does(items.edit, made, item.id, version=version_of(made), kind=Kind.IDEA, text="Drie banken")
    [shown] = showing.items(session, made)
    assert (shown.confirmed, shown.confirmed_before) == (0, 1)
    assert does(hearing.confirm_for_table, made, 1, now=now()) == 1
    [shown] = showing.items(session, made)
    assert (shown.confirmed, shown.confirmed_before) == (1, 0)
    assert len(logged(Verb.HARVEST_CONFIRMED)) == 1


def test_joining_does_not_let_a_table_stand_by_words_of_another(app, session):
    made = a_draft(None, BENCH, "Banken erbij")
    for table_no in (1, 2):
        does(hearing.confirm_for_table, made, table_no, now=now())
    ids = [item.id for item in items_of(made)]
    does(items.merge, made, ids, version=version_of(made))
    [shown] = showing.items(session, made)
    assert (shown.confirmed, shown.confirmed_before) == (1, 1)


# ─── taken back in the conversation ───


def test_who_takes_back_their_words_takes_them_out_of_the_harvest(app, session):
    talk = a_past_talk()
    noor = viewer(a_participant(talk))
    alone, shared = says(talk, noor, "Alleen van mij"), says(talk, noor, "Ook van tafel 1")
    made = a_draft(talk, BENCH)
    of = {item.text: item for item in items_of(made)}
    does(items.merge, made, [of[BENCH].id, of["Ook van tafel 1"].id], version=version_of(made))
    kept = next(text for text in texts_of(made) if text != "Alleen van mij")
    for said in (alone, shared):
        with transaction() as tx:
            writing.withdraw(tx, talk.library_id, said.id, noor, now=now())
    [shown] = showing.items(session, made)
    assert shown.item.text == kept
    assert [source.table_no for source in shown.sources] == [1]
    assert source_queries.taken(session, made.id)[1] == {alone.id}  # Its place stays.


def test_a_draft_is_for_nobody_to_read_yet(app, session):
    made = a_draft(None, BENCH)
    assert made.state is State.DRAFT
    with pytest.raises(NotFound):
        queries.get_public(session, made.library_id, made.id)
    assert made.begun_at <= now() + timedelta(seconds=1)
