"""What `walks.py` found, as the table of `docs/moments.md`: `python -m tests.browser.walked`.

It reads `walks.jsonl`, or the file it is given. Each cell counts pages, acts and, by keyboard, the
longest way by Tab, and tells from how many to how many seconds a person and the house together
took. Who stopped on the way is named below.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def table(lines: Iterable[str]) -> Iterator[str]:
    rows = [json.loads(line) for line in lines]
    kinds = list(dict.fromkeys(row["by"] for row in rows))
    yield _row("moment", *(f"{by}, {len(_ways(rows, by))}" for by in kinds))
    yield "|---" * (len(kinds) + 1) + "|"
    for moment in dict.fromkeys(row["moment"] for row in rows):
        cells = (
            [row for row in rows if (row["moment"], row["by"]) == (moment, by)] for by in kinds
        )
        yield _row(moment, *map(_cell, cells))
    for row in rows:
        if row["stopped"]:
            yield f"stopped: {row['moment']}, {row['way']}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _ways(rows: Sequence[Row], by: str) -> set[str]:
    return {row["way"] for row in rows if row["by"] == by}


def _cell(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    counts = [max(row[what] for row in rows) for what in ("pages", "acts", "tabs")]
    least, most = (round(each(row["seconds"] for row in rows)) for each in (min, max))
    span = f"{least}" if least == most else f"{least} to {most}"
    return f"{', '.join(str(count) for count in counts if count)}: {span} s"


if __name__ == "__main__":
    found = Path(*sys.argv[1:2] or ["walks.jsonl"])
    sys.stdout.writelines(f"{line}\n" for line in table(found.read_text("utf-8").splitlines()))
