"""A city is copied, put back, and moved to the other engine and back, as an operator types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

import flask_migrate

from community.db import db
from tests.conftest import make_app
from tools.bench.load import heading, row
from tools.bench.sign_ups import a_postgres

KEY = "the key of a city that moves"


def run(folder: Path) -> None:
    instance = folder / "moving-city"
    url = f"sqlite:///{instance / 'city.db'}"
    app = make_app(url, instance)
    with app.app_context():
        flask_migrate.upgrade()
        result = app.test_cli_runner().invoke(args=["demo", "--size", "city"])
        if result.exit_code:
            raise SystemExit(result.output)
        db.engine.dispose()
    heading("Copy and move (10,000 gatherings, 30,000 people, 200,000 sign-ups)")
    file = str(folder / "city.tar.gz")
    _typed("copy, SQLite", url, instance, "backup", "to", file)
    row("the file", f"{Path(file).stat().st_size / 1_000_000:.0f} MB")
    again = f"sqlite:///{instance / 'again.db'}"
    _typed("put back, SQLite", again, instance, "backup", "from", file, goal="≤ 60 s")
    with a_postgres() as server:
        other = server.create("again")
        _typed("put back, PostgreSQL", other, instance, "backup", "from", file, goal="≤ 60 s")
        _typed("copy, PostgreSQL", other, instance, "backup", "to", file)
        moved = server.create("moved")
        _typed("SQLite → PostgreSQL, feeds compared", url, instance, "move", "to", moved,
               goal="≤ 120 s")  # fmt: skip
        back = f"sqlite:///{instance / 'back.db'}"
        _typed("PostgreSQL → SQLite, feeds compared", moved, instance, "move", "to", back)


def _typed(what: str, url: str, instance: Path, *words: str, goal: str = "") -> None:
    """The whole command, with starting the house."""
    environment = {
        **os.environ, "COMMUNITY_DATABASE_URL": url, "COMMUNITY_INSTANCE": str(instance),
        "COMMUNITY_SECRET_KEY": KEY, "COMMUNITY_SEARCH": "words",
    }  # fmt: skip
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    begun = perf_counter()
    with (instance / "said.txt").open("w+") as said:
        started = subprocess.Popen([*flask, *words], env=environment, stdout=said, stderr=said)
        peak = 0
        while not (ended := os.wait4(started.pid, os.WNOHANG))[0]:
            peak = max(peak, _most_memory(started.pid))
            sleep(0.05)
        _pid, status, used = ended
        if status:
            said.seek(0)
            raise SystemExit(f"{' '.join(words)}: {said.read()}")
    took, ours = perf_counter() - begun, used.ru_utime + used.ru_stime
    row(what, f"{took:.0f} s, of which {ours:.0f} s ours, {peak:.0f} MB", goal)


def _most_memory(pid: int) -> int:
    """In MB, so far; what `wait4` says of it begins with what this process itself held."""
    said = Path(f"/proc/{pid}/status").read_text()
    found = next((line for line in said.splitlines() if line.startswith("VmHWM")), "0 0 0")
    return int(found.split()[1]) // 1024
