"""What a look may leave behind, and what every answer has to say. The walks of `test_doors` ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from werkzeug.test import TestResponse

from community.web.headers import SAFETY
from tests.access_log.readings import READS

#: Tables that a GET may touch, each in a short transaction of its own: the last use of a session or
#: of a program's token, and how often somebody knocked; and that staff looked, on the pages where
#: they do.
NOT_THE_DOMAIN = {"signed_in", "api_token", "knock"}
LOOKED = {"access_read"}
CHANGE = re.compile(
    r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE
)

#: The one page that others frame; who may, its policy says (tests/embeds/test_frames.py).
FRAMED = {"embeds.agenda": {"X-Frame-Options"}}


def written(statement: str) -> str | None:
    """The table that a statement changes, if it does."""
    found = CHANGE.match(statement)
    return found[1] if found else None


def left_behind(endpoint: str, changed: Iterable[str]) -> list[str]:
    """A GET writes no domain rows."""
    domain = set(changed) - NOT_THE_DOMAIN - (LOOKED if endpoint in READS else set())
    return [f"a look changed {sorted(domain)}"] if domain else []


def faults_of(endpoint: str, answer: TestResponse) -> list[str]:
    """Every answer carries the headers of safety, also a refusal; what may be kept, no cookie.

    A page that may be kept must be the same for all; a form lives on a page that is not kept.
    """
    excused = FRAMED.get(endpoint, set())
    faults = [f"no {name}" for name in SAFETY if name not in {*answer.headers.keys(), *excused}]
    kept = "no-store" not in answer.headers.get("Cache-Control", "")
    return faults + ["a cookie on what is kept"] * (kept and "Set-Cookie" in answer.headers)
