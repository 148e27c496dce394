"""Which test holds which line of what must hold under faults, and what the report says of it."""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pytest

from tests.soak import report
from tests.soak.report import HOUSE, LINES

#: 1 to 5 are held by tests/gatherings and tests/series, the herd of feed readers also by a soak.
FAULTS = range(6, 14)


def names_in(path: str) -> set[str]:
    tree = ast.parse((HOUSE / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_fault_has_a_test_and_every_test_that_is_named_is_there():
    assert set(FAULTS) - {line["number"] for line in LINES} == set()
    for line in LINES:
        for each in line["tests"]:
            path, _, name = each.partition("::")
            assert not name or name in names_in(path), each


def test_every_soak_is_of_some_line():
    named = {each.partition("::")[0] for line in LINES for each in line["tests"]}
    soaks = {path.relative_to(HOUSE).as_posix() for path in HOUSE.glob("tests/soak/test_*.py")}
    assert soaks - named == set()


@pytest.fixture
def rows(monkeypatch):
    kept: dict[str, report.Row] = {}
    monkeypatch.setattr(report, "_rows", kept)
    return kept


def test_a_row_says_what_was_thrown_where_and_what_was_lost(rows, monkeypatch):
    test = "tests/soak/test_reload.py::test_reloading_under_load_fails_no_request[postgres]"
    monkeypatch.setenv("PYTEST_CURRENT_TEST", f"{test} (call)")
    report.note("all 303", thrown="400 sign-ups, 1 × SIGHUP", lost=2)
    assert (rows[test].line, rows[test].on, rows[test].lost) == (11, "PostgreSQL", "2")
    assert "| 11 | 400 sign-ups, 1 × SIGHUP | PostgreSQL | 2 | all 303 |" in report._table(
        list(rows.values())
    )


@pytest.mark.parametrize(
    ("outcome", "lost"),
    [("passed", "nothing"), ("failed", "FAILED: a seat"), ("skipped", "not run")],
)
def test_what_went_wrong_or_was_not_run_is_never_nothing(rows, outcome, lost):
    said = SimpleNamespace(
        duration=1.0, when="call", failed=outcome == "failed", skipped=outcome == "skipped",
        longrepr=SimpleNamespace(reprcrash=SimpleNamespace(message="a seat\nis gone")),
    )  # fmt: skip
    item = SimpleNamespace(nodeid="tests/soak/test_herd.py::test_it[sqlite]")
    step = report.pytest_runtest_makereport(item)
    next(step)
    with pytest.raises(StopIteration):
        step.send(said)
    assert rows[item.nodeid].lost == lost
