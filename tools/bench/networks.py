"""The desk of an adviser of fifty libraries."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import process_time

import flask_migrate

from community.accounts.models import Person
from community.clock import now
from community.db import db
from community.gatherings.models import GatheringStatus
from community.networks import desk_queries, self_assessed
from tests.conftest import make_app, signed_in
from tests.factories import a_gathering, a_librarian, a_network, an_adviser
from tests.networks.making import a_library_in, a_request
from tests.networks.results import BEFORE, a_result, a_self_assessment, frozen, stands
from tools.bench.load import heading, row
from tools.bench.pages import counted, took, typical

LIBRARIES, GATHERINGS, ROUNDS = 50, 20, 25
MOST_PEOPLE = 17  #: Who answered a self-assessment.


def run(name: str, database_url: str, folder: Path) -> None:
    """Server time of the desk, for an adviser who is signed in."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        browser = signed_in(app, _fill())
    heading(f"Network desk on {name} ({LIBRARIES} libraries, two results and a round each)")
    url = "/netwerk/overijssel"
    row("desk, first request", f"{took(lambda: browser.get(url)):.1f} ms")
    desk_queries.result_of.cache_clear()
    self_assessed.outcome_of.cache_clear()
    row("desk, results read anew", f"{took(lambda: browser.get(url)):.1f} ms")
    with counted(app) as queries:
        page = browser.get(url)
    if page.text.count("kk-glance__fill") < 7 * LIBRARIES:
        raise SystemExit("the desk does not show what is in it")
    row("desk", f"{typical(browser, [url] * ROUNDS):.1f} ms", "≤ 150 ms")
    begun = process_time()
    for _ in range(ROUNDS):
        browser.get(url)
    spent = 1000 * (process_time() - begun) / ROUNDS
    row("desk, time of the processor", f"{spent:.1f} ms")
    row("desk, queries", str(len(queries)))
    with app.app_context():
        db.engine.dispose()


def _fill() -> Person:
    network = a_network()
    for number in range(LIBRARIES):
        library = a_library_in(network, f"bieb-{number}")
        # Each its own, so that no two of them are read as one.
        frozen(library, a_result(3.6 - number / 100, 2.9, until=BEFORE))
        stands(library, a_result(3.2 + number / 100, 2.8))
        a_self_assessment(library, 1 + number % 5, people=MOST_PEOPLE - number % 7)
        for week in range(GATHERINGS):
            a_gathering(
                library=library,
                starts_at=now() - timedelta(weeks=week + 1),
                status=GatheringStatus.CLOSED,
            )
        if number % 5 == 0:
            a_request(library, a_librarian(library))
    return an_adviser(network)
