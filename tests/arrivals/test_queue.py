"""What is tapped at the door and not sent yet, on a tablet that has no room left to keep it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.ical.node import node
from tests.ical.readers import clean_environment

_QUEUE = Path(__file__).resolve().parents[2] / "frontend" / "js" / "door" / "queue.js"

_PROGRAM = """
const [, , queue, room] = process.argv;
const kept = new Map();
globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem(key, value) {
    if (value.length > Number(room)) throw new DOMException("full", "QuotaExceededError");
    kept.set(key, value);
  },
  removeItem: (key) => kept.delete(key),
};
const { open } = await import(queue);
const waiting = open("/deur", 1);
const seen = [];
const look = () => seen.push(waiting.all().map(({ id }) => id));
for (const id of ["a", "b", "c"]) {
  waiting.add({ id });
  look();
}
waiting.drop(new Set(["a", "b"]));
look();
waiting.drop(new Set(["c"]));
look();
console.log(JSON.stringify([seen, kept.size]));
"""


@pytest.mark.parametrize("room", [0, 40, 10_000])
def test_nothing_that_was_tapped_is_lost_when_the_tablet_is_full(tmp_path, room):
    program = tmp_path / "tap.mjs"
    program.write_text(_PROGRAM)
    done = subprocess.run(
        [node(), str(program), _QUEUE.as_uri(), str(room)],
        env=clean_environment(tmp_path),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == [[["a"], ["a", "b"], ["a", "b", "c"], ["c"], []], 0]
