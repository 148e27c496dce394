"""The log: every verb says what its row carries, and no row gets in without it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from community.activity.services import IncompleteActivity, complete
from community.activity.verbs import CARRIES, Verb
from community.clock import now
from tests.architecture.source import HOUSE, name, python_files

#: What has a value of its own when nothing is said.
NEVER_EMPTY = {"quantity"}


def full_row(verb: Verb) -> dict[str, Any]:
    carries = CARRIES[verb]
    columns: dict[str, Any] = dict.fromkeys(carries.columns, 1)
    return {"library_id": 1, "now": now(), **columns, "details": dict.fromkeys(carries.details)}


def test_every_verb_says_what_it_carries():
    assert set(CARRIES) == set(Verb)
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+", verb) for verb in Verb)


@pytest.mark.parametrize("verb", Verb)
def test_a_row_that_lacks_something_is_refused(verb):
    row = full_row(verb)
    assert complete(verb, **row)["verb"] == verb
    for column in CARRIES[verb].columns - NEVER_EMPTY:
        with pytest.raises(IncompleteActivity, match=column):
            complete(verb, **{**row, column: None})
    for detail in CARRIES[verb].details:
        rest = {key: value for key, value in row["details"].items() if key != detail}
        with pytest.raises(IncompleteActivity, match=detail):
            complete(verb, **{**row, "details": rest})


def test_every_verb_is_written_by_somebody():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in python_files("community")
        if path.name != "verbs.py"
    )
    assert {verb.name for verb in Verb if f"Verb.{verb.name}" not in source} == set()


def test_only_the_log_itself_makes_its_rows():
    """`record` makes one, `complete` many; who has the table in hand could skip the check."""
    reads_only = {path for path in python_files("community") if path.stem.endswith("queries")}
    has_the_table = {
        name(path)
        for path in set(python_files("community")) - reads_only
        if re.search(r"activity\.models import .*\bActivity\b", path.read_text(encoding="utf-8"))
    }
    # The demo inserts in bulk what demo/log.py had completed.
    assert {file for file in has_the_table if not file.startswith("community/demo/")} == {
        "community/activity/services.py",
        "community/activity/forgetting.py",
    }
    assert "complete(" in (HOUSE / "community/demo/log.py").read_text(encoding="utf-8")
