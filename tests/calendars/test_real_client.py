"""vdirsyncer and khal subscribe to a house that is really open, as a resident's laptop does."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from community.calendars.links import token_of
from community.clock import local, local_day, now
from community.db import db, transaction
from community.gatherings import hosting
from community.gatherings.drafts import Appointment
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, SignUpStatus
from tests.browser.live import House, open_house
from tests.factories import a_librarian, a_library, a_person, a_sign_up
from tests.gatherings.drafting import a_draft
from tests.ical.readers import clean_environment, khal_list

_VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair bieb]
a = "feed"
b = "laptop"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{url}"

[storage laptop]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("COMMUNITY_CACHE_RECHECK_SECONDS", "0")
    house = open_house(sqlite_url, tmp_path / "house")
    try:
        with house.app.app_context():
            yield house
            db.session.remove()
            db.engine.dispose()
    finally:
        house.close()


class Laptop:
    """A home folder with vdirsyncer and khal in it, subscribed to one address."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        (home / "calendar").mkdir(parents=True)
        self.config = home / "vdirsyncer.conf"
        self.config.write_text(_VDIRSYNCER.format(home=home, url=url))
        self._vdirsyncer("discover")

    def sync(self) -> list[str]:
        """Fetch the feed, and say what khal shows."""
        self._vdirsyncer("sync")
        today = date.today()  # noqa: DTZ011  (the laptop's own day)
        return khal_list(
            self.home / "calendar", self.home, today - timedelta(2), today + timedelta(400)
        )

    def _vdirsyncer(self, act: str) -> None:
        done = subprocess.run(
            ["vdirsyncer", f"--config={self.config}", act],
            env=clean_environment(self.home),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr


def published(hand: Hand, **fields: object) -> Gathering:
    with transaction() as tx:
        gathering = hosting.create(tx, 1, a_draft(**fields), hand)
        hosting.publish(tx, 1, gathering.id, hand)
    return gathering


def line(gathering: Gathering, title: str, status: str = "CONFIRMED") -> str:
    begins, ends = local(gathering.starts_at), local(gathering.ends_at)
    return (
        f"{begins:%Y-%m-%d %H:%M}-{ends:%H:%M} {status} {title} @ Bibliotheek Ommen, "
        f"{gathering.branch.address}"
    )


def test_a_subscriber_sees_a_gathering_its_move_and_its_cancellation(house: House, tmp_path: Path):
    library = a_library()
    hand = Hand(a_librarian(library), house.url, now())
    laptop = Laptop(tmp_path / "laptop", f"{house.url}/vechtdal/agenda.ics")
    stays = published(hand, title="Taalcafé")
    moves = published(hand, title="Wereldcafé: ‘de winter door’; en ☕")
    assert sorted(laptop.sync()) == sorted(
        [line(stays, "Taalcafé"), line(moves, "Wereldcafé: ‘de winter door’; en ☕")]
    )

    later = Appointment(
        starts_at=moves.starts_at + timedelta(days=1, hours=2),
        ends_at=moves.ends_at + timedelta(days=1, hours=2),
        branch_id=moves.branch_id,
    )
    with transaction() as tx:
        moved, _told = hosting.move(tx, library.id, moves.id, later, hand)
    assert laptop.sync() == [
        line(stays, "Taalcafé"),
        line(moved, "Wereldcafé: ‘de winter door’; en ☕"),
    ]
    assert local_day(moved.starts_at) == local_day(later.starts_at)

    with transaction() as tx:
        cancelled, _told = hosting.cancel(tx, library.id, moves.id, "De gastheer is ziek.", hand)
    assert laptop.sync() == [
        line(stays, "Taalcafé"),
        line(cancelled, "Vervalt: Wereldcafé: ‘de winter door’; en ☕", "CANCELLED"),
    ]


def test_a_resident_sees_her_own_places(house: House, tmp_path: Path):
    library = a_library()
    hand = Hand(a_librarian(library), house.url, now())
    noor = a_person("Noor")
    seat, waits = published(hand, title="Leeskring"), published(hand, title="Voorlezen")
    published(hand, title="Van een ander")
    laptop = Laptop(tmp_path / "laptop", f"{house.url}/mijn/agenda/{token_of(noor)}.ics")
    a_sign_up(seat, noor)
    a_sign_up(waits, noor, SignUpStatus.WAITING)
    assert sorted(laptop.sync()) == sorted(
        [line(seat, "Leeskring"), line(waits, "Wachtlijst: Voorlezen", "TENTATIVE")]
    )
    assert token_of(noor) not in house.log.read_text()
