"""RELIABILITY 11: the house is reloaded under load (a new version, say), and no request fails."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import sleep

from tests.soak.procfile import by_status, household, tell, wait_until
from tests.soak.rush import lost_none, prepare, rush
from tests.soak.test_killed_worker import workers_of

RELOADS = 1


def test_reloading_under_load_fails_no_request(url: str, tmp_path: Path) -> None:
    with household(url, tmp_path) as house:
        path, visitors = prepare(house, people=4_000, seats=200)
        server = house.start("web")
        with rush(house, path, visitors, in_flight=10, pause=0.1) as seen:
            sleep(3)
            for _ in range(RELOADS):
                before = set(workers_of(server.pid))
                os.kill(server.pid, signal.SIGHUP)
                wait_until(lambda old=before: not old & set(workers_of(server.pid)), 90)  # type: ignore[misc]
                sleep(2)
        slowest = max(answer.seconds for _, answer in seen.answers)
        tell(
            f"{by_status(seen.statuses)}; slowest {slowest:.1f} s",
            thrown=f"{len(seen.answers):,} sign-ups, {RELOADS} × SIGHUP",
        )
        assert set(seen.statuses) == {303}
        assert lost_none(seen) == seen.statuses[303]
        assert "Traceback" not in house.said("web")
