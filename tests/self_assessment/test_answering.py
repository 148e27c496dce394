"""One answer for one link or slip, and nothing that ties the two."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from community.clock import now
from community.db import db, session, transaction
from community.errors import NotFound
from community.exports import scope
from community.self_assessment import answering, keys, queries
from community.self_assessment.answering import KeyIsSpent, NothingSaid
from community.self_assessment.drafts import Draft, Said, from_data
from community.self_assessment.models import (
    AssessmentEvidence,
    AssessmentKey,
    AssessmentSheet,
)
from tests.factories import a_library
from tests.gatherings.crowd import rush
from tests.self_assessment.asking import (
    FRONT,
    KEY,
    OTHER,
    a_round,
    again,
    answer,
    close,
    hand_in,
    invite,
    keep,
    link_of,
    rows,
    slips,
)


def opened(asked, secret):
    session().rollback()
    return queries.find_opened(session(), asked.library_id, secret, key=KEY)


def everything() -> str:
    """Every row of every table of this room."""
    session().rollback()
    with db.engine.connect() as connection:
        names = [n for n in sa.inspect(connection).get_table_names() if n.startswith("assessment")]
        found = [connection.execute(sa.text(f"SELECT * FROM {n}")).all() for n in names]  # noqa: S608
    return str(found)


# ─── drafts ───

STEPS = st.none() | st.integers(0, 5)
PAGES = st.lists(st.dictionaries(st.integers(0, 24), STEPS, max_size=6), max_size=8)


@given(PAGES)
def test_a_draft_holds_the_last_word_on_every_statement(pages):
    draft = Draft({}, {})
    last: dict[int, int | None] = {}
    for page in pages:
        draft = draft.with_page(Said(page, {n: f"regel {n}" for n in page}))
        last |= page
    assert draft.sheet(25) == [last.get(number) for number in range(25)]
    assert set(draft.shown()) == {n for n, step in last.items() if step in (4, 5)}
    assert from_data(json.loads(json.dumps(draft.as_data()))) == draft


# ─── answering ───


def test_what_is_filled_in_is_kept_page_by_page_and_handed_in_once(app):
    asked = a_round()
    (code,) = slips(asked, group=OTHER)
    keep(asked, code, 4, 0, None, 2, n0="Het taalcafé")
    with transaction() as tx:
        answering.keep(
            tx, asked.library_id, code, Said({3: None, 24: 5}, {24: ""}), key=KEY, now=now()
        )
    seen = opened(asked, code)
    assert (seen.group, seen.draft.answers) == (OTHER, {0: 4, 1: 0, 24: 5})
    hand_in(asked, code)
    sheet = session().scalars(sa.select(AssessmentSheet)).one()
    assert (sheet.function_group, sheet.answers) == (OTHER, [4, 0, *[None] * 22, 5])
    shown = session().scalars(sa.select(AssessmentEvidence)).one()
    assert (shown.statement, shown.words) == (0, "Het taalcafé")
    for again_ in (lambda: hand_in(asked, code), lambda: keep(asked, code, 1)):
        with pytest.raises(KeyIsSpent):
            again_()
    assert rows(AssessmentSheet) == 1


def test_nothing_that_is_kept_leads_from_an_answer_to_a_link_an_address_or_a_moment(app):
    asked = a_round()
    invite(asked, "an@example.org")
    mine = link_of("an@example.org")
    keep(asked, mine, 5, n0="Onze buren")
    used = keys.stored(mine, asked.library_id, key=KEY)
    assert used in everything()
    hand_in(asked, mine)
    left = everything()
    assert used not in left
    assert mine not in left
    columns = {c.name for t in (AssessmentSheet, AssessmentEvidence) for c in t.__table__.columns}
    assert columns == {
        "id", "library_id", "round_id", "function_group", "answers", "statement", "words",
    }  # fmt: skip
    assert all(len(each) == 32 for each in session().scalars(sa.select(AssessmentSheet.id)))


def test_nothing_said_is_no_answer_and_the_link_stays(app):
    asked = a_round()
    (code,) = slips(asked)
    with pytest.raises(NothingSaid):
        hand_in(asked, code)
    keep(asked, code, 0)
    hand_in(asked, code)
    assert rows(AssessmentSheet) == 1


def test_a_slip_is_known_by_this_library_alone(app):
    asked, other = a_round(), a_library("salland")
    (code,) = slips(asked)
    assert queries.find_opened(session(), other.id, code, key=KEY) is None
    with pytest.raises(NotFound), transaction() as tx:
        answering.keep(tx, other.id, code, Said({0: 5}), key=KEY, now=now())
    with pytest.raises(NotFound), transaction() as tx:
        answering.hand_in(tx, other.id, code, key=KEY, now=now())


def test_what_was_not_asked_is_refused(app):
    asked = a_round()
    (code,) = slips(asked)
    for said in (Said({25: 1}), Said({0: 6}), Said({-1: 1}), Said({}, {0: "x" * 201})):
        with pytest.raises(ValueError, match="no such answer"), transaction() as tx:
            answering.keep(tx, asked.library_id, code, said, key=KEY, now=now())


def test_a_manager_who_takes_everything_along_reads_no_answers_in_it(app):
    """Nor a draft, nor who is invited: before a round closes nobody sees anything of it."""
    tables = {table.name for table in scope.tables() if table.name.startswith("assessment")}
    assert tables == {"assessment_round", "assessment_group"}


# ─── at the same time ───


def test_of_many_with_the_same_slip_one_hands_it_in(app):
    asked = a_round()
    (code,) = slips(asked)
    keep(asked, code, 3)
    wrong = rush(app, [lambda: hand_in(asked, code)] * 5)
    assert [type(each) for each in wrong] == [KeyIsSpent] * 4
    assert rows(AssessmentSheet) == 1


def test_who_hands_in_while_the_round_closes_is_in_time_or_hears_that_it_was_too_late(app):
    asked = a_round()
    codes = slips(asked, 6)
    for code in codes:
        keep(asked, code, 4)
    acts = [lambda code=code: hand_in(asked, code) for code in codes]
    wrong = rush(app, [*acts[:3], lambda: close(asked), *acts[3:]])
    assert {type(each) for each in wrong} <= {KeyIsSpent}
    assert rows(AssessmentSheet) == len(codes) - len(wrong)
    assert rows(AssessmentKey) == len(wrong), "who was too late keeps the link, if it opens again"
    assert again(asked).closed_at is not None


def test_who_answered_stays_out_of_sight_of_the_database_as_well(app):
    """Without the installation's secret nobody tells whose keys are left."""
    asked = a_round()
    invite(asked, "an@example.org", "bo@example.org")
    keep(asked, link_of("an@example.org"), 2)
    hand_in(asked, link_of("an@example.org"))
    (left,) = session().scalars(sa.select(AssessmentKey.code_hash))
    assert left == keys.stored(link_of("bo@example.org"), asked.library_id, key=KEY)
    assert left != keys.stored(link_of("bo@example.org"), asked.library_id, key="another")
    answer(asked, 5, group=FRONT)
