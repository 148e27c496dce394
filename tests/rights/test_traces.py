"""Every table that leads to a person, and every text in one, is decided about."""

from __future__ import annotations

import pytest
from flask_babel import force_locale
from sqlalchemy import JSON, String, Text

from community.db import Base, Word, Words
from community.rights import labels, reasons
from community.rights.knowing import SAID_BY
from community.rights.traces import AT_WORK, BESIDES, BY_TABLE, TRACES, Fate

pytestmark = pytest.mark.usefixtures("app")


def ties() -> set[tuple[str, str]]:
    """Every column that leads to a person, or to a row that does."""
    ways = {("person", "id")}
    ends = {"person", *BY_TABLE}
    for rows in Base.metadata.sorted_tables:
        for column in rows.columns:
            if any(key.column.table.name in ends for key in column.foreign_keys):
                ways.add((rows.name, column.name))
            if column.name == "person_id" and not column.foreign_keys:
                ways.add((rows.name, column.name))
    return ways - {("person", "id")}


def test_every_tie_to_a_person_is_a_trace_or_said_to_be_none():
    traced = {(trace.table, column) for trace in TRACES for column in trace.via}
    assert ties() - traced - AT_WORK - BESIDES == set()
    assert (traced | AT_WORK | BESIDES) - ties() == set(), "no longer there"


def test_every_text_of_a_trace_is_handed_over_or_is_a_mark_of_the_machine():
    undecided = {
        f"{trace.table}.{column.name}"
        for trace in TRACES
        for column in Base.metadata.tables[trace.table].columns
        if isinstance(column.type, (String, Text, JSON, Word, Words))
        and column.name not in {*trace.shows, *trace.hides}
        and (isinstance(column.type, (String, Text)) and not isinstance(column.type, (Word, Words)))
    }
    assert undecided == set()


def test_of_rows_that_stay_every_own_word_is_taken_out():
    """A text that its person reads back is theirs, unless the house wrote it."""
    by_the_house = {
        "initiation.wording", "living_book.language", "proposal.asked", "proposal.answer",
        "harvest_correction.answer", "entry.language", "moderation_case.rules_version",
        "report.rules_version",
    }  # fmt: skip
    left = {
        f"{trace.table}.{name}"
        for trace in TRACES
        if trace.fate is Fate.BLANKED
        for name in trace.shows
        if type(Base.metadata.tables[trace.table].c[name].type) in (String, Text)
        and name not in (trace.blanks or {})
    }
    # Taken out by its own room, which takes quotes of it along.
    assert left - by_the_house == {"contribution.hidden_why", "contribution.text"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_that_is_shown_has_a_name_and_every_chosen_word_is_said(language):
    with force_locale(language):
        for trace in TRACES:
            assert trace.what or not trace.shows, trace.table
            for name in trace.shows:
                assert labels.column(name)
                kind = Base.metadata.tables[trace.table].c[name].type
                if isinstance(kind, (Word, Words)):
                    for word in kind.kind:
                        assert labels.value(word) != word.value or language == "en", word
    assert set(SAID_BY) <= set(labels.COLUMNS)


def test_of_everything_that_is_shown_its_person_reads_why(app):
    """By a rule that the page about privacy has too, or in words of its own; never by both."""
    shown = {trace.table for trace in TRACES if trace.what} | {"person", "access_read"}
    assert reasons.RULES.keys() ^ reasons.OWN.keys() == shown
    with app.test_request_context():
        said = {table: reasons.why(table) for table in shown}
    assert [table for table, why in said.items() if len(why) < 20 or "%(" in why] == []
