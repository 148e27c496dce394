"""A herd of feed readers while somebody changes something: each feed is built once per process.

RELIABILITY 5.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from community.calendars import feeds, news
from community.web.kept import Flights
from tests.calendars.agenda import changed, shown
from tests.factories import a_library

FEEDS = {
    "/vechtdal/agenda.ics": (feeds, "public"),
    "/vechtdal/agenda.rss": (news, "rss"),
    "/vechtdal/agenda.json": (news, "json_feed"),
}
#: Readers of each feed, all there before the first answer is ready.
HERD = 8


@pytest.fixture
def settings() -> dict[str, object]:
    return {"PAGE_CACHE_MB": 8, "CACHE_RECHECK_SECONDS": 0}


class Herd:
    """Readers that all ask at once; the first answers are made only when everybody has come, and
    somebody has changed something in the meantime."""

    def __init__(self, app: Flask, edit: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
        self.app, self.edit = app, edit
        self.built: Counter[str] = Counter()
        self.answers: list[tuple[str, bytes]] = []
        self.come = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.changed = threading.Event()
        for path, (module, name) in FEEDS.items():
            patch.setattr(module, name, self.slowly(path, getattr(module, name)))

    def slowly(self, path: str, build: Callable[..., bytes]) -> Callable[..., bytes]:
        def built(*args: Any) -> bytes:
            body = build(*args)
            self.built[path] += 1
            self.begun.release()
            assert self.changed.wait(30)
            return body

        return built

    def ask(self, path: str) -> None:
        self.come.release()
        answer = self.app.test_client().get(path)
        assert answer.status_code == 200
        self.answers.append((path, answer.data))

    def run(self) -> None:
        readers = [
            threading.Thread(target=self.ask, args=(path,)) for path in FEEDS for _ in range(HERD)
        ]
        for reader in readers:
            reader.start()
        for _ in readers:
            assert self.come.acquire(timeout=30)
        for _ in FEEDS:  # Until each feed is being made of what was true before the edit.
            assert self.begun.acquire(timeout=30)
        self.edit()
        self.changed.set()
        for reader in readers:
            reader.join(30)


def test_each_feed_is_built_once_before_and_once_after_an_edit(app, monkeypatch):
    a_library()
    gathering = shown("Leeskring")
    herd = Herd(app, lambda: changed(gathering, title="Leesclub"), monkeypatch)
    herd.run()
    assert herd.built == dict.fromkeys(FEEDS, 2)
    assert len(herd.answers) == HERD * len(FEEDS)
    # One got what was true when it asked; whoever waited got what is true now.
    for path in FEEDS:
        bodies = [body for asked, body in herd.answers if asked == path]
        assert len(set(bodies)) == 2
        assert sum(b"Leesclub" in body for body in bodies) == HERD - 1


def test_without_the_guard_the_same_herd_builds_them_again_and_again(app, monkeypatch):
    @contextmanager
    def everybody_is_first(_flights: Flights, _key: object) -> Iterator[bool]:
        yield True

    monkeypatch.setattr(Flights, "board", everybody_is_first)
    a_library()
    gathering = shown("Leeskring")
    herd = Herd(app, lambda: changed(gathering, title="Leesclub"), monkeypatch)
    herd.run()
    assert all(times > 2 for times in herd.built.values())
