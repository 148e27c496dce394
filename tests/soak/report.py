"""What the soaks threw at the house and what was lost: one table, in `soak-report/` and on screen.

`make soak` loads it as a plugin. `lines.json` says which test holds which line of what must hold.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "soak-report"
ENGINES = {"postgres": "PostgreSQL", "sqlite": "SQLite"}
#: What must hold under faults, by number, and the tests that hold it. Those in `tests/soak` need
#: the machine for themselves; the others are quick, and part of `make test` too.
LINES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("lines.json").read_text(encoding="utf-8")
)


@dataclass
class Row:
    """One test of this run."""

    line: int
    test: str
    on: str
    thrown: str
    lost: str = "not asked"
    seen: list[str] = field(default_factory=list)
    outcome: str = ""
    seconds: float = 0.0


_rows: dict[str, Row] = {}


def note(seen: str = "", *, thrown: str = "", lost: int | None = None) -> None:
    """Of the test that is running: what was seen, thrown at it, and lost. Lost is what was promised
    to somebody (a seat, a mail, a note) and is not there, or is there twice."""
    row = row_of(os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" (", 1)[0])
    row.thrown = thrown or row.thrown
    if seen:
        row.seen.append(seen)
    if lost is not None:
        row.lost = str(lost)


def row_of(test: str) -> Row:
    if test not in _rows:
        name = test.partition("[")[0]
        none = "SQLite" if test.startswith("tests/soak/") else "no database"
        on = next((says for word, says in ENGINES.items() if word in test), none)
        line, thrown = next(
            ((line["number"], line["says"]) for line in LINES for each in line["tests"]
             if name == each or name.startswith(f"{each}::")),
            (0, ""),
        )  # fmt: skip
        _rows[test] = Row(line, name, on, thrown)
    return _rows[test]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[misc, assignment]
    row = row_of(item.nodeid)
    row.seconds += report.duration
    if report.failed:
        row.outcome, row.lost = "failed", f"FAILED: {_said(report)}"
    elif report.skipped:
        row.outcome, row.lost = "skipped", "not run"
    elif report.when == "call":
        row.outcome = "passed"
        row.lost = "nothing" if row.lost in {"0", "not asked"} else row.lost
    return report  # type: ignore[return-value]


def _said(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).splitlines()[0][:200]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = sorted(_rows.values(), key=lambda row: (row.line, row.test, row.on))
    for row in rows:
        row.lost = row.lost if row.outcome else "not finished"
    if not rows:
        return
    table = _table(rows)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "report.md").write_text(f"{_heading()}\n\n{table}\n", encoding="utf-8")
    told = {"machine": _machine(), "rows": [asdict(row) for row in rows]}
    (FOLDER / "report.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    terminalreporter.section("what was thrown at it, and what was lost")
    terminalreporter.write_line(table)
    terminalreporter.write_line(f"\nAlso in {FOLDER.relative_to(HOUSE)}/report.md and report.json")


def _table(rows: list[Row]) -> str:
    """Markdown; quick tests that hold the same thing are one row."""
    together: dict[tuple[int, str, str, str], list[Row]] = {}
    for row in rows:
        alone = row.test if row.test.startswith("tests/soak/") else ""
        together.setdefault((row.line, row.thrown or row.test, row.on, alone), []).append(row)
    lines = ["| line | thrown at it | on | lost | seen | took |", "|---|---|---|---|---|---|"]
    for (line, thrown, on, alone), some in together.items():
        lost = ", ".join(sorted({row.lost for row in some}))
        seen = "; ".join(each for row in some for each in row.seen)
        said = seen or ("" if alone else f"{len(some)} tests")
        took = sum(row.seconds for row in some)
        lines.append(f"| {line or ''} | {thrown} | {on} | {lost} | {said} | {took:.0f} s |")
    return "\n".join(lines)


def _heading() -> str:
    machine = _machine()
    return (
        f"# Soak of {machine['at'][:16].replace('T', ' ')} UTC\n\n"
        f"{machine['cores']} cores, {machine['memory_gb']:.0f} GB, {machine['system']}, Python"
        f" {machine['python']}; load {machine['load']:.1f} at the end. The lines are those of"
        " what must hold under faults (tests/soak/lines.json). The house ran as its Procfile says,"
        " on one machine, on both databases. *Lost* is what somebody was promised (a seat, a mail,"
        " a note, an answer) and is not there, or is there twice; `303` is a yes to a sign-up,"
        " `503` *come back in a moment*."
    )


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(),
        "cores": os.cpu_count(),
        "memory_gb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "seconds": os.environ.get("SOAK_SECONDS"),
    }
