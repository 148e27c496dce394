"""Load from outside: wrk, a server to aim it at, and a table to write the outcome in."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import psutil

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one run: how many, in how many seconds, median and 95th percentile in milliseconds."""

    requests: int
    seconds: float
    median: float
    p95: float
    errors: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def wrk(url: str, script: str, *, connections: int, seconds: float, **env: str) -> Outcome:
    """Ask for `url` from one thread, so that the other core is the server's."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    done = subprocess.run(
        [*command, "-s", str(HERE / script), url],
        env={**os.environ, **env}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    requests, took, median, p95, errors = line.split()[1:]
    return Outcome(int(requests), float(took), float(median), float(p95), int(errors))


@contextmanager
def accounted(**pids: int | None) -> Iterator[dict[str, float]]:
    """Afterwards: the seconds of processor time that each used meanwhile, and ours (wrk's) too.

    All of them share the processors, so this tells what a figure is made of; and unlike the figure
    it hardly minds what else the machine is doing.
    """
    there = {name: pid for name, pid in pids.items() if pid}
    before = {name: _used(pid) for name, pid in there.items()}
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    used: dict[str, float] = {}
    yield used
    used |= {name: _used(pid) - before[name] for name, pid in there.items()}
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    used["wrk"] = now.ru_utime + now.ru_stime - ours.ru_utime - ours.ru_stime


def _used(pid: int) -> float:
    process = psutil.Process(pid)
    ended = process.cpu_times()
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    living = sum(each.user + each.system for each in times)
    whole: float = living + ended.children_user + ended.children_system
    return whole


def need_wrk() -> None:
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False, capture_output=True)
    if not shutil.which("wrk"):
        raise SystemExit("Stopped: the benchmark needs wrk. On Debian: apt install wrk")


@contextmanager
def hello(port: int, same: Path) -> Iterator[tuple[str, int]]:
    """A bare Flask, served as the house is; `/same` answers what is in a file."""
    with serving("tools.bench.hello:app", port, BENCH_SAME=str(same)) as found:
        yield found


@contextmanager
def serving(app: str, port: int, **env: str) -> Iterator[tuple[str, int]]:
    """An app, served as the Procfile serves the house: its address and process."""
    served = [sys.executable, "-m", "community.serving", "--port", str(port), app]
    process = subprocess.Popen(served, env={**os.environ, **env})
    try:
        _wait_until_open(port)
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_open(port: int, seconds: float = 20) -> None:
    give_up = monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if monotonic() > give_up:
                raise
            sleep(0.05)
        else:
            return


def row(what: str, figure: str, bar: str = "") -> None:
    print(f"  {what:<58}{figure:>22}   {bar}", flush=True)


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)
