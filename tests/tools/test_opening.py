"""`make run` as somebody types it: the house opens with its demo town, and closes cleanly.

And it opens again on what is there: filling a town takes longer than all the rest of this.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from tests.browser.live import HOUSE, free_port

SECONDS_TO_OPEN = 60
SECONDS_TO_CLOSE = 15


def make_run(folder: Path, port: int) -> subprocess.Popen[str]:
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=HOUSE,
            env={**os.environ, "COMMUNITY_INSTANCE": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def page(port: int) -> str:
    give_up = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < give_up:
        try:
            with urlopen(f"http://127.0.0.1:{port}/vechtdal/", timeout=5) as answer:
                return str(answer.read(), "utf-8")
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError


def everybody(process: subprocess.Popen[str]) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


@pytest.mark.timeout(240)  # As much as two tests would have.
def test_the_house_opens_and_closes_without_a_trace_and_opens_again(tmp_path):
    opens_and_closes(tmp_path, by_ctrl_c)
    opens_and_closes(tmp_path, subprocess.Popen.terminate)


def opens_and_closes(folder: Path, close: Callable[[subprocess.Popen[str]], None]) -> None:
    port = free_port()
    process = make_run(folder, port)
    try:
        assert "Vechtdal" in page(port)
        processes = everybody(process)
        assert len(processes) > 5  # make, set-up, honcho, web and its workers, the worker.
    finally:
        close(process)
        process.wait(SECONDS_TO_CLOSE)
    _gone, alive = psutil.wait_procs(processes, timeout=2)
    assert [known.cmdline() for known in alive if known.status() != psutil.STATUS_ZOMBIE] == []
    assert "worker closed" in (folder / "log").read_text()
    assert "Traceback" not in (folder / "log").read_text()


def by_ctrl_c(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGINT)


def test_a_port_that_is_taken_is_named_before_anything_happens(tmp_path):
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = make_run(tmp_path, port)
        assert process.wait(SECONDS_TO_CLOSE) != 0
    said = (tmp_path / "log").read_text()
    assert f"port {port} on 127.0.0.1 is not free" in said
    assert "Traceback" not in said
