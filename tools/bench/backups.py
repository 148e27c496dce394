"""A city is copied, put back, and moved to the other engine and back, as an operator types it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

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
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row("memory, at most", f"{most:.0f} MB")


def _typed(what: str, url: str, instance: Path, *words: str, goal: str = "") -> None:
    """The whole command, with starting the house."""
    environment = {
        **os.environ, "COMMUNITY_DATABASE_URL": url, "COMMUNITY_INSTANCE": str(instance),
        "COMMUNITY_SECRET_KEY": KEY, "COMMUNITY_SEARCH": "words",
    }  # fmt: skip
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    begun = perf_counter()
    done = subprocess.run(
        [*flask, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    row(what, f"{perf_counter() - begun:.0f} s", goal)
