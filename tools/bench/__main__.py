"""`make bench`: the figures that the README and `docs/` quote, taken on this machine, now."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import flask_migrate

from community.db import db
from tests.conftest import make_app
from tests.postgres import close_folder, open_folder
from tools.bench import (
    arrivals,
    backups,
    conversations,
    history,
    imports,
    matching,
    meetlat,
    networks,
    pages,
    rooms,
    search,
    sign_ups,
    suggestions,
)
from tools.bench.load import heading, need_wrk, row


def main() -> None:
    need_wrk()
    wanted = set(sys.argv[1:]) or {"demo", "pages", *BENCHES}
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}")
    folder = open_folder()
    try:
        if wanted & {"demo", "pages"}:
            city(folder, wanted)
        for name, measure in BENCHES.items():
            if name in wanted:
                measure(folder)
    finally:
        close_folder(folder)


def a_list(folder: Path) -> None:
    imports.run("SQLite", f"sqlite:///{folder / 'lists.db'}", folder / "lists")
    with sign_ups.a_postgres() as server:
        imports.run("PostgreSQL", server.create("lists"), folder / "lists-pg")


def desk_of_fifty(folder: Path) -> None:
    networks.run("SQLite", f"sqlite:///{folder / 'network.db'}", folder / "network")
    with sign_ups.a_postgres() as server:
        networks.run("PostgreSQL", server.create("network"), folder / "network-pg")


def month_of_rooms(folder: Path) -> None:
    rooms.run("SQLite", f"sqlite:///{folder / 'rooms.db'}", folder / "rooms")
    with sign_ups.a_postgres() as server:
        rooms.run("PostgreSQL", server.create("rooms"), folder / "rooms-pg")


def rush(folder: Path) -> None:
    sign_ups.run(
        "SQLite", f"sqlite:///{folder / 'rush.db'}", folder / "rush", "≥ 150/s, p95 ≤ 700 ms"
    )
    with sign_ups.a_postgres() as server:
        sign_ups.run(
            "PostgreSQL", server.create("rush"), folder / "pg", "≥ 400/s, p95 < 300 ms",
            database=server.pid,
        )  # fmt: skip
        sign_ups.least(server.create("least"), folder / "least", server.pid)


def evening(folder: Path) -> None:
    arrivals.run("SQLite", f"sqlite:///{folder / 'door.db'}", folder / "door")
    with sign_ups.a_postgres() as server:
        arrivals.run("PostgreSQL", server.create("door"), folder / "door-pg")


def years(folder: Path) -> None:
    history.run("SQLite", f"sqlite:///{folder / 'history.db'}", folder / "history")
    with sign_ups.a_postgres() as server:
        history.run("PostgreSQL", server.create("history"), folder / "history-pg")


def finding(folder: Path) -> None:
    search.how_well(folder)
    search.how_fast("SQLite", f"sqlite:///{folder / 'search.db'}", folder / "search")
    with sign_ups.a_postgres() as server:
        search.how_fast("PostgreSQL", server.create("search"), folder / "search-pg")


def yardstick(folder: Path) -> None:
    meetlat.run("SQLite", f"sqlite:///{folder / 'meetlat.db'}", folder / "meetlat")
    with sign_ups.a_postgres() as server:
        meetlat.run("PostgreSQL", server.create("meetlat"), folder / "meetlat-pg")


def what_suits(folder: Path) -> None:
    suggestions.run("SQLite", f"sqlite:///{folder / 'suits.db'}", folder / "suits")
    with sign_ups.a_postgres() as server:
        suggestions.run("PostgreSQL", server.create("suits"), folder / "suits-pg")


def talk(folder: Path) -> None:
    conversations.run("SQLite", f"sqlite:///{folder / 'talk.db'}", folder / "talk")
    with sign_ups.a_postgres() as server:
        conversations.run("PostgreSQL", server.create("talk"), folder / "talk-pg")


def city(folder: Path, wanted: set[str]) -> None:
    database = folder / "city.db"
    app = make_app(f"sqlite:///{database}", folder / "city")
    with app.app_context():
        flask_migrate.upgrade()
        begun = perf_counter()
        result = app.test_cli_runner().invoke(args=["demo", "--size", "city"])
        if result.exit_code:
            raise SystemExit(result.output)
        heading("Demo city")
        row("10,000 gatherings, 30,000 people, 200,000 sign-ups",
            f"{perf_counter() - begun:.0f} s", "≤ 120 s")  # fmt: skip
    if "pages" in wanted:
        pages.cold(app)
        with app.app_context():
            db.engine.dispose()
        pages.repeated(database, folder / "house")


#: What can be asked for by name, besides `demo` and `pages`, which share a city.
BENCHES: dict[str, Callable[[Path], None]] = {
    "imports": a_list,
    "rooms": month_of_rooms,
    "sign-ups": rush,
    "arrivals": evening,
    "history": years,
    "meetlat": yardstick,
    "network": desk_of_fifty,
    "search": finding,
    "matching": matching.run,
    "suggestions": what_suits,
    "conversation": talk,
    "backups": backups.run,
}


if __name__ == "__main__":
    main()
