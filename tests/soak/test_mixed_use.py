"""RELIABILITY 6: half an hour of everything at once; memory, connections and handles stay flat.

`SOAK_SECONDS=120` makes it two minutes. The first third is for warming up: pages are kept,
connections opened, languages and templates read. Then the middle third is held against the last.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic, sleep

import psutil
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from community.clock import now
from community.db import db, session
from tests.factories import a_gathering
from tests.soak.procfile import Household, ask, fresh, household, tell
from tests.soak.rush import prepare

SECONDS = float(os.environ.get("SOAK_SECONDS", "1800"))
GATHERINGS = 40
PEOPLE = 400
READERS, MEMBERS, FOLLOWERS = 4, 4, 1
SAMPLES = 60
#: What may come on top of the middle third: pages and languages that somebody is the first to ask.
MORE_MEMORY, MORE_MEMORY_MB = 0.08, 12.0
MORE_HANDLES, MORE_CONNECTIONS = 6, 6
PAGES = (
    "", "/agenda", "/agenda?vanaf=2027-01-01", "/kennis", "/gesprekken", "/groepen",
    "/oogst", "/voorstellen", "/agenda?taal=en", "/bestaat-niet",
)  # fmt: skip
OWN = ("/mijn", "/vechtdal/agenda", "/vechtdal/kennis")
FEEDS = ("/agenda.ics", "/agenda.rss", "/agenda.json")


@dataclass(frozen=True, slots=True)
class Sample:
    at: float
    memory_mb: float
    handles: int
    connections: int


def test_after_warming_up_memory_handles_and_connections_stay_flat(
    url: str, tmp_path: Path
) -> None:
    with household(url, tmp_path, METRICS="loopback") as house:
        _path, visitors = prepare(house, people=PEOPLE, seats=50)
        numbers = [
            a_gathering(f"Avond {n}", capacity=20, starts_at=now() + timedelta(days=2 + n)).id
            for n in range(GATHERINGS)
        ]
        people = [line.split(" ") for line in visitors.read_text().split("\n") if line]
        house.start("web")
        house.start("worker")
        town = Town(house, people, numbers)
        samples = town.live()
        check(house, town.statuses, samples)


@dataclass
class Town:
    """Everybody does what they do until it is over."""

    house: Household
    people: list[list[str]]
    numbers: list[int]
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)
    counting: threading.Lock = field(default_factory=threading.Lock)

    def reads(self, chance: Random) -> int:
        return ask(f"{self.house.url}/vechtdal{chance.choice(PAGES)}").status

    def follows(self, chance: Random) -> int:
        return ask(f"{self.house.url}/vechtdal{chance.choice(FEEDS)}").status

    def takes_part(self, chance: Random) -> int:
        cookie, token = chance.choice(self.people)
        headers = {"Cookie": f"kring={cookie}"}
        if chance.random() < 0.6:
            return ask(f"{self.house.url}{chance.choice(OWN)}", headers=headers).status
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        where = f"{self.house.url}/vechtdal/agenda/{chance.choice(self.numbers)}/aanmelden"
        body = f"party_size=1&csrf_token={token}"
        return ask(where, method="POST", body=body, headers=headers).status

    def lives(self, act: Callable[[Random], int], number: int) -> None:
        chance = Random(f"{act.__name__}{number}")  # noqa: S311
        while not self.over.is_set():
            status = act(chance)
            with self.counting:
                self.statuses[act.__name__, status] += 1
            self.over.wait(0.1 + 0.3 * chance.random())

    def live(self) -> list[Sample]:
        """For as long as it takes; how the house stood, now and then."""
        kinds = ((self.reads, READERS), (self.takes_part, MEMBERS), (self.follows, FOLLOWERS))
        crowd = [
            threading.Thread(target=self.lives, args=(act, number))
            for act, count in kinds
            for number in range(count)
        ]
        for thread in crowd:
            thread.start()
        began, samples = monotonic(), list[Sample]()
        try:
            while (passed := monotonic() - began) < SECONDS:
                samples.append(sample(self.house, passed))
                sleep(SECONDS / SAMPLES)
        finally:
            self.over.set()
            for thread in crowd:
                thread.join()
        return samples


def sample(house: Household, passed: float) -> Sample:
    """Web and worker with all that they started; a process that is just going counts for nothing"""
    memory, handles = 0.0, 0
    for process in house.processes:
        for each in family(process.pid):
            try:
                memory += each.memory_full_info().uss / 1e6
                handles += each.num_fds()
            except psutil.Error:
                continue
    fresh()
    return Sample(passed, memory, handles, connections())


def family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return []


def connections() -> int:
    """Of PostgreSQL; on SQLite they are handles."""
    if db.engine.dialect.name == "sqlite":
        return 0
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    return session().scalar(text(asked)) or 0


def check(house: Household, statuses: Counter[tuple[str, int]], samples: list[Sample]) -> None:
    third = len(samples) // 3
    middle, last = (typical(some) for some in (samples[third : 2 * third], samples[2 * third :]))
    bad = {key: count for key, count in statuses.items() if key[1] == 0 or key[1] >= 500}
    counted = counted_sign_ups(house)
    sent = sum(count for (what, status), count in statuses.items() if status == 303)
    tell(
        f"memory {middle.memory_mb:.0f} → {last.memory_mb:.0f} MB, handles {middle.handles} →"
        f" {last.handles}, connections {middle.connections} → {last.connections}",
        thrown=f"{sum(statuses.values())} requests of readers, members and feed readers in"
        f" {SECONDS:.0f} s",
        lost=sum(bad.values()),
    )
    assert {what for what, _status in statuses} == {"reads", "follows", "takes_part"}
    assert bad == {}
    assert last.memory_mb <= middle.memory_mb * (1 + MORE_MEMORY) + MORE_MEMORY_MB
    assert last.handles <= middle.handles + MORE_HANDLES
    assert last.connections <= middle.connections + MORE_CONNECTIONS
    assert counted == sent > 0, "what all processes counted together is what was answered"
    assert "Traceback" not in house.said("web") + house.said("worker")


def typical(some: list[Sample]) -> Sample:
    return Sample(
        some[0].at,
        median(each.memory_mb for each in some),
        round(median(each.handles for each in some)),
        round(median(each.connections for each in some)),
    )


def counted_sign_ups(house: Household) -> int:
    """What `/metrics` says of them, whichever of the processes is asked."""
    told = ask(f"{house.url}/metrics").body
    return round(
        sum(
            one.value
            for family in text_string_to_metric_families(told)
            for one in family.samples
            if one.name == "kenniskring_requests_total"
            and one.labels == {"endpoint": "sign_ups.new", "status": "3xx"}
        )
    )
