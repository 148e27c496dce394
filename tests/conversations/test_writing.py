"""Saying something, answering, changing it and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.conversations import queries, said_queries, writing
from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Kind,
    Nod,
    Phase,
    SeenBy,
)
from community.conversations.seeing import Viewer
from community.db import transaction
from community.errors import NotFound
from community.gatherings.kinds import SignUpMode
from community.moderation import queries as moderation
from tests.conversations.talking import a_participant, arranged, on, says, viewer
from tests.factories import a_gathering, a_librarian, a_library, a_member, the_library
from tests.gatherings.crowd import rush
from tests.moderation.acts import decide


@pytest.fixture
def gathering(app):
    return a_gathering()


@pytest.fixture
def noor(gathering) -> Viewer:
    return viewer(a_participant(gathering))


def test_the_first_word_opens_the_conversation(gathering, noor, session):
    said = says(gathering, noor)
    assert (said.kind, said.phase) == (Kind.QUESTION, Phase.BEFORE)
    opened = queries.find_of(session, gathering.library_id, gathering.id)
    assert opened is not None
    assert opened.seen_by is SeenBy.PARTICIPANTS


def test_where_people_walk_in_everybody_with_an_account_reads_it(app, session):
    walk_in = a_gathering(sign_up_mode=SignUpMode.NONE, capacity=None)
    says(walk_in, Viewer(a_member().id))
    opened = queries.find_of(session, walk_in.library_id, walk_in.id)
    assert opened is not None
    assert opened.seen_by is SeenBy.SIGNED_IN


@pytest.mark.parametrize(
    ("hours", "phase"), [(1, Phase.BEFORE), (-1, Phase.DURING), (-30, Phase.AFTER)]
)
def test_it_is_known_whether_it_was_said_before_or_after(app, hours, phase):
    gathering = a_gathering(starts_at=now() + timedelta(hours=hours))
    assert on(gathering).phase(now()) is phase


def test_the_first_two_of_a_new_person_wait_and_the_third_does_not(gathering, noor, session):
    librarian = a_librarian()
    for text in ("Een begin", "En nog iets"):
        said = says(gathering, noor, text, seen=False)
        assert said.seen_from is None
        case = moderation.find_open_case(session, said.library_id, queries.KIND, said.id)
        assert case is not None
        decide(case, by=librarian)
        session.refresh(said)
        assert said.seen_from is not None
    assert says(gathering, noor, "Nu zonder wachten", seen=False).seen_from is not None


def test_who_leads_does_not_wait(gathering):
    host = Viewer(a_member(name="Hanna").id, is_host=True)
    assert says(gathering, host, seen=False).seen_from is not None


def test_the_same_form_sent_twice_says_it_once(gathering, noor, session):
    first = says(gathering, noor, "Dag", once="a" * 32)
    again = says(gathering, noor, "Dag", once="a" * 32)
    other = says(gathering, noor, "Iets anders na teruggaan", once="a" * 32)
    assert first.id == again.id != other.id


def test_a_double_click_on_a_first_word_says_it_once(app, gathering, noor, session):
    about = on(gathering)
    acts = [lambda: says(about, noor, "Dag", once="b" * 32)] * 4
    assert rush(app, acts, in_flight=4) == []
    session.rollback()
    assert session.scalar(select(func.count(Contribution.id))) == 1
    assert session.scalar(select(func.count(Conversation.id))) == 1


def test_an_answer_to_an_answer_stands_below_the_same_word(gathering, noor):
    top = says(gathering, noor)
    answer = says(gathering, noor, "Een antwoord", to=top)
    deeper = says(gathering, noor, "Nog een", to=answer)
    assert answer.reply_to_id == deeper.reply_to_id == top.id
    assert answer.kind is None


def test_an_answer_belongs_to_its_own_conversation(gathering, noor):
    elsewhere = a_gathering("Iets anders")
    top = says(elsewhere, viewer(a_participant(elsewhere, "Yusuf")))
    with pytest.raises(NotFound):
        says(gathering, noor, "Een antwoord", to=top)


def test_who_does_not_take_part_learns_nothing_and_says_nothing(gathering, noor):
    stranger = Viewer(a_member(name="Vera").id)
    said = says(gathering, noor)
    with pytest.raises(NotFound):
        says(gathering, stranger)
    with pytest.raises(NotFound), transaction() as tx:
        writing.nod(tx, said.library_id, said.id, stranger, Nod.RECOGNISES, now=now())


def test_nothing_is_said_in_what_is_closed(gathering, noor):
    said = says(gathering, noor)
    arranged(gathering, SeenBy.PARTICIPANTS, is_closed=True)
    with pytest.raises(writing.ConversationIsClosed):
        says(gathering, noor)
    with pytest.raises(writing.ConversationIsClosed):
        edited(said, noor, "Anders")
    taken_back(said, noor)
    arranged(gathering, SeenBy.PARTICIPANTS)
    says(gathering, noor)


@pytest.mark.parametrize("such", [{"is_sensitive": True}, {"status": "cancelled"}])
def test_of_what_is_sensitive_or_cancelled_there_is_none(app, such):
    gathering = a_gathering(**such)
    with pytest.raises(NotFound):
        says(gathering, viewer(a_member()))


def test_changing_it_stays_to_be_seen(gathering, noor):
    said = says(gathering, noor)
    assert edited(said, noor, said.text).edited_at is None
    changed = edited(said, noor, "Anders gezegd")
    assert (changed.text, changed.edited_at is not None) == ("Anders gezegd", True)


def test_nobody_changes_or_takes_back_what_another_said(gathering, noor):
    said = says(gathering, noor)
    librarian = Viewer(a_member(name="Bas").id, is_librarian=True)
    for act in (lambda: edited(said, librarian, "Beter"), lambda: taken_back(said, librarian)):
        with pytest.raises(writing.NotYours):
            act()


def test_taken_back_its_words_go_and_what_was_answered_stays(gathering, noor, session):
    said = says(gathering, noor)
    says(gathering, noor, "Een antwoord", to=said)
    for _twice in range(2):
        gone = taken_back(said, noor)
    assert (gone.text, gone.withdrawn_at is not None) == ("", True)
    conversation = queries.find_of(session, gathering.library_id, gathering.id)
    (top,) = said_queries.list_said(session, conversation, noor)
    assert [each.contribution.text for each in top.replies] == ["Een antwoord"]


def test_what_waits_is_looked_at_by_nobody_once_taken_back(gathering, noor, session):
    said = says(gathering, noor, seen=False)
    taken_back(said, noor)
    assert moderation.find_open_case(session, said.library_id, queries.KIND, said.id) is None


def test_pressed_again_a_nod_is_taken_back(gathering, noor, session):
    said = says(gathering, noor)
    for expected in (1, 0, 1):
        with transaction() as tx:
            writing.nod(tx, said.library_id, said.id, noor, Nod.RECOGNISES, now=now())
        assert session.scalar(select(func.count()).select_from(ContributionNod)) == expected


def test_nobody_floods_a_conversation(gathering, noor, monkeypatch):
    monkeypatch.setattr(writing, "MOST_IN_A_DAY", 2)
    for text in ("een", "twee"):
        says(gathering, noor, text)
    with pytest.raises(writing.EnoughForToday):
        says(gathering, noor, "drie")


def test_another_library_finds_nothing(gathering, noor, session):
    said, salland = says(gathering, noor), a_library("salland")
    assert the_library().id != salland.id
    with pytest.raises(NotFound):
        queries.get(session, salland.id, said.id, noor)
    assert queries.find_of(session, salland.id, gathering.id) is None


def edited(said: Contribution, who: Viewer, text: str) -> Contribution:
    with transaction() as tx:
        return writing.edit(tx, said.library_id, said.id, who, text, now=now())


def taken_back(said: Contribution, who: Viewer) -> Contribution:
    with transaction() as tx:
        return writing.withdraw(tx, said.library_id, said.id, who, now=now())
