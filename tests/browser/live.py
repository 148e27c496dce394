"""A house that is really open: the real server in a process of its own, and a way to fill it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from community.db import db
from tests.conftest import make_app

HOUSE = Path(__file__).resolve().parents[2]
SECONDS_TO_OPEN = 60


@dataclass
class House:
    """Address of the open house, and the same house in this process, to put things in it."""

    url: str
    app: Flask
    process: subprocess.Popen[bytes]
    log: Path

    def deliver_mail(self) -> None:
        """Send what is owed, as the worker does; it lands in `mail`."""
        db.session.rollback()  # What the server wrote since we last read is owed too.
        result = self.app.test_cli_runner().invoke(args=["outbox", "deliver", "--once"])
        assert result.exit_code == 0, result.output

    @property
    def mail(self) -> list[Path]:
        return sorted((Path(self.app.config["INSTANCE"]) / "mail").glob("*.eml"))

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def open_house(
    database_url: str, instance: Path, *, workers: int = 1, options: Sequence[str] = ()
) -> House:
    """Start Granian on a free port of the loopback and wait until it answers."""
    instance.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "BASE_URL": url,
        "SECRET_KEY": "only for tests in a browser",
    }
    granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    granian += ["--port", str(port), "--http", "1", "--no-ws", "--blocking-threads", "8"]
    granian += ["--workers", str(workers), "--workers-kill-timeout", "3", *options, "app:app"]
    log = instance / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            granian,
            cwd=HOUSE,
            env={**os.environ, **{f"COMMUNITY_{key}": value for key, value in settings.items()}},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    app = make_app(database_url, instance, **settings | {"WTF_CSRF_ENABLED": True})
    house = House(url, app, process, log)
    wait_until_open(house)
    return house


def wait_until_open(house: House) -> None:
    give_up = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < give_up and house.process.poll() is None:
        try:
            urlopen(f"{house.url}/static/mark.svg", timeout=1).close()  # noqa: S310  (ours)
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    house.process.kill()
    raise RuntimeError(f"the house did not open:\n{house.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
