"""On one engine, by turns, what visits pages: half on SQLite, half on PostgreSQL.

What a rule does to rows may differ between the engines: locks, constraints, dates, order, sums. So
whoever asks for `app` runs on both. A visitor (`client`, `client_of`) sees what services and
queries found; those have tests of their own, and the walks of `tests/architecture` open every
address on both engines. So in `make test` a test with a visitor runs on one of them. `ABOUT_ROWS`
says where the visit itself is about rows. Without `--by-turns`, as in `make coverage` and when
somebody runs a few tests by hand, nothing is left out.
"""

from __future__ import annotations

from zlib import crc32

import pytest

ENGINES = ("sqlite", "postgres")
VISITORS = {"client", "client_of"}

#: Where visits run on both: what programs and calendars read and in which order, what is counted
#: or may happen once, who comes in, and whole stories.
ABOUT_ROWS = (
    "tests/accounts/test_guard.py",
    "tests/accounts/test_sessions.py",
    "tests/accounts/test_sign_in.py",
    "tests/api/",
    "tests/arrivals/",
    "tests/calendars/",
    "tests/credentials/",
    "tests/gatherings/test_sign_up_races.py",
    "tests/journeys/",
    "tests/operations/",
    "tests/single_sign_on/",
    "tests/web/test_page_cache.py",
    "tests/webhooks/test_delivery.py",
)


def has_it(item: pytest.Item) -> bool:
    """Whether this test runs on the engine that it was made for."""
    if not isinstance(item, pytest.Function) or VISITORS.isdisjoint(item.fixturenames):
        return True
    if item.nodeid.startswith(ABOUT_ROWS) or not hasattr(item, "callspec"):
        return True
    engine = item.callspec.params.get("database_url")
    if engine not in ENGINES or names_its_engine(item):
        return True
    return engine == whose_turn(item.originalname, item.callspec.id.replace(engine, "", 1))


def whose_turn(test: str, case: str) -> str:
    """The engine on which this case of this test runs, the same every time."""
    return ENGINES[crc32(f"{test} {case}".encode()) % 2]


def names_its_engine(item: pytest.Item) -> bool:
    return any(mark.args[0] == "database_url" for mark in item.iter_markers("parametrize"))
