"""The engine as others run it: JSON in, JSON out, an exit code, one sentence when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from community.matching.engine.__main__ import answered
from community.matching.engine.wrong import WrongProblem

ASSIGNMENT = {
    "kind": "assignment",
    "people": [{"id": "Zoë"}],
    "conversations": [{"id": "x", "capacity": 1}],
    "pairs": [["Zoë", "x", 800]],
}


def run(problem: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "community.matching.engine", *arguments]
    return subprocess.run(command, input=problem, capture_output=True, check=False)


def test_a_problem_of_assignment_gets_its_plan_and_progress_stays_beside_it():
    done = run(json.dumps(ASSIGNMENT, ensure_ascii=False).encode(), "--progress")
    assert done.returncode == 0
    assert json.loads(done.stdout)["placed"] == [["Zoë", "x"]]
    assert "Zoë".encode() in done.stdout
    assert done.stderr.split()[-1] == b"1.000"


def test_a_problem_of_tables_gets_its_plan_the_same_way():
    people = [{"id": f"p{number}"} for number in range(6)]
    problem = {"kind": "tables", "tables": 2, "size": [3, 3], "rounds": 2, "steps": 200}
    done = run(json.dumps(problem | {"people": people}).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    rounds = json.loads(done.stdout)["rounds"]
    assert [[len(table) for table in tables] for tables in rounds] == [[3, 3], [3, 3]]


def test_a_wrong_problem_gets_one_sentence_and_exit_2():
    done = run(b'{"kind": "assignment", "people": []}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "There is no conversations in the problem.\n"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"", "The problem must be JSON in UTF-8."),
        (b"\xff", "The problem must be JSON in UTF-8."),
        (b"[" * 100_000, "The problem must be JSON in UTF-8."),
        (b"[]", "The kind of the problem must be one of: tables, assignment."),
        (b'{"kind": ["tables"]}', "The kind of the problem must be one of: tables, assignment."),
    ],
)
def test_what_is_no_problem_at_all_is_refused(written, sentence):
    with pytest.raises(WrongProblem) as refused:
        answered(written)
    assert str(refused.value) == sentence


def test_nothing_of_the_solver_is_loaded_before_it_is_needed():
    code = "import sys, community.matching.engine.__main__; print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
