"""What a gathering asks of who signs up, and what becomes of the answers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import StatementError

from community.clock import now
from community.db import db, session, transaction
from community.errors import DomainError
from community.gatherings import hosting, replies, sign_up_changes, strangers
from community.gatherings.drafts import DraftRefused
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering
from community.gatherings.questions import (
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_OPTIONS,
    Question,
    QuestionKind,
    flaws,
)
from community.gatherings.replies import Replies
from community.gatherings.reply_models import AccessNeed, SignUpAnswer
from community.gatherings.strangers import Stranger
from community.plain import from_plain, to_plain
from tests.factories import a_gathering, a_member, a_person, next_week
from tests.gatherings.acts import does, sign_up
from tests.gatherings.asking import BIKE, DIET, LEVEL, SIX, STAYS, ask, said_by
from tests.gatherings.drafting import DAY, a_draft, a_hand, create, edit, refusal, stands

CHOICE, SHORT = QuestionKind.CHOICE, QuestionKind.SHORT

words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)
questions = st.builds(
    Question,
    label=words,
    kind=st.sampled_from(QuestionKind),
    hint=words,
    options=st.lists(words, max_size=4).map(tuple),
    required=st.booleans(),
)


# ─── what may be asked ───


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (Question(label=""), "label"),
        (Question(label="x" * (LONGEST_QUESTION + 1)), "label"),
        (Question(label="Wat?", hint="x" * (LONGEST_QUESTION + 1)), "hint"),
        (Question(label="Wat?", options=("a", "b")), "options"),
        (Question(label="Wat?", kind=CHOICE), "options"),
        (Question(label="Wat?", kind=CHOICE, options=("a",)), "options"),
        (Question(label="Wat?", kind=CHOICE, options=("a", "a")), "options"),
        (Question(label="Wat?", kind=CHOICE, options=("a", "b" * (LONGEST_OPTION + 1))), "options"),
        (
            Question(label="Wat?", kind=CHOICE, options=tuple(map(str, range(MOST_OPTIONS + 1)))),
            "options",
        ),
    ],
)
def test_what_cannot_be_asked_says_which_part_is_wrong(question, part):
    (found,) = flaws([BIKE, question], sensitive=False)
    assert (found.number, found.part) == (1, part)


def test_six_good_questions_are_fine_and_the_same_one_twice_is_not():
    assert list(flaws(SIX, sensitive=False)) == []
    (found,) = flaws([BIKE, STAYS, BIKE], sensitive=False)
    assert (found.number, found.part) == (2, "label")


def test_in_a_sensitive_gathering_nobody_has_to_answer():
    (found,) = flaws([BIKE, LEVEL], sensitive=True)
    assert (found.number, found.part) == (1, "required")


@settings(max_examples=40)
@given(questions)
def test_a_question_is_kept_as_it_was(question):
    assert from_plain(Question, to_plain(question)) == question


@pytest.mark.usefixtures("app")
def test_questions_belong_to_a_gathering_and_go_along_with_its_copy():
    gathering = create(a_draft(questions=SIX))
    assert stands(gathering).questions == SIX
    with transaction() as tx:
        copied = hosting.copy(tx, gathering.library_id, gathering.id, a_hand())
    assert stands(copied).questions == SIX


@pytest.mark.usefixtures("app")
def test_moving_a_gathering_leaves_its_questions_as_they_are():
    gathering = create(a_draft(questions=SIX))
    edit(gathering, starts_at=next_week() + DAY, ends_at=None)
    assert stands(gathering).questions == SIX


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "wrong",
    [
        {"questions": (*SIX, Question(label="Nog een?"))},
        {"questions": (BIKE,), "sign_up_mode": SignUpMode.NONE, "capacity": None},
        {"questions": (LEVEL,), "is_sensitive": True},
        {"questions": (Question(label="Hoe\x00?"),)},
        {"questions": (Question(label="  "),)},
    ],
)
def test_what_may_not_be_asked_is_refused(wrong):
    with pytest.raises(DraftRefused) as refused:
        create(a_draft(**wrong))
    assert refusal(refused) == {"questions"}


@pytest.mark.usefixtures("app")
def test_more_than_six_do_not_come_into_the_database():
    gathering = a_gathering()
    with pytest.raises(StatementError, match="at most 6"):
        ask(gathering, *SIX, Question(label="Nog een?"))


# ─── answers ───


@pytest.mark.usefixtures("app")
def test_answers_come_with_the_sign_up_and_with_the_words_that_were_asked():
    gathering = ask(a_gathering(), BIKE, DIET)
    said = Replies(
        answers={BIKE.label: "Een bakfiets", DIET.label: "", "Niet gevraagd": "wel gezegd"},
        access_need="Een plek bij de deur",
    )
    entry = sign_up(gathering, replies=said)
    kept = said_by(entry)
    assert kept.by_question == {BIKE.label: "Een bakfiets"}
    assert kept.access_need == "Een plek bij de deur"


@pytest.mark.usefixtures("app")
def test_an_answer_stays_with_the_words_that_it_answers():
    gathering = ask(a_gathering(), BIKE)
    entry = sign_up(gathering, replies=Replies(answers={BIKE.label: "Een bakfiets"}))
    edit(gathering, questions=(replace(BIKE, label="Wat voor fiets heb je?"),))
    assert said_by(entry).by_question == {BIKE.label: "Een bakfiets"}
    does(replies.change, entry, Replies(answers={"Wat voor fiets heb je?": "Een vouwfiets"}))
    assert said_by(entry).by_question == {
        BIKE.label: "Een bakfiets",
        "Wat voor fiets heb je?": "Een vouwfiets",
    }


@pytest.mark.usefixtures("app")
def test_answers_change_until_it_begins():
    gathering = ask(a_gathering(), BIKE, STAYS)
    entry = sign_up(gathering, replies=Replies(answers={BIKE.label: "Een bakfiets"}))
    does(replies.change, entry, Replies(answers={STAYS.label: "yes"}, access_need="Een lift"))
    assert said_by(entry).by_question == {STAYS.label: "yes"}
    assert said_by(entry).access_need == "Een lift"
    with pytest.raises(DomainError, match="begun"):
        does(replies.change, entry, replies.NONE, at=gathering.starts_at)
    does(replies.change, entry, replies.NONE)
    assert not said_by(entry)


@pytest.mark.usefixtures("app")
def test_signing_up_twice_leaves_the_first_answers():
    gathering, noor = ask(a_gathering(), BIKE), a_person()
    entry = sign_up(gathering, noor, replies=Replies(answers={BIKE.label: "Een bakfiets"}))
    sign_up(gathering, noor, replies=Replies(answers={BIKE.label: "Een step"}, access_need="Nee"))
    assert said_by(entry).by_question == {BIKE.label: "Een bakfiets"}
    assert said_by(entry).access_need == ""


def by_mail(gathering, email, said):
    with transaction() as tx:
        return strangers.sign_up_by_mail(
            tx, gathering.library_id, gathering.id, Stranger("Iemand", email), now=now(),
            replies=said,
        )  # fmt: skip


@pytest.mark.usefixtures("app")
def test_what_a_stranger_answered_in_somebodys_name_goes_when_they_sign_up_themselves():
    gathering, noor = ask(a_gathering(), BIKE), a_member()
    stranger = Replies(answers={BIKE.label: "Gestolen"}, access_need="Onzin")
    entry = by_mail(gathering, noor.email, stranger)
    assert said_by(entry).access_need == "Onzin"
    sign_up(gathering, noor, replies=Replies(answers={BIKE.label: "Een bakfiets"}))
    assert said_by(entry).by_question == {BIKE.label: "Een bakfiets"}
    assert said_by(entry).access_need == ""


@pytest.mark.usefixtures("app")
def test_a_stranger_changes_no_answers_of_who_has_signed_up():
    gathering, noor = ask(a_gathering(), BIKE), a_member()
    entry = sign_up(gathering, noor, replies=Replies(answers={BIKE.label: "Een bakfiets"}))
    by_mail(gathering, noor.email, Replies(answers={BIKE.label: "Gestolen"}))
    assert said_by(entry).by_question == {BIKE.label: "Een bakfiets"}


@pytest.mark.usefixtures("app")
def test_who_leaves_takes_along_what_they_said_and_can_come_back():
    gathering, noor = ask(a_gathering(), BIKE), a_person()
    said = Replies(answers={BIKE.label: "Een bakfiets"}, access_need="Een lift")
    entry = sign_up(gathering, noor, replies=said)
    does(sign_up_changes.leave, entry)
    assert session().scalars(select(SignUpAnswer)).all() == []
    assert session().scalars(select(AccessNeed)).all() == []
    sign_up(gathering, noor, replies=replace(said, access_need=""))
    assert said_by(entry).by_question == {BIKE.label: "Een bakfiets"}


@pytest.mark.usefixtures("app")
def test_who_goes_to_another_activity_takes_along_what_is_asked_there_too():
    here, there = ask(a_gathering(), BIKE, STAYS), ask(a_gathering(), BIKE)
    said = Replies(answers={BIKE.label: "Een bakfiets", STAYS.label: "yes"}, access_need="Een lift")
    entry = sign_up(here, replies=said)
    with transaction() as tx:
        moved = sign_up_changes.move(tx, here.library_id, entry.id, there.id, now=now())
    assert said_by(moved).by_question == {BIKE.label: "Een bakfiets"}
    assert said_by(moved).access_need == "Een lift"
    assert not said_by(entry)


@pytest.mark.usefixtures("app")
def test_a_gathering_that_is_thrown_away_takes_its_questions_along():
    gathering = create(a_draft(questions=(BIKE,)))
    with transaction() as tx:
        hosting.discard(tx, gathering.library_id, gathering.id)
    assert session().scalars(select(Gathering)).all() == []


@pytest.mark.usefixtures("app")
def test_a_gathering_that_asks_nothing_costs_no_statement(app):
    gathering, noor = a_gathering(), a_person()
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        sign_up(gathering, noor, replies=replies.NONE)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    about = re.compile("sign_up_answer|access_need|sign_up_child|gathering_template")
    assert statements
    assert [each for each in statements if about.search(each)] == []
