"""Calendar programs that other people use, reading what we write."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from vdirsyncer.vobject import Item, split_collection

_BESIDE_PYTHON = Path(sys.executable).parent

_KHAL = """
[calendars]
[[bieb]]
path = {vdir}
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Amsterdam
local_timezone = Europe/Amsterdam
[sqlite]
path = {cache}
[default]
highlight_event_days = False
"""


def clean_environment(home: Path) -> dict[str, str]:
    """An environment in which a program sees nothing of whoever runs the tests."""
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PATH": f"{_BESIDE_PYTHON}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
    }


def as_vdir(written: bytes, folder: Path) -> Path:
    """One file per event, as vdirsyncer splits a feed."""
    vdir = folder / "vdir"
    vdir.mkdir(parents=True)
    for number, raw in enumerate(split_collection(written.decode())):
        assert Item(raw).uid, "vdirsyncer finds no UID"
        (vdir / f"{number}.ics").write_text(raw, newline="")
    return vdir


def khal_list(vdir: Path, home: Path, first: date, last: date) -> list[str]:
    """What khal shows for these days: `date time-time status title @ location`, a line each."""
    config = home / "khal.conf"
    config.write_text(_KHAL.format(vdir=vdir, cache=home / "khal.db"))
    shown = subprocess.run(
        [
            str(_BESIDE_PYTHON / "khal"),
            f"--config={config}",
            "list",
            "--once",
            "--day-format=",
            "--format={start-date} {start-time}-{end-time} {status}{title} @ {location}",
            str(first),
            str(last),
        ],
        env=clean_environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert shown.returncode == 0, shown.stderr
    assert "critical" not in shown.stderr.lower(), shown.stderr
    return [line for line in shown.stdout.splitlines() if line.strip()]
