"""Looking at the machine: room on the disk, the clock, who may read what, what is installed."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import stat
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from community.checks import Finding, good, look, look_at, wrong
from community.clock import now
from community.db import db, session
from community.operations import queries

LEAST_FREE_MB = 100
#: Less than this fills up before somebody is back from a holiday.
FEW_FREE_MB = 1_000
FEW_INODES = 10_000
#: Seconds that two clocks may differ: a link of fifteen minutes and a calendar bear that.
MOST_APART = 5.0
#: What the kernel says of a clock that nobody keeps right (`TIME_ERROR`).
NOT_KEPT_RIGHT = 5

SOME_MACHINES = "none"

_LOCKED = re.compile(r"^(?P<name>[\w.-]+)(?:\[.*?\])?==(?P<version>[^\s;\\]+)(?P<only> ;)?")


def register() -> None:
    look_at("disk", disk)
    look_at("clock", clock)
    look_at("files", files)
    look_at("packages", packages)


def disk() -> Finding:
    """Of the fullest disk that something of ours is on."""
    free, folder = min((shutil.disk_usage(folder).free, folder) for folder in _folders())
    says = f"{free / 1e9:,.1f} GB free in {folder}."
    room = "Free some space (journalctl --vacuum-size=200M, old backups), or get a larger disk."
    if free < LEAST_FREE_MB * 1_000_000:
        return wrong(f"{says} Soon nothing can be written.", room)
    nodes = os.statvfs(folder)
    if free < FEW_FREE_MB * 1_000_000 or (nodes.f_files and nodes.f_favail < FEW_INODES):
        return look(says, room)
    return good(says)


def clock() -> Finding:
    """Against the database's, against the log, and whether anything keeps it right."""
    seconds = _apart_from_the_database()
    if abs(seconds) > MOST_APART:
        return wrong(
            f"The clocks of this machine and the database are {abs(seconds):.0f} s apart.",
            "On both machines: timedatectl set-ntp true",
        )
    last = queries.last_recorded_at(session())
    if last and (ahead := (last - now()).total_seconds()) > MOST_APART:
        return wrong(
            f"The last row of the log is {ahead:.0f} s ahead: this clock is slow, or was fast.",
            "Correct the clock: timedatectl set-ntp true",
        )
    kept = _is_kept_right()
    if kept is False:
        return look(
            "Nothing keeps this clock on time.",
            "timedatectl set-ntp true (on Debian: apt install systemd-timesyncd)",
        )
    return good(f"{'Kept on time, and the' if kept else 'The'} same as the database's.")


def _apart_from_the_database() -> float:
    """SQLite reads this machine's own clock."""
    if db.engine.dialect.name == "sqlite":
        return 0.0
    theirs = session().scalar(text("SELECT clock_timestamp()"))
    return float((now() - theirs).total_seconds()) if theirs else 0.0


def _is_kept_right() -> bool | None:
    """What the kernel says, unchanged; None where it may not be asked, as in our services."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (AttributeError, OSError):
        return None
    return None if state < 0 else bool(state != NOT_KEPT_RIGHT)


def files() -> Finding:
    """Whether others on this machine can change what is ours, or read the key or the people."""
    instance = Path(current_app.config["INSTANCE"])
    if _mode(instance) & stat.S_IWOTH:
        return wrong(
            f"Everyone on this machine may put files in {instance}.", f"chmod 750 {instance}"
        )
    secrets = [path for path in _secrets() if path.exists() and _others_read(path)]
    if secrets:
        serious = current_app.config["PRODUCTION"] or instance / "secret_key" in secrets
        names = " ".join(map(str, secrets))
        return (wrong if serious else look)(
            f"Everyone on this machine can read {names}.", f"chmod o= {names}"
        )
    if os.geteuid() == 0 and current_app.config["PRODUCTION"]:
        return look(
            "This runs as root: a hole in the site is then a hole in the machine.",
            "Run it as a user of its own, as deploy/systemd does.",
        )
    return good("Only this user can read what is private.")


def _secrets() -> list[Path]:
    instance = Path(current_app.config["INSTANCE"])
    found = [instance / "secret_key", Path(current_app.root_path).parent / ".env"]
    if (database := _sqlite_path()) is not None:
        found += [database, database.with_name(f"{database.name}-wal")]
    return [*found, instance / "queue.db", instance / "mail"]


def _others_read(path: Path) -> bool:
    """May read it, and get there: a closed folder keeps everything in it."""
    if not _mode(path) & stat.S_IROTH:
        return False
    return all(_mode(folder) & stat.S_IXOTH for folder in path.absolute().parents)


def _mode(path: Path) -> int:
    return path.stat().st_mode


def packages() -> Finding:
    """Whether what is installed is what this version was tried with."""
    missing, other = [], []
    for name, wanted in _locked().items():
        try:
            if (has := version(name)) not in wanted:
                other.append(f"{name} {has} (tested with {' or '.join(sorted(wanted))})")
        except PackageNotFoundError:
            if SOME_MACHINES not in wanted:
                missing.append(name)
    how = "pip install --require-hashes --no-deps -r requirements/run.txt, then restart."
    if missing:
        return wrong(f"Not installed: {', '.join(missing)}.", how)
    if other:
        return look(f"Other versions than tested: {', '.join(other)}.", how)
    return good("As locked.")


def _locked() -> dict[str, set[str]]:
    """The versions of each package; of a package for some machines only it says that too."""
    found: dict[str, set[str]] = {}
    lock = Path(current_app.root_path).parent / "requirements" / "run.txt"
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := _LOCKED.match(line):
            name, wanted, only = match.group("name", "version", "only")
            found.setdefault(name, set()).update({wanted, SOME_MACHINES} if only else {wanted})
    return found


def _folders() -> set[Path]:
    instance = Path(current_app.config["INSTANCE"])
    database = _sqlite_path()
    return {instance} if database is None else {instance, database.parent}


def _sqlite_path() -> Path | None:
    url = db.engine.url
    return Path(str(url.database)).absolute() if url.get_backend_name() == "sqlite" else None
