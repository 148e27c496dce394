"""What somebody says at a sign-up becomes a draft that is theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from community.clock import now
from community.db import db, session, transaction
from community.gatherings import forgetting, replies, sign_up_changes, sign_ups
from community.gatherings.questions import Question, QuestionKind
from community.gatherings.replies import Replies
from community.skills import confirming, finding, queries
from community.skills.models import SkillKind, SkillState, Source
from tests.factories import a_gathering, a_member, a_person
from tests.gatherings.asking import ask
from tests.skills.rows import log, skills

pytestmark = pytest.mark.usefixtures("app")

BRINGS = Question(label="Wat breng je mee?", kind=QuestionKind.BRINGS)
WANTS = Question(label="Wat wil je weten?", kind=QuestionKind.WANTS)
BOTH = {BRINGS.label: "Ik kan luisteren", WANTS.label: "Hoe het hier was"}


def asking(**fields):
    return ask(a_gathering(**fields), BRINGS, WANTS)


def signed_up(gathering, person, answers=None, *, confirmed=True, **more):
    said = Replies(answers=BOTH if answers is None else answers)
    with transaction() as tx:
        return sign_ups.sign_up(
            tx, gathering.library_id, gathering.id, person, confirmed=confirmed, now=now(),
            replies=said, **more,
        )  # fmt: skip


def said_now() -> dict[SkillKind, str]:
    return {skill.kind: skill.own_words for skill in skills()}


def test_an_answer_becomes_a_draft_of_its_person_alone():
    fatima = a_member()
    entry = signed_up(asking(), fatima)
    assert said_now() == {
        SkillKind.CAN: "Ik kan luisteren", SkillKind.WANTS_TO_LEARN: "Hoe het hier was",
    }  # fmt: skip
    for skill in skills():
        assert (skill.source, skill.state) == (Source.TALK, SkillState.DRAFT)
        assert (skill.person_id, skill.sign_up_id) == (fatima.id, entry.id)
    assert finding.search(session(), entry.library_id, "luisteren") == []
    signed_up(entry.gathering, fatima)
    assert len(skills()) == 2, "twice is once"


def test_who_answers_nothing_costs_nothing(app):
    gathering, fatima, seen = asking(), a_member(), []

    def look(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", look)
    signed_up(gathering, fatima, {})
    event.remove(db.engine, "before_cursor_execute", look)
    assert [statement for statement in seen if "skill" in statement] == []


def test_at_a_sensitive_gathering_nothing_becomes_of_it():
    signed_up(asking(is_sensitive=True), a_member())
    assert skills() == []


def test_before_the_address_is_proven_there_is_nothing():
    fatima = a_person()
    entry = signed_up(asking(), fatima, confirmed=False)
    assert skills() == []
    with transaction() as tx:
        sign_ups.confirm(tx, entry.id, now=now())
    assert len(skills()) == 2


def test_the_draft_changes_with_the_answer_and_goes_with_it():
    entry = signed_up(asking(), a_member())

    def answer(**said):
        with transaction() as tx:
            replies.change(tx, entry.id, Replies(answers=said), now=now())

    answer(**{BRINGS.label: "Ik kan zingen"})
    assert said_now() == {SkillKind.CAN: "Ik kan zingen"}
    answer()
    assert skills() == []


@pytest.mark.parametrize("how", ["leaves", "is forgotten"])
def test_what_was_confirmed_stays_and_what_was_not_goes_with_the_answers(how):
    fatima, gathering = a_member(), asking()
    entry = signed_up(gathering, fatima)
    kept = skills()[0].id
    with transaction() as tx:
        confirming.confirm_own(tx, fatima.id, kept, sign_up_id=entry.id, now=now())
    with transaction() as tx:
        if how == "leaves":
            sign_up_changes.leave(tx, entry.id, now=now())
        else:
            late = gathering.ends_at + forgetting.ANSWERS + timedelta(days=1)
            forgetting.forget_answers(tx, late)
    assert [skill.id for skill in skills()] == [kept]
    (row,) = log()
    assert (row.details["source"], row.details["how"]) == ("talk", "by_tap")
    if how == "leaves":
        signed_up(gathering, fatima, {BRINGS.label: "Iets anders"})
        assert said_now()[SkillKind.CAN] == "Ik kan luisteren", (
            "what was confirmed is not typed over"
        )


def test_only_at_that_sign_up_and_only_by_them():
    fatima = a_member()
    entry = signed_up(asking(), fatima)
    (first, _second) = queries.list_drafts_of(session(), entry.id, fatima.id)
    somebody = a_member()
    with transaction() as tx:
        confirming.remove_own(tx, fatima.id, first.id, sign_up_id=entry.id + 1, now=now())
        confirming.remove_own(tx, somebody.id, first.id, now=now())
    assert len(skills()) == 2
