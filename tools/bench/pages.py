"""How fast the public pages and feeds are, cold and repeated, over a city of 10,000 gatherings."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.request import Request, urlopen

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from community.clock import local_day, now
from community.db import db
from tests.browser.live import free_port, open_house
from tools.bench.load import accounted, heading, hello, row, wrk

ROUNDS = 3
HELLO = "bare Flask “hello”"
#: A feed of 2,000 events is a hundred times a page: sending it is most of what it costs anybody.
SAME, PLAIN = "bare Flask, the bytes of the feed", "bare Flask, those bytes not packed"


def cold(app: Flask) -> None:
    """Server time of pages that no cache has seen, in this process, each asked for once."""
    heading("Cold, in process (median of 25; server time, 10,000 gatherings)")
    client = app.test_client()
    today = local_day(now())
    days = [today + timedelta(days=offset) for offset in range(1, 26)]
    agenda = [f"/vechtdal/agenda?dag={day}" for day in days]
    agenda_list = [f"/vechtdal/agenda?pagina={page}" for page in range(2, 27)]
    with counted(app) as queries:
        first = took(lambda: client.get("/vechtdal/agenda"))
    row("agenda, first request of a process", f"{first:.1f} ms")
    row("agenda, page of the list", f"{typical(client, agenda_list):.1f} ms", "≤ 40 ms")
    row("agenda, one day", f"{typical(client, agenda):.1f} ms", "≤ 40 ms")
    row("agenda, queries", str(len(queries)), "≤ 6")
    feed = took(lambda: client.get("/vechtdal/agenda.ics?taal=en"))
    events = client.get("/vechtdal/agenda.ics").get_data().count(b"BEGIN:VEVENT")
    row(f"feed of {events} events", f"{feed:.1f} ms", "≤ 50 ms")


def repeated(database: Path, folder: Path) -> None:
    """What an anonymous repeat costs against a bare Flask, side by side in every round."""
    heading(f"Repeated, over HTTP (2 workers, wrk with 32 connections, median of {ROUNDS} rounds)")
    house = open_house(f"sqlite:///{database}", folder, workers=2)
    try:
        agenda, feed = f"{house.url}/vechtdal/agenda", f"{house.url}/vechtdal/agenda.ics"
        etags, bodies = {}, {}
        for url in (agenda, feed):
            etags[url], bodies[url] = fetch(url)
        same = folder / "same"
        same.write_bytes(bodies[feed])
        with hello(free_port(), same) as (bare, bare_pid):
            ours, theirs = house.process.pid, bare_pid
            kinds: dict[str, Callable[[], Asked]] = {
                HELLO: lambda: ask(theirs, bare),
                "agenda, again": lambda: ask(ours, agenda),
                "agenda, unchanged (304)": lambda: ask(ours, agenda, etags[agenda]),
                "feed, unchanged (304)": lambda: ask(ours, feed, etags[feed]),
                "feed, again": lambda: ask(ours, feed),
                SAME: lambda: ask(theirs, f"{bare}same"),
                "feed, again, not packed": lambda: ask(ours, feed, packed=""),
                PLAIN: lambda: ask(theirs, f"{bare}plain", packed=""),
            }
            rounds = [{name: run() for name, run in kinds.items()} for _ in range(ROUNDS)]
    finally:
        house.close()
    for name in kinds:
        speed = median(one[name].per_second for one in rounds)
        ratio = median(one[name].per_second / one[HELLO].per_second for one in rounds)
        errors = sum(one[name].errors for one in rounds)
        bar = "" if name in {HELLO, SAME, PLAIN} else "≥ 2 ×"
        row(name, f"{speed:,.0f}/s  {ratio:.2f} ×", bar + (f"  {errors} errors" if errors else ""))
    heading("The same, µs of processor time for each: of the server, and of wrk, which takes it in")
    for name in kinds:
        server, wrks = (median(one[name].spent[i] for one in rounds) for i in (0, 1))
        hello_s = median(one[HELLO].spent[0] / one[name].spent[0] for one in rounds)
        row(name, f"{server:,.0f} + {wrks:,.0f} µs", f"the server alone: {hello_s:.2f} ×")


@dataclass(frozen=True, slots=True)
class Asked:
    per_second: float
    errors: int
    spent: tuple[float, float]  #: µs for each request, of the server and of wrk.


def ask(server: int | None, url: str, etag: str = "", *, packed: str = "gzip") -> Asked:
    with accounted(server=server) as used:
        outcome = wrk(url, "pages.lua", connections=32, seconds=4, ETAG=etag, PACKED=packed)
    each = [1e6 * used[name] / max(outcome.requests, 1) for name in ("server", "wrk")]
    return Asked(outcome.per_second, outcome.errors, (each[0], each[1]))


def fetch(url: str) -> tuple[str, bytes]:
    """Its ETag, and its bytes as they go over the line."""
    request = Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310  (our own server)
    with urlopen(request) as answer:  # noqa: S310
        body = answer.read()
        plain = gzip.decompress(body)
        row(f"{url.rpartition('/')[2]}, bytes (gzipped)", f"{len(plain):,} ({len(body):,})")
        return str(answer.headers["ETag"]), body


def typical(client: FlaskClient, urls: list[str]) -> float:
    return median(took(partial(client.get, url)) for url in urls)


def took(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return (perf_counter() - begun) * 1000


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are run while it is open."""
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
