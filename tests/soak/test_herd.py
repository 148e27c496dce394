"""RELIABILITY 5: one edits while a herd of readers comes for the feeds; each is built once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import sleep

from community.clock import now
from community.db import transaction
from community.gatherings import drafts, hosting
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering
from tests.factories import a_gathering
from tests.soak.procfile import Answer, ask, household, tell

FEEDS = ("agenda.ics", "agenda.ics?taal=en", "agenda.rss", "agenda.json", "agenda")
READERS = 4  #: Of every feed.
EDITS = 6
BETWEEN_EDITS = 3.0
PROCESSES = 2
#: At the start and after every edit; what an edit overtakes while it is built is built once more.
MOST_BUILDS = 1 + 2 * EDITS


def test_every_feed_is_built_once_per_process_however_many_come_for_it(
    url: str, tmp_path: Path
) -> None:
    with household(url, tmp_path) as house:
        gathering = a_gathering("Breien")
        for number in range(300):
            a_gathering(f"Avond {number}", starts_at=now() + timedelta(days=1 + number % 60))
        house.start("web")
        with herd(house.url) as seen:
            for number in range(EDITS):
                sleep(BETWEEN_EDITS)
                title = f"Breien met garen {number}"
                retitle(gathering, title, house.url)
            sleep(BETWEEN_EDITS)

        assert {answer.status for _, answer in seen} == {200}
        requests = [line for line in house.lines("web") if line["message"] == "request"]
        # One line per answer that was made; what was kept is answered before the house knows.
        built = Counter(line["route"].rsplit("/", 1)[1] for line in requests if line["route"])
        reads = Counter(feed for feed, _ in seen)
        stale = [feed for feed in FEEDS if title not in ask(f"{house.url}/vechtdal/{feed}").body]
        tell(
            f"built {', '.join(f'{count} × {feed}' for feed, count in sorted(built.items()))}",
            thrown=f"{sum(reads.values()):,} reads of five feeds while a librarian edits {EDITS} ×",
            lost=len(stale),
        )
        spellings = Counter(feed.split("?")[0] for feed in FEEDS)
        for feed, count in spellings.items():
            assert 0 < built[feed] <= count * PROCESSES * MOST_BUILDS, feed
        assert stale == [], "everybody soon reads what was edited last"


@contextmanager
def herd(url: str) -> Iterator[list[tuple[str, Answer]]]:
    """Readers who come again and again for every feed, while the block runs."""
    over, seen = threading.Event(), list[tuple[str, Answer]]()

    def read(feed: str) -> None:
        while not over.is_set():
            seen.append((feed, ask(f"{url}/vechtdal/{feed}")))

    readers = [threading.Thread(target=read, args=(feed,)) for feed in FEEDS * READERS]
    for reader in readers:
        reader.start()
    try:
        yield seen
    finally:
        over.set()
        for reader in readers:
            reader.join()


def retitle(gathering: Gathering, title: str, url: str) -> None:
    """As a librarian does it at the desk."""
    with transaction() as tx:
        fresh = tx.get_one(Gathering, gathering.id)
        changed = replace(drafts.draft_of(fresh), title=title)
        hosting.edit(tx, fresh.library_id, fresh.id, changed, Hand(None, url, now()))
