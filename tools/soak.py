"""`make soak`: every fault of `tests/soak/lines.json`, one after the other, and the report on them.

Some tests of a line that must hold are quick, and run with `make test` as well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

#: Half an hour of mixed use on either engine is longer than any of the others.
SECONDS = 4800
LINES = Path("tests/soak/lines.json")


def main() -> int:
    lines = json.loads(LINES.read_text(encoding="utf-8"))
    named = {test for line in lines for test in line["tests"]}
    quick = sorted(test for test in named if not test.startswith("tests/soak/"))
    tests = sys.argv[1:] or ["tests/soak", *quick]
    return pytest.main(["-n0", "--timeout", str(SECONDS), "-p", "tests.soak.report", *tests])


if __name__ == "__main__":
    sys.exit(main())
