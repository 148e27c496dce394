"""Thirty tables save every three seconds for ten minutes over bad wifi; nothing lost or doubled.

`SOAK_SECONDS=60` makes it a minute. What happens to a device happens here: an answer is lost after
the server did it all, a message comes twice, or late, and for a while there is no network at all.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import monotonic, sleep
from typing import Any

from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.table_notes import opening, queries
from community.table_notes.models import TableNote
from tests.factories import a_gathering
from tests.soak.procfile import ask, fresh, household, tell

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
TABLES = 30
EVERY = 3.0
#: Of the whole time, as long is every third table without network.
CUT = 0.25
WORDS = ("niemand", "tot last", "ook niet", "die ander", "graag", "een appje", "aanbellen", "soep")

Note = dict[str, Any]


@dataclass
class Device:
    """What a table's device does, as `frontend/js/table.js` does it."""

    url: str
    table_no: int
    chance: Random
    notes: dict[str, Note] = field(default_factory=dict)  #: As it has them.
    waiting: dict[str, Note] = field(default_factory=dict)  #: Not known to be there.
    late: list[Note] = field(default_factory=list)  #: On the way, and overtaken.
    draft: str = ""
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0

    def types(self) -> None:
        """A few words more; every fourth time it lies on the table, and now and then it goes."""
        if not self.draft:
            self.draft = f"{self.chance.getrandbits(128):032x}"
        note = self.notes.get(self.draft, {"revision": 0, "text": f"{self.table_no}:"})
        words = " ".join(self.chance.sample(WORDS, 3))
        self.state(self.draft, f"{note['text']} {words}", laid=self.chance.random() < 0.25)
        laid = [once for once, each in self.notes.items() if each["laid"] and each["text"]]
        if laid and self.chance.random() < 0.1:
            self.state(
                self.chance.choice(laid), self.chance.choice(["", "anders gezegd"]), laid=True
            )

    def state(self, once: str, text: str, *, laid: bool) -> None:
        revision = self.notes.get(once, {"revision": 0})["revision"] + 1
        note = {
            "once": once, "revision": revision, "round": 1, "kind": "insight", "text": text,
            "laid": laid, "at": round(now().timestamp() * 1000),
        }  # fmt: skip
        self.notes[once] = self.waiting[once] = note
        if laid and once == self.draft:
            self.draft = ""

    def sends(self, *, gently: bool = False) -> None:
        """Everything that waits. Not gently: the answer may get lost, or the message come twice."""
        notes = list(self.waiting.values())[:40]
        if not gently and self.late and self.chance.random() < 0.5:
            self.post([self.late.pop(0), *notes])
        status = self.post(notes)
        if not gently and self.chance.random() < 0.2:
            self.late += notes
            self.lost += 1
            return
        if status in {200, 204}:
            for note in notes:
                if self.waiting.get(note["once"]) is note:
                    del self.waiting[note["once"]]

    def ends(self) -> None:
        """The network is back for good; what is still on its way comes after everything else."""
        for _patience in range(50):
            self.sends(gently=True)
            if not self.waiting:
                break
        self.post(self.late[:50])

    def post(self, notes: list[Note]) -> int:
        began = monotonic()
        answer = ask(
            self.url, method="POST", body=json.dumps({"notes": notes}),
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        self.took.append(monotonic() - began)
        self.statuses[answer.status] += 1
        return answer.status


def test_thirty_tables_lose_and_double_nothing(url: str, tmp_path: Path) -> None:
    with household(url, tmp_path) as house:
        begins = now() - timedelta(minutes=30)
        talk = a_gathering("Wereldcafé", starts_at=begins, ends_at=begins + timedelta(hours=3))
        with transaction() as tx:
            opening.open_room(tx, talk.library_id, talk.id, TABLES, now=now())
        key = current_app.config["SECRET_KEY"]
        devices = [
            Device(
                f"{house.url}/vechtdal/tafel/{queries.token_of(screen, key=key)}/stand",
                screen.table_no,
                Random(screen.table_no),  # noqa: S311  (a table, not a secret)
            )
            for screen in queries.list_screens(session(), talk)
        ]
        session().rollback()
        house.start("web")
        run_all(devices)
        check(talk, devices)


def run_all(devices: list[Device]) -> None:
    began = monotonic()

    def sits(device: Device) -> None:
        sleep(device.chance.random() * EVERY)
        while (passed := monotonic() - began) < SECONDS:
            device.types()
            is_cut = device.table_no % 3 == 0 and 0.3 < passed / SECONDS < 0.3 + CUT
            if not is_cut:
                device.sends()
            sleep(EVERY)
        device.ends()

    crowd = [threading.Thread(target=sits, args=(device,)) for device in devices]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()


def check(talk: Gathering, devices: list[Device]) -> None:
    fresh()
    rows = session().scalars(select(TableNote).where(TableNote.gathering_id == talk.id)).all()
    there = {row.once: (row.table_no, row.text, row.revision, row.laid_at is not None)
             for row in rows}  # fmt: skip
    wanted = {
        once: (device.table_no, note["text"], note["revision"], note["laid"])
        for device in devices
        for once, note in device.notes.items()
    }
    took = [one for device in devices for one in device.took]
    statuses = sum((device.statuses for device in devices), Counter[int]())
    p50, p95 = (quantiles(took, n=20)[at] for at in (9, 18))
    tell(
        f"{len(rows):,} notes in the house; p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms",
        thrown=f"{len(devices)} tables for {SECONDS:.0f} s: {len(wanted):,} notes in {len(took):,}"
        f" messages, {sum(device.lost for device in devices):,} answers cut off",
        lost=sum(there.get(once) != note for once, note in wanted.items()),
    )
    assert len(rows) == len(there) == len(wanted)
    assert there == wanted
    assert set(statuses) <= {200, 204}
