"""The house as it runs for real: the processes of the Procfile, each to start, stop and kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from flask import Flask

from community.db import db, session
from tests.browser.live import HOUSE, free_port
from tests.conftest import make_app
from tests.soak import report

COMMANDS = dict(
    line.split(": ", 1) for line in (HOUSE / "Procfile").read_text().splitlines() if line
)


@dataclass
class Household:
    """Its address, its processes, and the same house in this process to put things in it."""

    url: str
    app: Flask
    folder: Path
    env: dict[str, str]
    #: What is said before every command: a limit of the shell, say.
    before: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start `web` or `worker` as the Procfile says; what it says lands in its log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                ["/bin/sh", "-c", f"{self.before}{COMMANDS[name]}"],
                cwd=HOUSE, env=self.env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        if name == "web":
            wait_until(self.is_open, 180)
        return process

    def is_open(self) -> bool:
        try:
            urlopen(f"{self.url}/static/mark.svg", timeout=1).close()  # noqa: S310  (ours)
        except (URLError, OSError):
            return False
        return True

    def said(self, name: str) -> str:
        """Everything that a process has logged."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def lines(self, name: str) -> list[dict[str, Any]]:
        found = []
        for line in self.said(name).splitlines():
            with suppress(ValueError):
                found.append(json.loads(line))
        return found

    def close(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
                process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def household(
    database_url: str, folder: Path, *, instance: Path | None = None, before: str = "", **more: str
) -> Iterator[Household]:
    """A house on this database; nothing of it runs yet."""
    folder.mkdir(parents=True, exist_ok=True)
    instance = instance or folder
    port = str(free_port())
    settings = {
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "only for the soaks of this house",
        **more,
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**os.environ, "PATH": path, "HOST": "127.0.0.1", "PORT": port}
    env |= {f"COMMUNITY_{name}": value for name, value in settings.items()}
    # In this process nothing is counted: it only puts things in the house.
    here = {"WTF_CSRF_ENABLED": True, "METRICS": None}
    app = make_app(database_url, instance, **settings | here)
    house = Household(f"http://127.0.0.1:{port}", app, folder, env, before)
    try:
        with app.app_context():
            yield house
            db.session.remove()
            db.engine.dispose()
    finally:
        house.close()


def tell(seen: str, *, thrown: str = "", lost: int | None = None) -> None:
    """What was seen, for the report and for who reads along (`pytest -s`)."""
    report.note(seen, thrown=thrown, lost=lost)
    sys.stdout.write(f"\n{seen}\n")


def by_status(statuses: Counter[int]) -> str:
    """`1,204 × 303, 12 × 503`."""
    return ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items()))


def wait_until(true: Callable[[], object], seconds: float = 30) -> float:
    """Wait for it, at most so many seconds; how long it took."""
    began = monotonic()
    while not true():
        assert monotonic() - began < seconds, f"not within {seconds} s"
        sleep(0.05)
    return monotonic() - began


def fresh() -> None:
    """What is read next is what stands there now."""
    session().rollback()
    session().expire_all()


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one request. Status 0: there was none."""

    status: int
    headers: dict[str, str]
    body: str
    seconds: float


def ask(
    url: str,
    *,
    method: str = "GET",
    body: str | None = None,
    headers: dict[str, str] | None = None,
    timeout: float = 40,
) -> Answer:
    """One request over a connection of its own."""
    parts, began = urlsplit(url), monotonic()
    connection = HTTPConnection(parts.netloc, timeout=timeout)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Answer(
            answer.status, {k.lower(): v for k, v in answer.getheaders()}, text, monotonic() - began
        )
    except (OSError, HTTPException) as error:
        return Answer(0, {}, type(error).__name__, monotonic() - began)
    finally:
        connection.close()
