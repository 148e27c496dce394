"""RELIABILITY 11: the house is reloaded under load (a new version, say), and no request fails."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

from tests.soak.procfile import Household, by_status, household, tell, wait_until
from tests.soak.rush import lost_none, prepare, rush
from tests.soak.test_killed_worker import workers_of

#: With `SOAK_SECONDS` somebody is in a hurry.
RELOADS = 2 if "SOAK_SECONDS" in os.environ else 20
READERS = 6
PAGES = ("/vechtdal/agenda", "/vechtdal/agenda.ics", "/static/mark.svg", "/vechtdal/", "/gezond")


def test_reloading_under_load_fails_no_request(url: str, tmp_path: Path) -> None:
    with household(url, tmp_path) as house:
        path, visitors = prepare(house, people=4_000, seats=200)
        server = house.start("web")
        with (
            readers(house) as read,
            rush(house, path, visitors, in_flight=10, pause=0.8) as seen,
        ):
            sleep(3)
            for number in range(1, RELOADS + 1):
                os.kill(server.pid, signal.SIGHUP)
                wait_until(lambda n=number: house.said("web").count("Reloaded:") == n, 300)  # type: ignore[misc]
                sleep(1)
            assert len(workers_of(server.pid)) == 2
        slowest = max(answer.seconds for _, answer in seen.answers)
        tell(
            f"sign-ups {by_status(seen.statuses)}, slowest {slowest:.1f} s; pages over connections"
            f" that are kept {by_status(read)}",
            thrown=f"{RELOADS} × SIGHUP under {len(seen.answers):,} sign-ups and"
            f" {read.total():,} pages",
            lost=seen.statuses[0] + read[0],
        )
        assert set(seen.statuses) == {303}
        assert set(read) == {200}
        assert lost_none(seen) == seen.statuses[303]
        assert "Traceback" not in house.said("web")


@contextmanager
def readers(house: Household) -> Iterator[Counter[int]]:
    """People with a browser: they keep their connection as long as the house does.

    Nothing is tried again, although a browser would. Status 0: there was no answer.
    """
    over, seen, counting = threading.Event(), Counter[int](), threading.Lock()

    def reads(first: int) -> None:
        connection = HTTPConnection(urlsplit(house.url).netloc, timeout=40)
        for page in cycle(PAGES[first % len(PAGES) :] + PAGES[: first % len(PAGES)]):
            if over.is_set():
                break
            try:
                connection.request("GET", page)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, HTTPException):
                connection.close()
                status = 0
            with counting:
                seen[status] += 1
            sleep(0.15)
        connection.close()

    crowd = [threading.Thread(target=reads, args=(number,)) for number in range(READERS)]
    for thread in crowd:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in crowd:
            thread.join()
