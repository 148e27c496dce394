"""The engine as a program: a problem on stdin, its plan on stdout, in the form of MATCHING.

`python -m community.matching.engine < problem.json > plan.json`. Exit 0 with a plan; exit 2 and one
sentence on stderr when the problem cannot be understood or answered. With `--progress` stderr also
gets a line now and then: how far it is, from 0 to 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from time import monotonic
from typing import Any

from community.matching.engine.wrong import WrongProblem

#: Each is a package with a reading and a solving; only the one asked for is loaded (OR-tools takes
#: a while).
KINDS = ("tables", "assignment")

#: Seconds between two lines of progress.
TELL_EVERY = 0.2


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m community.matching.engine")
    parser.add_argument("--progress", action="store_true", help="tell on stderr how far it is")
    progress = Progress() if parser.parse_args().progress else None
    try:
        answer = answered(sys.stdin.buffer.read(), progress)
    except WrongProblem as wrong:
        sys.stderr.buffer.write(f"{wrong}\n".encode())
        return 2
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    return 0


def answered(written: bytes, progress: Progress | None = None) -> dict[str, Any]:
    """The plan for a problem, both as the program writes them."""
    try:
        data = json.loads(written.decode())
    except (ValueError, RecursionError) as error:
        raise WrongProblem("The problem must be JSON in UTF-8.") from error
    if not isinstance(data, dict) or data.get("kind") not in KINDS:
        raise WrongProblem(f"The kind of the problem must be one of: {', '.join(KINDS)}.")
    package = f"{__package__}.{data['kind']}"
    reading = import_module(f"{package}.reading")
    problem = reading.read(data)  # What is wrong is told at once, before any solver is loaded.
    plan = import_module(f"{package}.solving").solve(problem, progress=progress)
    answer: dict[str, Any] = reading.written(plan)
    return answer


class Progress:
    """Told how far it is, as often as a solver likes; tells it on now and then."""

    def __init__(self) -> None:
        self.told_at = -TELL_EVERY

    def __call__(self, share: float) -> bool:
        """Always answers that the solver may go on: who wants it to stop ends the process."""
        if share >= 1 or monotonic() - self.told_at >= TELL_EVERY:
            self.told_at = monotonic()
            sys.stderr.write(f"{share:.3f}\n")
            sys.stderr.flush()
        return True


if __name__ == "__main__":
    sys.exit(main())
