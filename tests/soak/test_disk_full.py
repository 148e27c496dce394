"""RELIABILITY 11: the disk is full; nothing is half-written, and with room again all goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from community.db import session
from tests.soak.procfile import ask, by_status, fresh, household, tell, wait_until
from tests.soak.rush import lost_none, prepare, rush

MB = 1024 * 1024
SIZE = 130  #: Of the disk. `/gezond` wants 100 MB free.


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    where = tmp_path / "disk"
    where.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(where)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield where
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)


def fill(disk: Path) -> Path:
    """To the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(MB))
        except OSError:
            pass
    return ballast


def test_on_a_full_disk_people_are_told_to_come_back_and_nothing_is_half_written(
    sqlite_url: str, disk: Path, tmp_path: Path
) -> None:
    database, mail = disk / "community.db", disk / "mail"
    shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), database)
    with household(f"sqlite:///{database}", tmp_path / "house", instance=disk) as house:
        path, visitors = prepare(house, people=2_500, seats=50)
        house.start("web")
        house.start("worker")
        with rush(house, path, visitors, in_flight=6, pause=0.05) as seen:
            # Both at work: who runs the house starts a worker again that began on a full disk.
            wait_until(lambda: len(seen.answers) > 50 and any(mail.glob("*.eml")), 60)
            ballast = fill(disk)
            full = monotonic()
            wait_until(lambda: [a for a in seen.since(full) if a.status != 303], 60)
            sleep(3)
            reading = ask(f"{house.url}/vechtdal/agenda")
            health = ask(f"{house.url}/gezond")
            ballast.unlink()
            room = monotonic()
            recovered = wait_until(lambda: [a for a in seen.since(room) if a.status == 303], 20)
            sleep(3)
        tell(
            f"{by_status(seen.statuses)}; recovered after {recovered:.1f} s",
            thrown=f"{len(seen.answers):,} sign-ups, the disk filled to its last byte",
        )
        assert set(seen.statuses) == {303, 503}
        assert (reading.status, health.status) == (200, 503)
        after = seen.since(room + recovered + 1)
        assert {answer.status for answer in after} == {303}
        assert recovered < 10
        assert "Traceback" not in house.said("web")
        made = lost_none(seen)
        assert made == seen.statuses[303]
        assert session().scalar(text("PRAGMA integrity_check")) == "ok"
        fresh()
        wait_until(lambda: len(list(mail.glob("*.eml"))) == made, 300)  # A lease is three minutes.
        fresh()
