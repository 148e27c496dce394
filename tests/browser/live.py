"""A house that is really open: the real server in a process of its own, and a way to fill it.

The process branches off from one that has loaded the house already (a worker's own, from the first
house on): loading it takes longer than all the rest of opening.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask
from flask.templating import Environment

from community import clock
from community.db import db
from tests.conftest import compiled_templates, make_app

HOUSE = Path(__file__).resolve().parents[2]
SECONDS_TO_OPEN = 60

_branching = multiprocessing.get_context("forkserver")
_branching.set_forkserver_preload(["tests", "community.house", "community.serving"])


@dataclass
class House:
    """Address of the open house, and the same house in this process, to put things in it."""

    url: str
    app: Flask
    process: BaseProcess
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
        self.process.join(10)
        if self.process.exitcode is None:
            self.process.kill()
            raise TimeoutError("the house did not close")


def open_house(
    database_url: str, instance: Path, *, workers: int = 1, later: timedelta = timedelta()
) -> House:
    """Open it as the Procfile does, on a free port of the loopback, and wait until it answers.

    `later`: by how much its clock is ahead.
    """
    instance.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "BASE_URL": url,
        "SECRET_KEY": "only for tests in a browser",
    }
    words = ["--port", str(port), "--workers", str(workers)]
    log = instance / "server.log"
    environment = {**os.environ, **{f"COMMUNITY_{key}": it for key, it in settings.items()}}
    process = _branching.Process(target=_serve, args=(words, environment, log, later))
    process.start()
    app = make_app(database_url, instance, **settings | {"WTF_CSRF_ENABLED": True})
    house = House(url, app, process, log)
    wait_until_open(house)
    return house


def _serve(
    words: Sequence[str], environment: Mapping[str, str], log: Path, later: timedelta
) -> None:
    """Be the `python -m community.serving` that somebody typed, with these words behind it."""
    from community import serving

    with log.open("wb") as output:
        for said in (1, 2):
            os.dup2(output.fileno(), said)
    os.chdir(HOUSE)
    os.environ.clear()
    os.environ.update(environment)
    _share_templates()
    if later:
        set_ahead(later)
    sys.argv = ["serving", *words]
    # Not set yet for who types; here it is, by whom we were branched off from.
    multiprocessing.set_start_method(None, force=True)
    serving.main()


def set_ahead(later: timedelta) -> Callable[[], None]:
    """Put the clock of the house in this process ahead; what comes back puts it right again."""

    class Ahead(datetime):
        combine = datetime.combine  # type: ignore[assignment]

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + later

    clock.datetime = Ahead  # type: ignore[misc]
    return lambda: setattr(clock, "datetime", datetime)


def _share_templates() -> None:
    make = Flask.create_jinja_environment

    def make_sharing(house: Flask) -> Environment:
        made = make(house)
        made.bytecode_cache = compiled_templates()
        return made

    Flask.create_jinja_environment = make_sharing  # type: ignore[assignment, method-assign]


def wait_until_open(house: House) -> None:
    give_up = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < give_up and house.process.is_alive():
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
