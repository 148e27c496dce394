"""How the pages are renewed: nobody who was let in goes without an answer (decision 25).

Under load, with the real house: `tests/soak/test_reload.py`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.architecture.source import HOUSE
from tests.browser.live import free_port

GIVING_WAY = 1.5
#: One worker: whoever came in is with the one that is renewed.
OPEN = f"""
from community import serving
serving.GIVING_WAY = {GIVING_WAY}
serving.main()
"""


@dataclass
class Served:
    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    came_in: list[HTTPConnection] = field(default_factory=list)

    def renew(self) -> None:
        os.kill(self.process.pid, signal.SIGHUP)

    def come_in(self) -> HTTPConnection:
        """A connection on which nothing is asked yet."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        self.came_in.append(connection)
        connection.connect()
        return connection

    def wait_until_it_says(self, words: str) -> None:
        log = self.folder / "log"
        wait_until(lambda: words in log.read_text())


def wait_until(true) -> None:
    give_up = monotonic() + 30
    while not true():
        assert monotonic() < give_up
        sleep(0.02)


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    port = free_port()
    env = {**os.environ, "PYTHONPATH": f"{HOUSE}{os.pathsep}{Path(__file__).parent}"}
    words = ["--port", str(port), "--workers", "1", "--threads", "2", "small_house:app"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", OPEN, *words], cwd=tmp_path, env=env, stdout=log, stderr=log
        )
    house = Served(port, process, tmp_path)
    try:
        wait_until(lambda: answers(house))
        yield house
    finally:
        for connection in house.came_in:
            connection.close()
        process.terminate()
        process.wait(10)


def answers(house: Served) -> bool:
    try:
        house.come_in()
    except OSError:
        return False
    return True


def ask(connection: HTTPConnection) -> tuple[str, bool]:
    """Which worker answers, and whether it says that it is the last answer here."""
    connection.request("GET", "/")
    answer = connection.getresponse()
    return answer.read().decode(), answer.will_close


def test_whoever_a_worker_let_in_is_answered_by_it_after_it_gave_way(served):
    first = served.come_in()
    old, last = ask(first)
    assert not last
    silent = [served.come_in() for _ in range(20)]
    # Let in, all of them: what is asked after them is answered.
    assert ask(served.come_in()) == (old, False)
    served.renew()
    wait_until(lambda: ask(first) == (old, True))
    assert [ask(each) for each in silent] == [(old, True)] * len(silent)
    ((new, last),) = {ask(served.come_in()) for _ in range(60)}
    assert (new != old, last) == (True, False)
    served.wait_until_it_says("Reloaded:")
    assert ask(served.come_in()) == (new, False)


def test_a_version_that_does_not_load_changes_nothing(served):
    old, _ = ask(served.come_in())
    (served.folder / "broken").touch()
    served.renew()
    served.wait_until_it_says("Not reloaded:")
    assert ask(served.come_in()) == (old, False)
    (served.folder / "broken").unlink()
    served.renew()
    served.wait_until_it_says("Reloaded:")
    assert ask(served.come_in())[0] != old


def test_who_serves_the_house_loads_nothing_of_it():
    """Else a worker that is branched off would be of the old version."""
    told = "import sys, community.serving; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=HOUSE, check=True, capture_output=True, text=True
    )
    loaded = {name for name in done.stdout.split() if name.startswith(("flask", "community."))}
    assert loaded == {"community.serving"}
